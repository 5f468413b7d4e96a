"""Decisions on clients and managers by name: pins and bans, and what lifts them."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from assigner.evidence.disputes import pins_of
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, IntArray, Rule, RuleKind
from scenarios.base import Base
from scenarios.edits.changing import add_rules, drop_rules, with_clients, with_pins
from scenarios.edits.choosing import ClientsEdit
from scenarios.edits.finding import Finder
from scenarios.edits.refs import Ref
from scenarios.edits.standing import banned, may_have, pins, weights
from scenarios.edits.words import Words

REASON = "why; shown beside the rule"


class Pin(ClientsEdit):
    """Clients must go to a manager, whoever has them today; an earlier pin gives way."""

    kind: Literal["pin"] = "pin"
    manager: Ref = Field(description="whom the clients go to")
    reason: str = Field("", description=REASON)

    def apply(self, base: Base, tr: Translator) -> Base:
        """The clients pinned. Refuses a manager who receives nothing or may not have them."""
        find = Finder(base, tr)
        found, at = self.chosen(find, in_play=True), find.manager("manager", self.manager)
        if at != NOBODY:
            refuse_receiver(find, "manager", at)
        find.done()
        refuse_barred(find, "clients", found, at)
        find.done()
        return with_pins(base, found, np.full(len(found), at), self.reason)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """How many clients, with whom, and how many of them come from others."""
        find = Finder(before, tr)
        found, at = self.chosen(find, in_play=True), find.manager("manager", self.manager)
        words = Words(before, tr)
        return tr.gettext(
            "Pinned to {name}: {clients}; in other books or free today: {n}.",
            name=words.manager(at),
            clients=words.book(found),
            n=tr.number(int(np.count_nonzero(before.portfolio.clients.owner_idx[found] != at))),
        )


class Ban(ClientsEdit):
    """Clients must not go to a manager; a client that he keeps today goes to somebody else."""

    kind: Literal["ban"] = "ban"
    manager: Ref = Field(description="who must not have the clients")
    reason: str = Field("", description=REASON)

    def apply(self, base: Base, tr: Translator) -> Base:
        """The clients banned. Refuses clients that are pinned to the manager."""
        find = Finder(base, tr)
        found, at = self.chosen(find, in_play=True), find.manager("manager", self.manager)
        find.done()
        for client in found[pins(base)[found] == at].tolist():
            message = tr.gettext("the client is pinned to this manager")
            remedy = tr.gettext("lift the pin first, with the edit `lift`")
            find.refuse("clients", str(base.portfolio.clients.client_id[client]), message, remedy)
        find.done()
        return add_rules(base, (Rule(RuleKind.BAN, one, at, self.reason) for one in found.tolist()))

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """How many clients, and how many of them the manager has today."""
        find = Finder(before, tr)
        found, at = self.chosen(find, in_play=True), find.manager("manager", self.manager)
        words = Words(before, tr)
        return tr.gettext(
            "Banned from {name}: {clients}; in that book today: {n}.",
            name=words.manager(at),
            clients=words.book(found),
            n=tr.number(int(np.count_nonzero(before.portfolio.clients.owner_idx[found] == at))),
        )


class Lift(ClientsEdit):
    """A rule about clients no longer holds: pins, bans, holdings and together rules, apart rules."""

    kind: Literal["lift"] = "lift"
    rule: Literal["pin", "ban", "together", "apart"] = Field(
        description="pin, ban, together (holdings too) or apart"
    )
    manager: Ref | None = Field(None, description="only pins to this manager, or bans from him; blank: all")

    def apply(self, base: Base, tr: Translator) -> Base:
        """Without the rules. Refuses where none of the clients has one."""
        find = Finder(base, tr)
        found = self.chosen(find, in_play=False)
        at = find.manager("manager", self.manager) if self.manager is not None else NOBODY
        if at != NOBODY and self.rule in ("together", "apart"):
            message = find.tr.gettext("the rule is about two clients, not about a manager")
            find.refuse("manager", str(self.manager), message, find.tr.gettext("leave the manager out"))
        find.done()
        after = self._lifted(base, found, at)
        if _num_rules(after) == _num_rules(base):
            message = tr.gettext("there is no such rule about these clients")
            find.refuse("rule", self.rule, message, tr.gettext("leave the edit out"))
        find.done()
        return after

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """How many rules are gone."""
        lifted = _num_rules(before) - _num_rules(after)
        return tr.ngettext("{n} rule lifted ({rule}).", "{n} rules lifted ({rule}).", lifted, rule=self.rule)

    def _lifted(self, base: Base, found: IntArray, at: int) -> Base:
        chosen = set(found.tolist())
        match self.rule:
            case "pin":
                pinned = pins_of(base.portfolio)[found]
                free = found[(pinned != NOBODY) & ((pinned == at) | (at == NOBODY))]
                return with_pins(base, free, np.full(len(free), NOBODY))
            case "ban":
                bans = (RuleKind.BAN,)
                return drop_rules(
                    base, lambda r: r.kind in bans and r.a_idx in chosen and at in (NOBODY, r.b_idx)
                )
            case "together":
                group = base.portfolio.clients.group_idx.copy()
                group[found] = NOBODY
                return _without_pairs(with_clients(base, group_idx=group), RuleKind.TOGETHER, chosen)
            case "apart":
                return _without_pairs(base, RuleKind.APART, chosen)


def refuse_receiver(find: Finder, field: str, at: int) -> None:
    """Note that a manager has no weight on the day of the base and can receive nothing."""
    if weights(find.base)[at] <= 0:
        message = find.tr.gettext(
            "the manager can receive nothing: no share, not started, leaving or not listed"
        )
        remedy = find.tr.gettext(
            "name somebody who stays, or change that first: `share`, `return_from_leave`"
        )
        find.refuse(field, str(find.base.portfolio.managers.manager_id[at]), message, remedy)


def refuse_barred(find: Finder, field: str, clients: IntArray, at: int) -> None:
    """Note the clients that a manager may not have; what is in his book may be kept there in any case."""
    facts = find.base.portfolio.clients
    outside = clients[~may_have(find.base, at)[clients] & (facts.owner_idx[clients] != at)]
    bans = set(banned(find.base, at))
    for client in sorted({*outside.tolist(), *(bans & set(clients.tolist()))}):
        if client in bans:
            message = find.tr.gettext("the client is banned from this manager")
            remedy = find.tr.gettext("lift the ban first, with the edit `lift`")
        else:
            message = find.tr.gettext("the client is outside the manager's segments")
            remedy = find.tr.gettext("widen them first, with the edit `eligibility`")
        find.refuse(field, str(facts.client_id[client]), message, remedy)


def _without_pairs(base: Base, kind: RuleKind, clients: set[int]) -> Base:
    return drop_rules(base, lambda r: r.kind is kind and not clients.isdisjoint((r.a_idx, r.b_idx)))


def _num_rules(base: Base) -> int:
    """Pins, members of holdings and rules between clients or of bans."""
    clients = base.portfolio.clients
    others = sum(rule.kind is not RuleKind.PIN for rule in base.portfolio.rules)
    pinned, held = pins_of(base.portfolio) != NOBODY, clients.group_idx >= 0
    return others + int(np.count_nonzero(pinned)) + int(np.count_nonzero(held))
