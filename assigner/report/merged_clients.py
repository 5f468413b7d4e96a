"""Clients made of several cards: whose the cards were, who owns the client now, and why (model §1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.duplicates.claimants import Claimant, cards_of, claimants_of
from assigner.i18n import Translator
from assigner.ownership import claim_rank
from assigner.portfolio import NOBODY, MergedCard
from assigner.report.view import PlanView
from assigner.weights import manager_weights


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card: its id, name and owner as it says, money a year, and why it is the same client."""

    card_id: str
    name: str
    owner: str
    potential: float
    revenue: float
    main: bool
    reason: str


@dataclass(frozen=True, slots=True)
class MergedClient:
    """A client, its cards with the main card first, today's owner and why it is he, the plan's manager."""

    client_id: str
    client: str
    potential: float
    owner: str
    why: str
    manager: str
    cards: tuple[CardRow, ...]


def merged_clients(tr: Translator, view: PlanView) -> list[MergedClient]:
    """Every client made of several cards, the largest potential first."""
    claimants, potential = claimants_of(view.portfolio), view.clients.potential
    desk = _Desk(tr, view)
    cards = sorted(cards_of(view.portfolio).items(), key=lambda entry: -float(potential[entry[0]]))
    return [desk.client(client, own, claimants[client]) for client, own in cards]


class _Desk:
    """Puts merged clients into words."""

    def __init__(self, tr: Translator, view: PlanView) -> None:
        self._tr, self._view = tr, view
        self._names = np.append(view.manager_names, "")
        self._stays = np.asarray(
            manager_weights(view.managers, view.policy.managers, view.evidence.as_of) > 0
        )

    def client(self, client: int, cards: list[MergedCard], claimants: tuple[Claimant, ...]) -> MergedClient:
        facts, view = self._view.clients, self._view
        return MergedClient(
            client_id=str(facts.client_id[client]),
            client=str(facts.name[client]),
            potential=float(facts.potential[client]),
            owner=str(self._names[view.owner_idx[client]]),
            why=self._why(client, claimants),
            manager=str(self._names[view.manager_idx[client]]),
            cards=tuple(self._card(card, n == 0) for n, card in enumerate(cards)),
        )

    def _card(self, card: MergedCard, main: bool) -> CardRow:
        owner = str(self._names[card.owner_idx])
        return CardRow(card.client_id, card.name, owner, card.potential, card.revenue_12m, main, card.reason)

    def _why(self, client: int, claimants: tuple[Claimant, ...]) -> str:
        """Why today's owner is he: the first thing in which he is ahead of the next claimant."""
        owner = int(self._view.owner_idx[client])
        others = [one for one in claimants if one.manager_idx != owner]
        mine = [one for one in claimants if one.manager_idx == owner]
        if owner == NOBODY or not mine:
            return self._tr.gettext("no card names an owner")
        if not others:
            return self._tr.gettext("nobody else is named on a card")
        own = self._rank(client, mine[0])
        return self._ahead(own, min(self._rank(client, one) for one in others))

    def _rank(self, client: int, one: Claimant) -> tuple[bool, float, float, float, bool]:
        return claim_rank(client, one, self._view.evidence, self._stays)

    def _ahead(self, own: tuple[object, ...], next_one: tuple[object, ...]) -> str:
        tr = self._tr
        words = (
            tr.gettext("the other claimants don't stay"),
            tr.gettext("has the most evidence of work"),
            tr.gettext("equal evidence; has more revenue on the own cards"),
            tr.gettext("equal evidence and revenue; has the larger open deals"),
            tr.gettext("equal evidence; is named on the main card"),
        )
        pairs = zip(words, own, next_one, strict=True)
        first = tr.gettext("equal evidence; stands first in the table")
        return next((word for word, mine, other in pairs if mine != other), first)
