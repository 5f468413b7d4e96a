"""What clients made of several cards are made of, and who claims them (model §1, merged cards)."""

from __future__ import annotations

import numpy as np

from assigner.duplicates.claimants import cards_of, claimants_of
from assigner.explain import texts
from assigner.explain.words import Words
from assigner.portfolio import IntArray, Portfolio

_MAX_IDS = 6
"""So many cards are named; a client of more is no longer read card by card."""


class CardWords:
    """Cards and claimants of one portfolio, in words."""

    def __init__(self, portfolio: Portfolio, words: Words) -> None:
        self._words = words
        self._names = portfolio.managers.name
        self._cards = cards_of(portfolio)
        self._claimants = claimants_of(portfolio)

    def merged(self, *, contested: bool) -> IntArray:
        """Clients made of several cards, those that several managers claim or the others."""
        chosen = [client for client, found in self._claimants.items() if (len(found) > 1) == contested]
        return np.array(sorted(chosen), dtype=np.int32)

    def cards(self, clients: IntArray) -> list[str]:
        """Number and ids of the cards of these clients."""
        return [self._counted(self.ids(client)) for client in clients.tolist()]

    def _counted(self, ids: tuple[str, ...]) -> str:
        listed = ", ".join(ids[:_MAX_IDS]) + (", …" if len(ids) > _MAX_IDS else "")
        return self._words.counted(texts.CARDS, len(ids), ids=listed)

    def claimants(self, clients: IntArray) -> list[str]:
        """Names of the claimants of these clients."""
        return [", ".join(self.names(client)) for client in clients.tolist()]

    def ids(self, client_idx: int) -> tuple[str, ...]:
        """Ids of the cards of a client, the main card first; () for a client of one card."""
        return tuple(card.client_id for card in self._cards.get(client_idx, ()))

    def names(self, client_idx: int) -> tuple[str, ...]:
        """Names of the claimants of a client; () for a client of one card."""
        return tuple(str(self._names[one.manager_idx]) for one in self._claimants.get(client_idx, ()))
