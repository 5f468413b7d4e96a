"""What was routed since an approval, as loads and targets: a projection of the journal of decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from assigner.errors import InputError, Issue, Severity
from assigner.portfolio import FloatArray
from assigner.routing.keys import Card
from assigner.routing.model import Key, Match, NewClient, Routed
from assigner.routing.plan import RoutingPlan, most
from assigner.routing.reading import Incoming, card_of, read_client


@dataclass(frozen=True, slots=True)
class Holder:
    """A client that was routed since: its id ("" without one) and whose it is."""

    client_id: str
    manager: int


class Ledger:
    """Loads, targets and known clients of a plan after some decisions.

    Applying the same decisions in the same order gives the same ledger, to the last bit (`digest`). Not safe
    to change from two threads at once. Known clients are numbered: those of the plan as in its table, then
    those routed since, in their order.
    """

    def __init__(self, plan: RoutingPlan, journal: Iterable[Routed] = ()) -> None:
        """The ledger right after the approval, or after the decisions of a journal."""
        self.plan = plan
        self.target = plan.cells.target.copy()
        self.fixed = plan.cells.fixed.copy()
        self.load = plan.cells.load.copy()
        self.held = plan.team.held.copy()
        self.routed: list[Holder] = []
        self._keys: dict[int, list[int]] = {}
        self._tax: dict[int, int] = {}
        self._names: dict[int, set[int]] = {}
        self._read: tuple[NewClient, Incoming] | None = None
        for entry in journal:
            self.apply(entry)

    def apply(self, routed: Routed) -> None:
        """Book one decision. One that gives the client to nobody changes nothing.

        Raises `InputError` for a decision of another plan, or one whose predecessors are missing.
        """
        decision = routed.decision
        if decision.manager_id is None:
            return
        try:
            client = self._matched(decision.match) if decision.match else None
            manager = self.plan.manager_idx[decision.manager_id]
        except LookupError:
            raise _alien(routed) from None
        if client is None:
            client = self._welcome(routed, manager)
        self._remember(client, card_of(self.plan, routed.client))

    def read(self, client: NewClient) -> Incoming:
        """The client in numbers. The last one is remembered: a client is decided, then booked."""
        if self._read is None or self._read[0] is not client:
            self._read = client, read_client(self.plan, client)
        return self._read[1]

    def grown(self, incoming: Incoming) -> tuple[FloatArray, FloatArray]:
        """Targets T and fixed loads, (k, M), of the client's cells as they are with it in the base.

        A client that one manager alone may have is fixed (model §3), whoever that is.
        """
        target = self.target[incoming.rows] + np.outer(incoming.counted, incoming.claim)
        fixed = self.fixed[incoming.rows]
        if int(incoming.open_to.sum()) == 1:
            fixed[:, incoming.open_to] += incoming.counted[:, np.newaxis]
        return target, fixed

    def holders(self, key: Key, value: int) -> list[int]:
        """Known clients with a key; none where it tells nothing."""
        book = self.plan.book
        if book.is_crowded(value):
            return []
        since = self._keys.get(value, []) if len(self._names.get(value, ())) <= most(key) else []
        return [*book.holders(value), *since]

    def tax(self, client: int) -> int:
        """The checked tax id of a known client, 0 where none is known."""
        return self._tax.get(client) or (int(self.plan.book.tax[client]) if self._in_plan(client) else 0)

    def digest(self) -> str:
        """SHA-256 of everything that later decisions depend on."""
        found = hashlib.sha256()
        for table in (self.target, self.fixed, self.load, self.held):
            found.update(table.tobytes())
        names = {key: sorted(names) for key, names in self._names.items()}
        found.update(repr((self.routed, self._keys, self._tax, names)).encode())
        return found.hexdigest()

    def _welcome(self, routed: Routed, manager: int) -> int:
        """Book a client that was not known; its number."""
        self._book(self.read(routed.client), manager)
        self.routed.append(Holder(routed.client.client_id, manager))
        return len(self.plan.book) + len(self.routed) - 1

    def _in_plan(self, client: int) -> bool:
        return client < len(self.plan.book)

    def _matched(self, match: Match) -> int:
        """The known client of a decision about one."""
        if match.routed is None:
            return self.plan.client_idx(match.client_id)
        if match.routed >= len(self.routed):
            raise IndexError(match.routed)
        return len(self.plan.book) + match.routed

    def _book(self, incoming: Incoming, manager: int) -> None:
        rows = incoming.rows
        self.target[rows], self.fixed[rows] = self.grown(incoming)
        self.load[rows, manager] += incoming.counted
        self.held[:, manager] += incoming.amounts

    def _remember(self, client: int, card: Card) -> None:
        """Find the client by all of these keys from now on; names alone find clients of the plan only."""
        if card.tax and not self.tax(client):
            self._tax[client] = card.tax
        for key, value in card.keys:
            if key is Key.NAME or self.plan.book.is_crowded(value):
                continue
            self._names.setdefault(value, set()).add(card.name)
            if client not in self.plan.book.holders(value) and client not in self._keys.get(value, ()):
                self._keys.setdefault(value, []).append(client)


def _alien(routed: Routed) -> InputError:
    text = "the decision does not follow from this plan and the decisions before it"
    remedy = "Replay the decisions of this plan alone, all of them, in their order."
    return InputError(
        [Issue(Severity.ERROR, "routing_journal", text, remedy, value=str(routed.decision.manager_id))]
    )
