"""Searches the least painful answer to a question, and what a free plan could have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from assigner.engine import with_remedies
from assigner.errors import NoAnswer, Remedy, RulesConflict
from assigner.i18n import Translator
from assigner.optimize import solve
from assigner.portfolio import IntArray
from assigner.problem import Problem
from assigner.solution import OnProgress, ShouldStop, Solution, SolverConfig
from scenarios.decisions.pricing import capped, guarded, priced
from scenarios.decisions.question import Question

PRICED_SHARE = 0.7
"""Share of the effort that goes to the answer; the rest shows what a free plan could have."""

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


def search(question: Question, how: How) -> tuple[Solution, tuple[str, ...]]:
    """The answer of least score plus price, and what had to be given up for there to be one.

    Raises RulesConflict with ways out where the decisions and the rules can't all hold, NoAnswer.
    """
    failed: RulesConflict | NoAnswer | None = None
    for problem, note in _attempts(question, how.tr):
        try:
            return how.part(PRICED_SHARE).solve(problem, question.earlier), (note,) if note else ()
        except (RulesConflict, NoAnswer) as error:
            failed = error
    if isinstance(failed, RulesConflict):
        raise _conflict(question, failed, how) from None
    assert failed is not None  # noqa: S101 - there is always an attempt
    raise failed


def _attempts(question: Question, tr: Translator) -> Iterator[tuple[Problem, str]]:
    """The priced problem with all that is wished, then without what the rules may leave no room for."""
    plain = priced(question.held, question.kept, question.prices)
    most, note = question.surprise.most, ""
    if question.case.policy.objective.worst_off_first:
        guarded_problem = guarded(plain, question.earlier)
    else:
        guarded_problem = plain
    if most is not None:
        yield capped(guarded_problem, question.kept, most), note
        note = tr.gettext("No answer with at most {n} further changes was found: there are more.", n=most)
    yield guarded_problem, note
    if guarded_problem is not plain:
        yield (
            plain,
            tr.gettext(
                "The shares of those who are worst off could not be held: the decisions leave no room for it."
            ),
        )


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
