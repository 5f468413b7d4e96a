"""From the options of a command to a case: every problem of output folder, policy and tables told at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assigner.cli.options import Effort, Tables
from assigner.engine import Case, load_case
from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.policy.yaml_io import load_policy
from assigner.solution import SolverConfig
from assigner.tabular import Sources


def sources_of(tables: Tables) -> Sources:
    """The files of a run."""
    return Sources(
        clients=tables.clients,
        managers=tables.managers,
        activities=tables.activities,
        rules=tables.rules,
        mapping=tables.mapping,
        decisions=tables.decisions,
        audit=tables.audit,
    )


def solver_config(effort: Effort) -> SolverConfig:
    """Time, effort, seed and workers as the optimiser wants them."""
    return SolverConfig(
        time_limit=effort.seconds, work_limit=effort.work_limit, seed=effort.seed, workers=effort.cores
    )


def read_case(
    tables: Tables,
    tr: Translator,
    *,
    as_of: date | None = None,
    beforehand: Callable[[], None] = lambda: None,
) -> Case:
    """Read policy and tables. `beforehand` is one more check whose problems are told with theirs.

    Raises InputError with the problems of all three.
    """
    issues: list[Issue] = []
    policy = Policy()
    try:
        beforehand()
    except InputError as error:
        issues += error.issues
    try:
        policy = policy_of(tables, tr)
    except InputError as error:
        issues += error.issues
    try:
        case = load_case(
            sources_of(tables), policy=policy, as_of=as_of or tables.as_of, tolerant=tables.tolerant, tr=tr
        )
    except InputError as error:
        raise InputError([*issues, *error.issues]) from None
    if issues:
        raise InputError(issues)
    return case


def policy_of(tables: Tables, tr: Translator) -> Policy:
    """The policy of a run, with what the options say of it."""
    policy = load_policy(tables.policy, tr=tr) if tables.policy is not None else Policy()
    if not tables.merge_exact:
        return policy
    return policy.model_copy(update={"identity": policy.identity.model_copy(update={"merge_exact": True})})
