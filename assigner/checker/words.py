"""How the checker names clients, managers and amounts in its messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assigner.i18n import Translator
from assigner.policy import TOTAL, Measure
from assigner.portfolio import Portfolio

_MANY = 5
"""So many names are listed; more are counted."""


@dataclass(frozen=True, slots=True)
class Words:
    """Names of one portfolio in the reader's language."""

    tr: Translator
    portfolio: Portfolio
    travel: bool = False  # workload includes travel

    def client(self, client_idx: int) -> str:
        """Name and id of a client: `Gazstroy (c3)`."""
        clients = self.portfolio.clients
        return f"{clients.name[client_idx]} ({clients.client_id[client_idx]})"

    def manager(self, manager_idx: int) -> str:
        """Name and id of a manager, or that there is none with this index."""
        managers = self.portfolio.managers
        if not 0 <= manager_idx < len(managers):
            return self.tr.gettext("no known manager (index {index})", index=manager_idx)
        return f"{managers.name[manager_idx]} ({managers.manager_id[manager_idx]})"

    def clients(self, client_idx: Iterable[int]) -> str:
        """Several clients by name, the first few of many."""
        listed = list(client_idx)
        names = ", ".join(self.client(i) for i in listed[:_MANY])
        if len(listed) <= _MANY:
            return names
        return self.tr.gettext("{names} and {n} more", names=names, n=len(listed) - _MANY)

    def ids(self, client_idx: Iterable[int]) -> tuple[str, ...]:
        """Client ids of these positions."""
        return tuple(str(self.portfolio.clients.client_id[i]) for i in client_idx)

    def amount(self, value: float) -> str:
        """A number with decimals only where they matter."""
        return self.tr.number(value, 0 if value == round(value) or abs(value) >= 1000 else 2)

    def percent(self, share: float) -> str:
        """A share in percent, with a decimal only where it matters."""
        return self.tr.percent(share, 0 if abs(100 * share - round(100 * share)) < 0.05 else 1)

    def measured(self, measure: Measure, value: float) -> str:
        """An amount of a measure with its unit."""
        if measure is Measure.COUNT:
            return self.tr.ngettext("{n} client", "{n} clients", round(value))
        texts = {
            Measure.POTENTIAL: "potential of {amount}",
            Measure.REVENUE: "revenue of {amount}",
            Measure.WORKLOAD: "workload of {amount} hours a month",
        }
        if self.travel:
            texts[Measure.WORKLOAD] = "workload of {amount} hours a month incl. travel"
        return self.tr.gettext(texts[measure], amount=self.amount(value))

    def cell(self, dimension: str, label: str) -> str:
        """A cell value as a person says it: its label, or "the whole base"."""
        return self.tr.gettext("the whole base") if dimension == TOTAL else label
