"""How edits name managers, clients and amounts in their sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from assigner.i18n import Translator
from assigner.portfolio import BoolArray, IntArray
from scenarios.base import Base

_MANY = 5
"""So many names are listed; more are counted."""


@dataclass(frozen=True, slots=True)
class Words:
    """Names and amounts of one base in the reader's language."""

    base: Base
    tr: Translator

    def manager(self, at: int) -> str:
        """Name and id of a manager."""
        managers = self.base.portfolio.managers
        return _called(str(managers.name[at]), str(managers.manager_id[at]))

    def managers(self, positions: Iterable[int]) -> str:
        """Several managers, the first few of many."""
        listed = list(positions)
        return self._cut([self.manager(at) for at in listed[:_MANY]], len(listed))

    def client(self, at: int) -> str:
        """Name and id of a client."""
        clients = self.base.portfolio.clients
        return _called(str(clients.name[at]), str(clients.client_id[at]))

    def changes(self, said: list[str]) -> str:
        """Several changes, the first few of many."""
        return self._cut(said[:_MANY], len(said), "; ")

    def amount(self, value: float) -> str:
        """A number, with decimals only where they matter."""
        return self.tr.number(value, 0 if value == round(value) or abs(value) >= 1000 else 2)

    def num_clients(self, count: int) -> str:
        """So many clients, as the object of a phrase."""
        return self.tr.ngettext("{n} client", "{n} clients", count)

    def book(self, chosen: IntArray | BoolArray) -> str:
        """How many clients, with their potential: `12 clients with a potential of 3,400`."""
        potential = self.base.portfolio.clients.potential[chosen]
        return self.tr.ngettext(
            "{n} client with a potential of {potential}",
            "{n} clients with a potential of {potential}",
            len(potential),
            potential=self.amount(float(np.sum(potential))),
        )

    def _cut(self, names: list[str], count: int, between: str = ", ") -> str:
        text = between.join(names)
        if count <= len(names):
            return text
        return self.tr.gettext("{names} and {n} more", names=text, n=count - len(names))


def _called(name: str, key: str) -> str:
    return f"{name} ({key})" if name and name != key else key


def joined(*sentences: str) -> str:
    """Those of the sentences that say something, as one text."""
    return " ".join(sentence for sentence in sentences if sentence)
