"""The whole way once: tables, evidence, problem, optimiser, checker, proposal, files; and back."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from assigner.checker import check, compare, locks
from assigner.duplicates.merge import merge_cards
from assigner.errors import InternalError, Remedy, RulesConflict
from assigner.evidence import Evidence, weigh_evidence
from assigner.explain import explain_clients
from assigner.fairness.worst_off import broken_guarantees, total_shares
from assigner.i18n import Translator
from assigner.optimize import solve, ways_out
from assigner.ownership import settle_owners
from assigner.policy import Policy
from assigner.policy.yaml_io import policy_sha256
from assigner.portfolio import IntArray, Portfolio
from assigner.problem import Problem, build_problem
from assigner.problem.change_words import describe_changes
from assigner.problem.preflight import LimitsConflict, describe, preflight
from assigner.proposal import Certificate, Proposal
from assigner.report import FILE_NAMES, write_proposal
from assigner.report.document import document
from assigner.report.folder import FileWriter
from assigner.report.view import plan_view
from assigner.snapshot import ARCHIVE, Snapshot, read_snapshot, refuse_new_input, snapshot_writer
from assigner.solution import (
    OnBest,
    OnProgress,
    ShouldStop,
    Solution,
    SolverConfig,
    ignore_best,
    ignore_progress,
    never_stop,
)
from assigner.tabular import Sources, read_assignment, read_portfolio
from assigner.tabular.audit import verify_again
from assigner.verdict import Verdict

PACKAGES = ("assigner", "numpy", "scipy", "ortools", "numba")
"""What the certificate names the versions of: everything an answer can depend on."""

OUTPUT_NAMES = (*FILE_NAMES, ARCHIVE)
"""The files of a proposal's folder."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Facts, evidence and policy: what a proposal stands on and an assignment is checked against."""

    portfolio: Portfolio
    evidence: Evidence
    policy: Policy


def load_case(
    sources: Sources,
    *,
    policy: Policy | None = None,
    as_of: date | None = None,
    tolerant: bool = False,
    tr: Translator | None = None,
) -> Case:
    """Read the tables, merge cards and weigh the evidence. Raises InputError with every problem found."""
    policy = policy or Policy()
    keep, zone = policy.rules.keep, policy.evidence.time_zone
    portfolio = read_portfolio(
        sources, tolerant=tolerant, time_zone=zone, tr=tr, pins_hold=keep.enabled and keep.pins
    )
    merged = merge_cards(portfolio, policy, tr=tr)
    return weigh_case(verify_again(merged, time_zone=zone), policy, as_of=as_of)


def weigh_case(portfolio: Portfolio, policy: Policy, *, as_of: date | None = None) -> Case:
    """Weigh the evidence on merged cards, once more where it moves a client to another claimant."""
    evidence = weigh_evidence(portfolio, policy, as_of=as_of)
    settled = settle_owners(portfolio, evidence, policy)
    if settled is not portfolio:
        evidence = weigh_evidence(settled, policy, as_of=evidence.as_of)
    return Case(settled, evidence, policy)


def propose(
    case: Case,
    config: SolverConfig | None = None,
    *,
    on_progress: OnProgress = ignore_progress,
    should_stop: ShouldStop = never_stop,
    start: IntArray | None = None,
    on_best: OnBest = ignore_best,
    tr: Translator | None = None,
) -> Proposal:
    """Solve, let the independent checker judge the answer, and freeze both as a proposal.

    `start` is an assignment to begin from, `on_best` hears of every better answer (as in `solve`). The
    time limit begins here: the search gets what building the problem leaves of it, at least a tenth.

    Raises InputError, RulesConflict, NoAnswer, and InternalError where checker and optimiser disagree.
    """
    config = config or SolverConfig()
    tr = tr or Translator()
    begun = monotonic()
    locks(
        case.portfolio, case.evidence, case.policy, tr=tr
    )  # refuses impossible input, in the reader's language
    try:
        problem = lawful_problem(case, tr)
        solution = solve(
            problem,
            _what_is_left(config, monotonic() - begun),
            on_progress=on_progress,
            should_stop=should_stop,
            start=start,
            on_best=on_best,
        )
    except RulesConflict as conflict:
        raise with_remedies(case, conflict, should_stop, tr) from None
    verdict = check(case.portfolio, case.evidence, case.policy, solution.assignment, tr=tr)
    compare(verdict, score=solution.score, levels=solution.reached)
    _compare_guarantees(case.policy, verdict, solution)
    return freeze(case, config, solution, verdict)


def _what_is_left(config: SolverConfig, spent: float) -> SolverConfig:
    """The config of the search when so many seconds of the time limit are gone."""
    if config.time_limit is None:
        return config
    return replace(config, time_limit=max(config.time_limit - spent, config.time_limit / 10))


def lawful_problem(case: Case, tr: Translator) -> Problem:
    """The numbers to optimise. Raises RulesConflict where cheap proofs say that the rules can't all hold."""
    problem = build_problem(case.portfolio, case.evidence, case.policy, tr=tr)
    reasons = preflight(problem, case.portfolio, tr)
    if reasons:
        raise RulesConflict(reasons)
    return problem


def with_remedies(
    case: Case, conflict: RulesConflict, should_stop: ShouldStop, tr: Translator
) -> RulesConflict:
    """The conflict in words, with what would do."""
    reasons = conflict.reasons
    if isinstance(conflict, LimitsConflict):
        reasons = describe(conflict, case.portfolio, tr)
    found = ways_out(case.portfolio, case.evidence, case.policy, should_stop=should_stop)
    remedies = (
        Remedy(
            describe_changes(case.portfolio, way.changes, tr),
            tuple(change.document(case.portfolio) for change in way.changes),
        )
        for way in found
    )
    return RulesConflict(reasons, remedies)


def _compare_guarantees(policy: Policy, verdict: Verdict, solution: Solution) -> None:
    """Raise InternalError where somebody has less than what worst-off first promised him (model §6)."""
    share = total_shares(verdict.after.cells, len(verdict.after.managers.weight))
    broken = broken_guarantees(share, solution.guarantees, policy.objective.slack.worst_off)
    if broken:
        raise InternalError(f"the answer breaks the guarantees of the managers at {broken}")


def freeze(case: Case, config: SolverConfig, solution: Solution, verdict: Verdict) -> Proposal:
    """A proposal of an answer that the checker has judged; the caller has compared the two."""
    certificate = Certificate(
        seed=config.seed,
        workers=config.workers,
        time_limit=config.time_limit,
        work_limit=config.work_limit,
        stopped_by=solution.stopped_by,
        seconds=solution.seconds,
        as_of=case.evidence.as_of.isoformat(),
        input_sha256=case.portfolio.input_sha256,
        policy_sha256=policy_sha256(case.policy),
        versions={name: version(name) for name in PACKAGES},
        architecture=platform.machine(),
        phases=solution.phases,
        levels=solution.levels,
    )
    return Proposal(
        portfolio=case.portfolio,
        evidence=case.evidence,
        policy=case.policy,
        assignment=solution.assignment,
        status=solution.status,
        bound=min(solution.bound, verdict.after.score),
        verdict=verdict,
        certificate=certificate,
    )


def plan_document(proposal: Proposal) -> dict[str, Any]:
    """What proposal.json of this proposal says, as plain values."""
    return document(plan_view(proposal, explain_clients(proposal, "en")))


def check_assignment(case: Case, assignment: IntArray, *, tr: Translator | None = None) -> Verdict:
    """The independent checker on any assignment."""
    return check(case.portfolio, case.evidence, case.policy, assignment, tr=tr)


def save_proposal(
    proposal: Proposal,
    out: Path,
    *,
    sources: Sources,
    tolerant: bool = False,
    language: str = "en",
    force: bool = False,
    extra: Mapping[str, FileWriter] | None = None,
) -> tuple[Path, ...]:
    """Write all files of a proposal, with a copy of its input, so that the folder explains itself later.

    `extra` are more files by name, written with the others or not at all.
    """
    refuse_new_input(sources, proposal.portfolio.input_sha256, Translator(language))
    reasons = explain_clients(proposal, language)
    copy = {ARCHIVE: snapshot_writer(sources, proposal.policy, tolerant=tolerant)}
    more = copy | dict(extra or {})
    return write_proposal(proposal, reasons, out, language=language, force=force, extra=more)


def load_proposal(out: Path, *, tr: Translator | None = None) -> Proposal:
    """A proposal from its folder: facts read again from the copy, figures computed again by the checker.

    Raises InputError where the folder is not one of ours or its files were changed.
    """
    tr = tr or Translator()
    with read_snapshot(Path(out), tr) as snapshot:
        case = load_case(
            snapshot.sources, policy=snapshot.policy, as_of=snapshot.as_of, tolerant=snapshot.tolerant, tr=tr
        )
        assignment = read_assignment(Path(out) / "assignment.csv", case.portfolio)
    verdict = check_assignment(case, assignment, tr=tr)
    snapshot.refuse_changed(
        Path(out),
        tr,
        score=verdict.after.score,
        input_sha256=case.portfolio.input_sha256,
        policy_sha256=policy_sha256(case.policy),
    )
    return _restore(case, assignment, verdict, snapshot)


def _restore(case: Case, assignment: IntArray, verdict: Verdict, snapshot: Snapshot) -> Proposal:
    return Proposal(
        portfolio=case.portfolio,
        evidence=case.evidence,
        policy=case.policy,
        assignment=np.asarray(assignment, dtype=np.int32),
        status=snapshot.status,
        bound=snapshot.bound,
        verdict=verdict,
        certificate=snapshot.certificate,
    )
