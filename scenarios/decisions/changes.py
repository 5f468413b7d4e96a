"""What changed against the earlier answer and why, in lists, figures and remarks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assigner.checker import locks
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, IntArray
from assigner.verdict import PlanFigures, Verdict
from scenarios.decisions.model import Change, Figures, Why, name_of
from scenarios.decisions.question import Question


def changes_of(question: Question, assignment: IntArray) -> tuple[Change, ...]:
    """Clients with another manager than before, in the order of the table."""
    facts, earlier = question.case.portfolio, question.earlier
    changed = np.flatnonzero(assignment != earlier)
    why = _reasons(question, changed)
    names = facts.managers.manager_id
    return tuple(
        Change(
            str(facts.clients.client_id[i]),
            name_of(names, int(earlier[i])),
            name_of(names, int(assignment[i])),
            reason,
        )
        for i, reason in zip(changed.tolist(), why, strict=True)
    )


def _reasons(question: Question, changed: IntArray) -> list[Why]:
    """Why each client changed: a decision about it, what follows from one, or the balance."""
    if not len(changed):
        return []
    sent, could_stay = question.sent(), question.kept.manager != NOBODY
    group = locks(question.ruled.portfolio, question.ruled.evidence, question.ruled.policy).group
    led = {int(group[client]) for client in sent} - {NOBODY}

    def reason(client: int) -> Why:
        if client in sent:
            return Why.DECIDED
        if could_stay[client]:
            return Why.BALANCE
        return Why.HOLDING if int(group[client]) in led else Why.RULES

    return [reason(int(client)) for client in changed]


def figures_of(figures: PlanFigures) -> Figures:
    """The few figures that two answers are compared by."""
    levels = figures.levels
    return Figures(
        score=figures.score,
        imbalance=levels.imbalance,
        disruption=levels.disruption,
        fit=levels.fit,
        worst_deviation=figures.worst_deviation,
        moved_clients=figures.moved_clients,
    )


def notes_of(
    question: Question, changes: tuple[Change, ...], before: Verdict, after: Verdict, tr: Translator
) -> Iterator[str]:
    """What a reader might not expect: cards, holdings, rules that gave way, another objective."""
    yield from _cards(question, tr)
    dragged = sum(change.why is Why.HOLDING for change in changes)
    if dragged:
        yield tr.ngettext(
            "{n} client goes with the holding of a client that was decided on.",
            "{n} clients go with the holding of a client that was decided on.",
            dragged,
        )
    known = {one.message for one in before.exceptions}
    yield from (one.message for one in after.exceptions if one.message not in known)
    objective = question.case.policy.objective
    if objective.mode == "lexicographic":
        yield tr.gettext(
            "The policy puts one level before the other. Here they were weighed against each other and "
            "against the changes: putting one first again would divide the base anew."
        )
    if objective.worst_off_first:
        yield tr.gettext(
            "The policy raises those who are worst off first. Here nobody's share falls below what the "
            "decisions alone leave, but no share is raised: that would divide the base anew."
        )


def _cards(question: Question, tr: Translator) -> Iterator[str]:
    """Decisions that named a card of a client made of several."""
    clients = question.case.portfolio.clients
    for one in question.decided:
        if one.named != str(clients.client_id[one.client]):
            yield tr.gettext(
                "{card} is a card of {name} ({client}): the decision is about the whole client.",
                card=one.named,
                name=clients.name[one.client],
                client=clients.client_id[one.client],
            )
