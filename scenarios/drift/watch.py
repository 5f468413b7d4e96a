"""The whole watch: compare, weigh what could be done, advise."""

from __future__ import annotations

from assigner.engine import Case
from assigner.i18n import Translator
from assigner.policy.yaml_io import policy_sha256
from assigner.proposal import Proposal
from assigner.solution import (
    OnProgress,
    ShouldStop,
    SolverConfig,
    ignore_progress,
    never_stop,
)
from scenarios.drift.advice import advise
from scenarios.drift.comparable import need_comparable
from scenarios.drift.courses import new_plan, promised, repairs, solver, today_as_it_is
from scenarios.drift.differences import find_differences
from scenarios.drift.model import Drift, DriftRule


def watch_drift(
    plan: Proposal,
    today: Case,
    config: SolverConfig | None = None,
    *,
    rule: DriftRule | None = None,
    on_progress: OnProgress = ignore_progress,
    should_stop: ShouldStop = never_stop,
    tr: Translator | None = None,
) -> Drift:
    """How far `today` is from an approved plan, what each course would bring, and the advice.

    The effort of `config` is shared evenly by the new plan and the repairs. Raises InputError where the two
    can't be compared, NoAnswer where the new plan was stopped before there was one.
    """
    rule, tr = rule or DriftRule(), tr or Translator()
    need_comparable(plan, today, rule, tr)
    solve = solver(config or SolverConfig(), 1 + len(rule.budgets), on_progress, should_stop, tr)
    differences = find_differences(plan, today)
    then, (now, broken) = promised(plan), today_as_it_is(today, tr)
    fresh = new_plan(plan, today, solve)
    small = tuple(repairs(today, fresh, rule, solve))
    return Drift(
        plan_as_of=plan.evidence.as_of,
        as_of=today.evidence.as_of,
        plan_sha256=plan.certificate.input_sha256,
        input_sha256=today.portfolio.input_sha256,
        policy_sha256=policy_sha256(today.policy),
        rule=rule,
        differences=differences,
        broken=broken,
        promised=then,
        today=now,
        repairs=small,
        replan=fresh,
        advice=advise(differences, broken, then, now, small, fresh, rule),
    )
