"""Clients that must have one manager, or never the same."""

from __future__ import annotations

from itertools import combinations
from typing import Literal

import numpy as np
from pydantic import Field

from assigner.i18n import Translator
from assigner.portfolio import NOBODY, IntArray, Rule, RuleKind
from scenarios.base import Base
from scenarios.edits.changing import add_rules
from scenarios.edits.choosing import ClientsEdit
from scenarios.edits.finding import Finder
from scenarios.edits.standing import components, pins
from scenarios.edits.words import Words

MOST_APART = 100
"""So many clients at most can be kept apart by one edit: every two of them are a rule."""


class Together(ClientsEdit):
    """Clients must have one manager, as a holding has."""

    kind: Literal["together"] = "together"
    reason: str = Field("", description="why; shown beside the rule")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The clients tied to the first of them in the table. Refuses clients that must be apart."""
        find = Finder(base, tr)
        found = _several(self, find)
        find.done()
        first = int(found[0])
        after = add_rules(
            base, (Rule(RuleKind.TOGETHER, first, one, self.reason) for one in found[1:].tolist())
        )
        _refuse_torn(find, after)
        find.done()
        return after

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """How many clients, and of how many managers they are today."""
        found = self.chosen(Finder(before, tr), in_play=True)
        owners = before.portfolio.clients.owner_idx[found]
        return tr.gettext(
            "With one manager from now on: {clients}; owners today: {n}.",
            clients=Words(before, tr).book(found),
            n=tr.number(len(np.unique(owners[owners != NOBODY]))),
        )


class Apart(ClientsEdit):
    """No two of the clients may have the same manager."""

    kind: Literal["apart"] = "apart"
    reason: str = Field("", description="why; shown beside the rule")

    def apply(self, base: Base, tr: Translator) -> Base:
        """Every two of the clients apart. Refuses clients tied together or pinned to one manager."""
        find = Finder(base, tr)
        found = _several(self, find)
        if len(found) > MOST_APART:
            message = tr.gettext("more than {n} clients can't be kept apart at once", n=MOST_APART)
            find.refuse("clients", str(len(found)), message, tr.gettext("name fewer"))
        find.done()
        pairs = combinations(found.tolist(), 2)
        after = add_rules(base, (Rule(RuleKind.APART, a, b, self.reason) for a, b in pairs))
        _refuse_torn(find, after)
        _refuse_pinned(find, found)
        find.done()
        return after

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """How many clients, and how many pairs of them have one owner today."""
        found = self.chosen(Finder(before, tr), in_play=True)
        owners = before.portfolio.clients.owner_idx[found]
        counts = np.unique(owners[owners != NOBODY], return_counts=True)[1]
        return tr.gettext(
            "With different managers from now on: {clients}; pairs with one owner today: {n}.",
            clients=Words(before, tr).book(found),
            n=tr.number(int((counts * (counts - 1) // 2).sum())),
        )


def _several(edit: ClientsEdit, find: Finder) -> IntArray:
    """The clients meant, at least two."""
    found = edit.chosen(find, in_play=True)
    if len(found) == 1 and not find.failed:
        message = find.tr.gettext("one client alone can be neither together nor apart")
        find.refuse("clients", ", ".join(edit.clients), message, find.tr.gettext("name at least two"))
    return found


def _refuse_torn(find: Finder, after: Base) -> None:
    """Note clients that must be apart and are tied together all the same, but were not before."""
    component, clients = components(after), after.portfolio.clients
    known = set(find.base.portfolio.rules) if np.array_equal(component, components(find.base)) else set()
    for rule in after.portfolio.rules:
        a, b = rule.a_idx, rule.b_idx
        if rule.kind is RuleKind.APART and component[a] == component[b] and rule not in known:
            both = f"{clients.client_id[a]}, {clients.client_id[b]}"
            message = find.tr.gettext(
                "the clients must be apart and are tied together, by rules or a holding"
            )
            find.refuse("clients", both, message, find.tr.gettext("lift one of the two first, with `lift`"))


def _refuse_pinned(find: Finder, found: IntArray) -> None:
    """Note clients to keep apart that are pinned to the same manager."""
    pinned, clients = pins(find.base), find.base.portfolio.clients
    for a, b in combinations(found[pinned[found] != NOBODY].tolist(), 2):
        if pinned[a] == pinned[b]:
            both = f"{clients.client_id[a]}, {clients.client_id[b]}"
            message = find.tr.gettext("both clients are pinned to one manager")
            remedy = find.tr.gettext("lift the pin first, with the edit `lift`")
            find.refuse("clients", both, message, remedy)
