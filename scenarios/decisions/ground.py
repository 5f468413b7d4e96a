"""What the base says of clients and managers, as far as a decision can go against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assigner.checker.ground import stand
from assigner.engine import Case
from assigner.fairness.eligible import Eligible
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray
from assigner.weights import manager_weights
from scenarios.base import base_of
from scenarios.decisions.model import Decision, Ruling
from scenarios.edits.standing import banned, pins

Objection = tuple[str, str, str, str]
"""Field, value, message and remedy."""


@dataclass(frozen=True)
class Ground:
    """The case before any decision; `eligible` is E(i) of model §1, `pinned` the pins in force."""

    case: Case
    eligible: Eligible
    weight: FloatArray
    pinned: IntArray

    @classmethod
    def of(cls, case: Case, tr: Translator) -> Ground:
        """Raises InputError where the case can't be divided at all."""
        policy, evidence = case.policy, case.evidence
        return cls(
            case,
            stand(case.portfolio, evidence, policy, tr).eligible,
            manager_weights(case.portfolio.managers, policy.managers, evidence.as_of),
            pins(base_of(case)),
        )

    @property
    def owner(self) -> IntArray:
        """Owners by position, NOBODY for free clients."""
        return self.case.portfolio.clients.owner_idx

    @cached_property
    def client_at(self) -> dict[str, int]:
        """Position of a client by its id or by that of any card that went into it."""
        facts = self.case.portfolio
        own = {str(key): at for at, key in enumerate(facts.clients.client_id)}
        return {card.client_id: card.into_idx for card in facts.merged} | own

    @cached_property
    def manager_at(self) -> dict[str, int]:
        """Position of a manager by its id."""
        return {str(key): at for at, key in enumerate(self.case.portfolio.managers.manager_id)}

    def client_id(self, client: int) -> str:
        """Id of a client."""
        return str(self.case.portfolio.clients.client_id[client])

    def manager_name(self, manager: int) -> str:
        """Name and id of a manager."""
        team = self.case.portfolio.managers
        return f"{team.name[manager]} ({team.manager_id[manager]})"

    def may_have(self, client: int) -> BoolArray:
        """E(i) of one client, a copy, (num_managers,)."""
        return self.eligible.row(client).copy()

    def objections(
        self, one: Decision, client: int, manager: int, named: int, tr: Translator
    ) -> Iterator[Objection]:
        """All that speaks against one decision by itself; `manager` is where it sends the client."""
        if self.case.portfolio.clients.excluded[client]:
            message = tr.gettext("the client is excluded: nobody gets it")
            yield "client_id", one.client_id, message, tr.gettext("withdraw the decision")
            return
        yield from self._switched_off(one.verdict, tr)
        match one.verdict:
            case Ruling.ACCEPT:
                yield from self._not_proposed(one, client, manager, named, tr)
            case Ruling.REJECT if manager == NOBODY:
                message = tr.gettext("nobody owns the client: there is nobody to leave it with")
                yield "client_id", one.client_id, message, tr.gettext("say `pin` or `ban` instead")
            case Ruling.REJECT | Ruling.PIN:
                yield from self._barred(client, manager, tr)

    def _switched_off(self, verdict: Ruling, tr: Translator) -> Iterator[Objection]:
        """The policy may ignore pins or bans: the decision would silently count for nothing."""
        rules = self.case.policy.rules
        if verdict in (Ruling.REJECT, Ruling.PIN) and not (rules.keep.enabled and rules.keep.pins):
            message = tr.gettext("the policy has switched off pins, which hold rejected and pinned clients")
            yield (
                "verdict",
                str(verdict),
                message,
                tr.gettext("switch on rules.keep.enabled and rules.keep.pins"),
            )
        if verdict is Ruling.BAN and not rules.banned.enabled:
            message = tr.gettext("the policy has switched off bans")
            yield "verdict", str(verdict), message, tr.gettext("switch on rules.banned.enabled")

    def _not_proposed(
        self, one: Decision, client: int, manager: int, named: int, tr: Translator
    ) -> Iterator[Objection]:
        if manager in (NOBODY, int(self.owner[client])):
            message = tr.gettext("the client does not move in the proposal: there is nothing to accept")
            yield "client_id", one.client_id, message, tr.gettext("to hold it where it is, say `pin`")
        elif named not in (NOBODY, manager):
            message = tr.gettext("the proposal gives the client to {name}", name=self.manager_name(manager))
            yield "manager_id", str(one.manager_id), message, tr.gettext("look at the proposal again")

    def _barred(self, client: int, manager: int, tr: Translator) -> Iterator[Objection]:
        """The hard rule that keeps the client from the manager (model §1 E(i))."""
        if self.eligible.holds(np.array([client]), np.array([manager]))[0]:
            return
        value = self.manager_name(manager)
        if self.weight[manager] <= 0:
            message = tr.gettext(
                "the manager can receive nothing: no share, not started, leaving or not listed"
            )
            remedy = tr.gettext("name somebody who stays")
        elif client in banned(base_of(self.case), manager):
            message = tr.gettext("a rule of the base bans the client from this manager")
            remedy = tr.gettext("take that rule away first")
        else:
            message = tr.gettext("the client is outside the manager's segments")
            remedy = tr.gettext("widen the manager's list first")
        yield "manager_id", value, message, remedy
