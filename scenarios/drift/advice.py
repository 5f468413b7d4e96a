"""The rule that turns figures into advice: leave, repair, or plan again."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.drift.model import Advice, AdviceKind, Because, Course, Differences, DriftRule


def advise(
    differences: Differences,
    broken: Sequence[str],
    promised: Course,
    today: Course,
    repairs: Sequence[Course],
    replan: Course,
    rule: DriftRule,
) -> Advice:
    """What the rule says; `repairs` are in the order of their budgets."""
    forced = must_act(differences, broken, rule)
    reason = None if forced else _reason_to_leave(differences, promised, today, replan, rule)
    if reason is not None:
        return Advice(AdviceKind.LEAVE, reason, forced)
    if replan.figures is None:
        return Advice(AdviceKind.REPLAN, Because.RULES_CONFLICT, forced)
    wanted = rule.enough * max(0.0, gain(today, replan))
    for repair in repairs:
        if repair.figures is not None and gain(today, repair) >= wanted - 1e-9:
            return Advice(AdviceKind.REPAIR, Because.REPAIR_IS_ENOUGH, forced, repair.budget)
    return Advice(AdviceKind.REPLAN, Because.REPAIR_IS_NOT_ENOUGH, forced)


def must_act(differences: Differences, broken: Sequence[str], rule: DriftRule) -> bool:
    """Whether leaving is not open: too many clients without a manager, or a hard rule broken."""
    return bool(broken) or differences.unserved > rule.unserved * max(1, differences.clients_today)


def gain(today: Course, course: Course) -> float:
    """Percent points of imbalance that a course takes away."""
    return today.imbalance - course.imbalance


def _reason_to_leave(
    differences: Differences, promised: Course, today: Course, replan: Course, rule: DriftRule
) -> Because | None:
    if differences.drifted_share <= rule.drifted and not differences.managers:
        return Because.AS_PLANNED
    if today.imbalance <= promised.imbalance + rule.worse:
        return Because.STILL_FAIR
    no_gain = replan.figures is not None and gain(today, replan) < rule.worth
    return Because.NO_GAIN if no_gain else None
