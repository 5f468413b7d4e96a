"""The finding in sentences, for screen and page alike."""

from __future__ import annotations

from assigner.i18n import Translator
from scenarios.drift.advice import gain
from scenarios.drift.model import (
    AdviceKind,
    Because,
    Course,
    CourseKind,
    Drift,
    Fate,
    ManagerDrift,
)


def advice_word(tr: Translator, drift: Drift) -> str:
    """The advice in a word or two."""
    return {
        AdviceKind.LEAVE: tr.gettext("leave the plan as it is"),
        AdviceKind.REPAIR: tr.gettext("a small repair"),
        AdviceKind.REPLAN: tr.gettext("plan again"),
    }[drift.advice.kind]


def advice_words(tr: Translator, drift: Drift) -> list[str]:
    """The advice and the clause of the rule behind it, with its numbers."""
    said = _forced(tr, drift) if drift.advice.forced else []
    return [*said, _reason(tr, drift)]


def _forced(tr: Translator, drift: Drift) -> list[str]:
    """Why leaving is not open."""
    said = []
    if drift.differences.unserved:
        said.append(
            tr.ngettext(
                "{n} client has no manager who stays.",
                "{n} clients have no manager who stays.",
                drift.differences.unserved,
            )
        )
    if drift.broken:
        said.append(
            tr.ngettext(
                "Today's division breaks {n} hard rule.",
                "Today's division breaks {n} hard rules.",
                len(drift.broken),
            )
        )
    return said


def _reason(tr: Translator, drift: Drift) -> str:
    because, rule = drift.advice.because, drift.rule
    if because is Because.AS_PLANNED:
        return tr.gettext(
            "Leave the plan as it is: {share} of the potential is not as planned, at most {limit} is borne, "
            "and the team is the same.",
            share=tr.percent(drift.differences.drifted_share, 1),
            limit=tr.percent(rule.drifted, 1),
        )
    if because is Because.STILL_FAIR:
        return tr.gettext(
            "Leave the plan as it is: imbalance is {today} points, {promised} were promised; "
            "up to {limit} more are borne.",
            today=points(tr, drift.today.imbalance),
            promised=points(tr, drift.promised.imbalance),
            limit=points(tr, rule.worse),
        )
    if because is Because.NO_GAIN:
        return tr.gettext(
            "Leave the plan as it is: a new plan would take {gain} points of imbalance away, "
            "less than the {limit} that are worth it.",
            gain=points(tr, max(0.0, gain(drift.today, drift.replan))),
            limit=points(tr, rule.worth),
        )
    return _act(tr, drift)


def _act(tr: Translator, drift: Drift) -> str:
    """The sentence for a repair or a new plan."""
    if drift.advice.because is Because.RULES_CONFLICT:
        return _conflict(tr, drift)
    repair = next((one for one in drift.repairs if one.budget == drift.advice.budget), None)
    gained = points(tr, max(0.0, gain(drift.today, drift.replan)))
    if repair is None or repair.figures is None:
        return tr.gettext(
            "Plan again: that takes {gain} points of imbalance away and moves {share} of the capacity; "
            "no repair of up to {budget} of the clients brings {enough} of it.",
            gain=gained,
            share=tr.percent(drift.replan.moved_capacity, 1),
            budget=tr.percent(max(drift.rule.budgets, default=0.0), 1),
            enough=tr.percent(drift.rule.enough),
        )
    return tr.gettext(
        "A small repair will do: moving at most {budget} of the clients takes {repair} points of imbalance "
        "away, a new plan {gain}; set rules.move_budget.clients to {value} and propose.",
        budget=tr.percent(repair.budget or 0.0, 1),
        repair=points(tr, max(0.0, gain(drift.today, repair))),
        gain=gained,
        value=f"{repair.budget:g}",
    )


def _conflict(tr: Translator, drift: Drift) -> str:
    """Which rules can't all hold, and what would do."""
    said = [
        tr.gettext(
            "Plan again, but the rules can't all hold on today's base: {reasons}.",
            reasons="; ".join(drift.replan.reasons).rstrip("."),
        )
    ]
    if drift.replan.remedies:
        ways = "; ".join(drift.replan.remedies).rstrip(".")
        said.append(tr.gettext("Each of these is enough: {ways}.", ways=ways))
    return " ".join(said)


def drift_words(tr: Translator, drift: Drift) -> list[str]:
    """What differs, a sentence a kind; nothing of kinds that do not occur."""
    found = drift.differences
    said = [
        tr.ngettext(
            "The plan of {day} moves {n} client; {done} of these moves are carried out.",
            "The plan of {day} moves {n} clients; {done} of these moves are carried out.",
            found.planned_moves,
            day=tr.date(drift.plan_as_of),
            done=tr.number(found.done_moves),
        )
    ]
    counted = {fate: found.count(fate) for fate in Fate}
    said += [_fate_sentence(tr, fate, n) for fate, n in counted.items() if n]
    if found.potentials:
        said.append(_potentials(tr, drift))
    said += [manager_words(tr, one) for one in found.managers]
    return said


def _fate_sentence(tr: Translator, fate: Fate, n: int) -> str:
    if fate is Fate.NOT_CARRIED_OUT:
        return tr.ngettext(
            "{n} client still sits where it was before the plan.",
            "{n} clients still sit where they were before the plan.",
            n,
        )
    if fate is Fate.ELSEWHERE:
        return tr.ngettext(
            "{n} client went to somebody the plan does not name.",
            "{n} clients went to somebody the plan does not name.",
            n,
        )
    if fate is Fate.NEW:
        return tr.ngettext("{n} client is new.", "{n} clients are new.", n)
    return tr.ngettext("{n} client is gone.", "{n} clients are gone.", n)


def _potentials(tr: Translator, drift: Drift) -> str:
    changed = drift.differences.potentials
    return tr.ngettext(
        "{n} client has another potential: {then} in the plan, {now} today.",
        "{n} clients have another potential: {then} in the plan, {now} today.",
        len(changed),
        then=tr.number(sum(one.then for one in changed)),
        now=tr.number(sum(one.now for one in changed)),
    )


def manager_words(tr: Translator, one: ManagerDrift) -> str:
    """What happened to a manager."""
    values = {"name": one.name or one.manager_id, "manager": one.manager_id}
    if one.kind == "come":
        return tr.gettext("{name} ({manager}) has come.", **values)
    if one.kind == "left":
        return tr.gettext("{name} ({manager}) has left or is leaving.", **values)
    return tr.gettext(
        "{name} ({manager}) works {now} of a full share, {then} when the plan was made.",
        **values,
        now=tr.percent(one.weight),
        then=tr.percent(one.weight_then),
    )


def fate_word(tr: Translator, fate: Fate) -> str:
    """What became of a client, for a cell of a table."""
    return {
        Fate.AS_PLANNED: tr.gettext("as planned"),
        Fate.NOT_CARRIED_OUT: tr.gettext("not carried out"),
        Fate.ELSEWHERE: tr.gettext("went elsewhere"),
        Fate.NEW: tr.gettext("new client"),
        Fate.GONE: tr.gettext("gone"),
    }[fate]


def course_word(tr: Translator, course: Course) -> str:
    """What a division is called."""
    if course.kind is CourseKind.REPAIR:
        return tr.gettext("repair, up to {budget} moved", budget=tr.percent(course.budget or 0.0, 1))
    return {
        CourseKind.PROMISED: tr.gettext("as promised"),
        CourseKind.TODAY: tr.gettext("as it is today"),
        CourseKind.REPLAN: tr.gettext("new plan"),
    }[course.kind]


def gain_cell(tr: Translator, drift: Drift, course: Course) -> str:
    """What a course gains over today, a dash for what is no course to take."""
    if course.kind in (CourseKind.PROMISED, CourseKind.TODAY):
        return "–"
    return points(tr, gain(drift.today, course))


def points(tr: Translator, value: float) -> str:
    """Percent points of imbalance."""
    return tr.number(value, 1)
