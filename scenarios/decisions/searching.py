"""Searches the least painful answer to a question, and what a free plan could have."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.engine import check_assignment, with_remedies
from assigner.errors import NoAnswer, Remedy, RulesConflict
from assigner.i18n import Translator
from assigner.optimize import solve
from assigner.portfolio import IntArray
from assigner.problem import Problem
from assigner.solution import OnProgress, ShouldStop, Solution, SolverConfig
from scenarios.decisions.pricing import capped, guarded, only_changes, priced
from scenarios.decisions.question import Question

REPAIR_SHARE, PRICED_SHARE, CAPPED_SHARE, FREE_SHARE = 0.15, 0.4, 0.25, 0.2
"""Shares of the effort: fewest changes that keep the limits, the answer, the answer where too many change
for their price, what a free plan could have."""

FIRM = 100.0
"""Times the price that giving up an accepted move costs where some must be given up."""


@dataclass(frozen=True, slots=True)
class How:
    """Effort, and who hears and stops; texts in the language of `tr`."""

    config: SolverConfig
    on_progress: OnProgress
    should_stop: ShouldStop
    tr: Translator

    def part(self, share: float) -> How:
        """A share of the effort."""
        config = self.config
        time = None if config.time_limit is None else config.time_limit * share
        work = None if config.work_limit is None else config.work_limit * share
        return replace(self, config=replace(config, time_limit=time, work_limit=work))

    def solve(self, problem: Problem, start: IntArray) -> Solution:
        """Solve a problem from an answer."""
        return solve(
            problem,
            self.config,
            on_progress=self.on_progress,
            should_stop=self.should_stop,
            start=start,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The answer of least score plus price, and how many clients the rules made change beside those decided.

    `solution` is of the priced problem. `needed` counts what could have stayed but for a limit.
    """

    solution: Solution
    needed: int


def search(question: Question, how: How) -> Found:
    """Repair first where the limits need it, then trade score against changes.

    The limit on changes is laid on only where the price alone lets too many through: a search is hampered by
    it.

    Raises RulesConflict with ways out where the decisions and the rules can't all hold, NoAnswer.
    """
    start, needed = _start(question, how.part(REPAIR_SHARE))
    problem = priced(question.held, question.kept, question.prices)
    if question.case.policy.objective.worst_off_first:
        problem = guarded(problem, start)
    solution, most = how.part(PRICED_SHARE).solve(problem, start), needed + question.most
    if len(question.kept.changed(solution.assignment)) > most:
        fewer = how.part(CAPPED_SHARE).solve(capped(problem, question.kept, most), start)
        solution = replace(fewer, bound=max(fewer.bound, min(solution.bound, fewer.score)))
    return Found(solution, needed)


def _start(question: Question, how: How) -> tuple[IntArray, int]:
    """A lawful answer with few changes: the untouched one where it keeps the limits; how many it needs."""
    if check_assignment(question.ruled, question.untouched).ok:
        return question.untouched, 0
    try:
        repaired = how.solve(only_changes(question.held, question.kept), question.earlier).assignment
    except RulesConflict as conflict:
        raise _conflict(question, conflict, how) from None
    return repaired, len(question.kept.changed(repaired))


def free(question: Question, start: IntArray, how: How) -> Solution:
    """The best found, and the bound, where nothing but pins and bans hold; begins from the answer."""
    return how.solve(question.problem, start)


def _conflict(question: Question, conflict: RulesConflict, how: How) -> RulesConflict:
    """The conflict in words: of the accepted moves where some of them are in the way, else of the rules."""
    lost = _lost(question, how) if len(question.accepted) else None
    if lost is None:
        return with_remedies(question.ruled, conflict, how.should_stop, how.tr)
    clients, tr = question.case.portfolio.clients, how.tr
    names = ", ".join(f"{clients.name[i]} ({clients.client_id[i]})" for i in lost.tolist())
    reason = tr.gettext("accepted moves, the other decisions and the hard rules can't all hold")
    changes = tuple({"decision": "accept", "client_id": str(clients.client_id[i])} for i in lost.tolist())
    return RulesConflict(
        [reason], [Remedy(tr.gettext("withdraw the acceptance of {names}", names=names), changes)]
    )


def _lost(question: Question, how: How) -> IntArray | None:
    """Accepted moves that an answer gives up which gives up few; None where none is found at all."""
    prices = question.prices
    prices[question.accepted] = FIRM * max(question.price, 1.0)
    kept = question.kept.of(question.problem, question.earlier)
    try:
        solution = how.solve(priced(question.problem, kept, prices), question.earlier)
    except (RulesConflict, NoAnswer):
        return None
    given_up = solution.assignment[question.accepted] != question.earlier[question.accepted]
    return np.asarray(question.accepted[given_up])
