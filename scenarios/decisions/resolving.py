"""A new answer that keeps all decisions and changes as little else as pays (docs/decisions.md)."""

from __future__ import annotations

from collections.abc import Sequence

from assigner.checker import compare
from assigner.engine import Case, check_assignment, freeze, with_remedies
from assigner.errors import InternalError, RulesConflict
from assigner.i18n import Translator
from assigner.levels import Levels
from assigner.portfolio import IntArray
from assigner.proposal import Proposal
from assigner.solution import (
    OnProgress,
    ShouldStop,
    Solution,
    SolverConfig,
    ignore_progress,
    never_stop,
)
from assigner.verdict import Verdict
from scenarios.base import base_of, base_sha256
from scenarios.decisions.changes import changes_of, figures_of, notes_of
from scenarios.decisions.model import Decision, Earlier, Range, Resolved, Surprise
from scenarios.decisions.question import Question, ask
from scenarios.decisions.reading import read_decisions
from scenarios.decisions.ruling import ruled_case
from scenarios.decisions.searching import FREE_SHARE, Found, How, free, search

TOLERANCE = 1e-6
"""Model §7: scores closer than this (relative to max(1, score)) are equal."""


def resolve(
    case: Case,
    earlier: Earlier,
    decisions: Sequence[Decision],
    config: SolverConfig | None = None,
    *,
    surprise: Surprise | None = None,
    on_progress: OnProgress = ignore_progress,
    should_stop: ShouldStop = never_stop,
    tr: Translator | None = None,
) -> Resolved:
    """Divide the base again under all decisions, with a price for every client that changes beside them.

    Give all decisions that stand, earlier ones too, on the case that the first of them was made on. An answer
    that keeps all of them already stays exactly as it is. Progress tells the score with the price in it.

    Raises InputError with everything wrong with the decisions (a stale proposal among it), RulesConflict with
    ways out where they and the rules can't all hold, NoAnswer, InternalError.
    """
    tr, surprise = tr or Translator(), surprise or Surprise()
    how = How(config or SolverConfig(), on_progress, should_stop, tr)
    decided = read_decisions(case, earlier, decisions, tr)
    ruled = ruled_case(case, decided)
    try:
        question = ask(case, ruled, earlier.assignment, decided, surprise, tr)
    except RulesConflict as conflict:
        raise with_remedies(ruled, conflict, should_stop, tr) from None
    return _answer(question, how)


def _answer(question: Question, how: How) -> Resolved:
    """The earlier answer where it keeps all decisions, else the one of least score and price."""
    if check_assignment(question.ruled, question.earlier).ok:
        note = how.tr.gettext("The proposal keeps all decisions already: nothing changes.")
        return _told(question, None, (note,), how, free(question, question.earlier, how))
    found = search(question, how)
    open_plan = free(question, found.solution.assignment, how.part(FREE_SHARE))
    return _told(question, found, _needed(found, how.tr), how, open_plan)


def _needed(found: Found, tr: Translator) -> tuple[str, ...]:
    if not found.needed:
        return ()
    one = "The limits made {n} further client change; nothing less was found."
    many = "The limits made {n} further clients change; nothing less was found."
    return (tr.ngettext(one, many, found.needed),)


def _told(
    question: Question, found: Found | None, notes: tuple[str, ...], how: How, open_plan: Solution
) -> Resolved:
    """The answer, judged by the checker, with everything that is told of it; None found: the earlier one."""
    solution = None if found is None else found.solution
    assignment = question.earlier if solution is None else solution.assignment
    verdict = check_assignment(question.ruled, assignment, tr=how.tr)
    _verify(question, assignment, solution, verdict)
    score = verdict.after.score
    before = check_assignment(question.case, question.earlier, tr=how.tr)
    untouched = check_assignment(question.ruled, question.untouched)
    changes = changes_of(question, assignment)
    return Resolved(
        proposal=_proposal(question.ruled, verdict, assignment, solution, open_plan, how.config),
        base_sha256=base_sha256(base_of(question.ruled)),
        changes=changes,
        before=figures_of(before.after),
        untouched=figures_of(untouched.after) if untouched.ok else None,
        after=figures_of(verdict.after),
        price=question.price,
        needed=0 if found is None else found.needed,
        priced=None if solution is None else Range(solution.score, solution.bound),
        free=Range(min(open_plan.score, score), min(open_plan.bound, score)),
        notes=(*notes, *notes_of(question, changes, before, verdict, how.tr)),
        phases=() if solution is None else solution.phases,
    )


def _verify(question: Question, assignment: IntArray, solution: Solution | None, verdict: Verdict) -> None:
    """Raise InternalError where checker and optimiser disagree, or an accepted move is not held.

    Rejections, pins and bans are rules of the case: the checker has verified them.
    """
    lost = question.accepted[assignment[question.accepted] != question.earlier[question.accepted]]
    if len(lost):
        raise InternalError(f"the answer gives up {len(lost)} accepted moves")
    if solution is None:
        return
    reached, changed = solution.reached, len(question.kept.changed(assignment))
    compare(
        verdict,
        score=solution.score - question.price * changed,
        levels=Levels(reached.imbalance, reached.disruption, verdict.after.levels.fit),
    )


def _proposal(
    ruled: Case,
    verdict: Verdict,
    assignment: IntArray,
    solution: Solution | None,
    open_plan: Solution,
    config: SolverConfig,
) -> Proposal:
    """The answer as a proposal on the decided case; the bound of the free plan holds for all plans."""
    score, objective = verdict.after.score, ruled.policy.objective
    plain = objective.mode == "weighted" and not objective.worst_off_first
    optimal = plain and score - open_plan.bound <= TOLERANCE * max(1.0, abs(score))
    ends = [one.stopped_by for one in (solution, open_plan) if one is not None and one.stopped_by != "proof"]
    found = Solution(
        assignment=assignment,
        score=score,
        bound=min(open_plan.bound, score),
        status="optimal" if optimal else "feasible",
        stopped_by="proof" if optimal else next(iter(ends), "target gap"),
        seconds=open_plan.seconds + (0.0 if solution is None else solution.seconds),
        reached=verdict.after.levels,
        phases=open_plan.phases,
    )
    return freeze(ruled, config, found, verdict)
