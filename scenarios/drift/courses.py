"""What could be done from today on: nothing, a repair within a move budget, a new plan; each with figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from assigner.engine import Case, check_assignment, propose
from assigner.errors import NoAnswer, RulesConflict
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, IntArray, Portfolio
from assigner.proposal import Proposal
from assigner.solution import OnProgress, ShouldStop, SolverConfig
from scenarios.drift.differences import has_manager
from scenarios.drift.model import Course, CourseKind, DriftRule

Solve = Callable[[Case, IntArray | None], Proposal]
"""Propose for a case, from a start."""


def solver(
    config: SolverConfig, parts: int, on_progress: OnProgress, should_stop: ShouldStop, tr: Translator
) -> Solve:
    """One of `parts` searches that share the effort of the config evenly."""
    share = replace(
        config,
        time_limit=None if config.time_limit is None else config.time_limit / parts,
        work_limit=None if config.work_limit is None else config.work_limit / parts,
    )

    def solve(case: Case, start: IntArray | None) -> Proposal:
        return propose(case, share, on_progress=on_progress, should_stop=should_stop, start=start, tr=tr)

    return solve


def promised(plan: Proposal) -> Course:
    """What the plan promised, on the base that it was made for."""
    return _course(CourseKind.PROMISED, plan)


def today_as_it_is(today: Case, tr: Translator) -> tuple[Course, tuple[str, ...]]:
    """Today's division, and the hard rules it breaks in words; clients of nobody are no break here."""
    held = np.where(has_manager(today), today.portfolio.clients.owner_idx, NOBODY).astype(np.int32)
    verdict = check_assignment(today, held, tr=tr)
    broken = tuple(str(one) for one in verdict.breaks if one.rule != "one-owner")
    return Course(CourseKind.TODAY, verdict.before, assignment=held), broken


def new_plan(plan: Proposal, today: Case, solve: Solve) -> Course:
    """The best division of today's base; without figures where the rules can't all hold on it."""
    try:
        return _course(CourseKind.REPLAN, solve(today, planned_start(plan, today.portfolio)))
    except RulesConflict as conflict:
        remedies = tuple(remedy.text for remedy in conflict.remedies)
        return Course(CourseKind.REPLAN, None, reasons=conflict.reasons, remedies=remedies)


def planned_start(plan: Proposal, today: Portfolio) -> IntArray:
    """The plan as positions in today's managers; clients and managers it does not know stay as they are."""
    place = {str(name): at for at, name in enumerate(today.managers.manager_id)}
    ids = plan.portfolio.managers.manager_id
    planned = {
        str(client): place.get(str(ids[j]), NOBODY)
        for client, j in zip(plan.portfolio.clients.client_id, plan.assignment, strict=True)
        if j != NOBODY
    }
    wanted = np.array([planned.get(str(key), NOBODY) for key in today.clients.client_id], dtype=np.int32)
    return np.where(wanted == NOBODY, today.clients.owner_idx, wanted).astype(np.int32)


def repairs(today: Case, replan: Course, rule: DriftRule, solve: Solve) -> Iterator[Course]:
    """One repair per budget; where the new plan fits the budget, it is the repair; none without a plan."""
    if replan.figures is None:
        return
    for budget in sorted(rule.budgets):
        if replan.figures.moved_share <= budget:
            yield replace(replan, kind=CourseKind.REPAIR, budget=budget)
        else:
            yield _repair(today, budget, solve)


def _repair(today: Case, budget: float, solve: Solve) -> Course:
    """The best division that moves at most so many clients; without figures where none keeps the rules."""
    try:
        return replace(_course(CourseKind.REPAIR, solve(_within(today, budget), None)), budget=budget)
    except (RulesConflict, NoAnswer) as error:
        return Course(CourseKind.REPAIR, None, budget=budget, reasons=tuple(str(error).splitlines()))


def _within(today: Case, budget: float) -> Case:
    """The case with a move budget that is at most `budget`."""
    rules = today.policy.rules
    held = rules.move_budget.clients if rules.move_budget.enabled else None
    smaller = rules.move_budget.model_copy(
        update={"enabled": True, "clients": budget if held is None else min(budget, held)}
    )
    return replace(
        today,
        policy=today.policy.model_copy(update={"rules": rules.model_copy(update={"move_budget": smaller})}),
    )


def _course(kind: CourseKind, proposal: Proposal) -> Course:
    return Course(
        kind,
        proposal.verdict.after,
        moved_capacity=_moved_capacity(proposal.portfolio, proposal.assignment),
        bound=proposal.bound,
        assignment=proposal.assignment,
    )


def _moved_capacity(portfolio: Portfolio, assignment: IntArray) -> float:
    """Potential of the clients that change hands over that of all owned ones; by count where it is 0."""
    clients = portfolio.clients
    owned = ~clients.excluded & (clients.owner_idx != NOBODY)
    size = clients.potential if clients.potential[owned].sum() > 0 else np.ones(len(clients))
    moved = owned & (assignment != clients.owner_idx)
    return float(size[moved].sum() / max(float(size[owned].sum()), 1e-300))
