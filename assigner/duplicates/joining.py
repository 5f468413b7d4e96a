"""Which cards are one client, and which of them is its main card (model §1, merged cards)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Any

import numpy as np

from assigner.identity.model import Validity
from assigner.identity.tax_ids import read_tax_id
from assigner.identity.words import read_distinct
from assigner.portfolio import BoolArray, Clients, IntArray, Rule
from assigner.ties import join_labels

Tie = tuple[int, int]
"""Two cards of one client; of a merge rule, b goes into a."""

CHECKED = (Validity.VALID, Validity.PADDED)
"""Tax ids that are good enough to say by themselves that two cards are one client."""


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Cards and the clients they make; arrays over the N cards, or over the K clients that are left.

    `main_idx` are the positions of the main cards, ascending (K,); `client_idx` is the client, 0..K-1, that
    each card is part of (N,); `others` are the cards that are no main card, ascending.
    """

    main_idx: IntArray
    client_idx: IntArray
    others: IntArray

    @property
    def num_clients(self) -> int:
        """K."""
        return len(self.main_idx)

    @property
    def of_several(self) -> BoolArray:
        """Clients made of more than one card, (K,)."""
        return np.asarray(np.bincount(self.client_idx, minlength=self.num_clients) > 1)

    def first(self, usable: BoolArray) -> IntArray:
        """Per client the first card that is `usable` (N,), its main card if none is (K,).

        The main card is asked first, then the others in the order of the table.
        """
        chosen = self.main_idx.copy()
        wanting = ~usable[self.main_idx]
        stand_ins = self.others[usable[self.others] & wanting[self.client_idx[self.others]]]
        clients, at = np.unique(self.client_idx[stand_ins], return_index=True)
        chosen[clients] = stand_ins[at]
        return chosen


def join_cards(num_cards: int, merges: Sequence[Rule], same: Iterable[Tie] = ()) -> Joined:
    """The clients that merge rules and ties of equal cards make, transitively.

    The main card of a client is an a that is no b of another merge, the first in the table among several;
    without a merge rule the first card of all.
    """
    cards = np.arange(num_cards, dtype=np.int32)
    label = join_labels(cards, [*((rule.a_idx, rule.b_idx) for rule in merges), *same])
    order = np.lexsort((cards, _rank(num_cards, merges), label))
    first = np.ones(num_cards, dtype=bool)
    first[1:] = label[order[1:]] != label[order[:-1]]
    main_of_label = np.zeros(num_cards, dtype=np.int32)
    main_of_label[label[order[first]]] = order[first]
    main = main_of_label[label]
    stays = main == cards
    number = np.cumsum(stays, dtype=np.int32) - 1
    return Joined(
        main_idx=np.flatnonzero(stays).astype(np.int32),
        client_idx=number[main].astype(np.int32),
        others=np.flatnonzero(~stays).astype(np.int32),
    )


def _rank(num_cards: int, merges: Sequence[Rule]) -> np.ndarray[Any, np.dtype[np.int8]]:
    """0 for an a that is no b, 1 for a card that no merge rule names, 2 for a b."""
    rank = np.ones(num_cards, dtype=np.int8)
    rank[[rule.a_idx for rule in merges]] = 0
    rank[[rule.b_idx for rule in merges]] = 2
    return rank


def same_tax_id(clients: Clients, country: str) -> dict[Tie, str]:
    """Ties of all cards with equal checked tax ids, each to the first card of its tax id, with that id."""
    read = read_distinct(clients.tax_id, partial(read_tax_id, country=country))
    checked = np.flatnonzero([worth in CHECKED for _, worth in read])
    numbers = np.array([read[card][0] for card in checked.tolist()], dtype=object)
    _, first, which = np.unique(numbers, return_index=True, return_inverse=True)
    leader = checked[first[which]]
    repeats = leader != checked
    ties = zip(leader[repeats].tolist(), checked[repeats].tolist(), strict=True)
    return dict(zip(ties, numbers[repeats].tolist(), strict=True))


def find_circle(merges: Sequence[Rule]) -> tuple[int, ...]:
    """Cards that merge rules lead round in a circle, the first one again at the end; () without a circle."""
    goes_into: dict[int, set[int]] = {}
    for rule in merges:
        goes_into.setdefault(rule.b_idx, set()).add(rule.a_idx)
    try:
        TopologicalSorter(goes_into).prepare()
    except CycleError as circle:
        return tuple(circle.args[1])
    return ()
