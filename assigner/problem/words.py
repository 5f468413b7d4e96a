"""Contradictions between rules for named clients, in words."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.i18n import Translator
from assigner.portfolio import NOBODY, IntArray, Portfolio
from assigner.problem import texts

SHOWN = 5
"""So many clients of a holding are named."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Sentences about clients and units of one base, in one language."""

    portfolio: Portfolio
    tr: Translator
    member_start: IntArray
    member: IntArray

    def _clients(self, unit: int) -> str:
        members = self.member[self.member_start[unit] : self.member_start[unit + 1]]
        shown = ", ".join(str(self.portfolio.clients.client_id[i]) for i in members[:SHOWN])
        more = len(members) - SHOWN
        return self.tr.gettext(texts.AND_MORE, names=shown, n=more) if more > 0 else shown

    def no_common_manager(self, unit: int) -> str:
        """A holding for which no manager is eligible."""
        return self.tr.gettext(texts.NO_COMMON_MANAGER, clients=self._clients(unit))

    def nobody_left(self, unit: int) -> str:
        """A unit all of whose managers have a client that must be apart from it."""
        return self.tr.gettext(texts.APART_NOBODY_LEFT, clients=self._clients(unit))

    def clash(self, a: int, b: int, manager: int) -> str:
        """Two clients that must be apart and can't be: locked to one manager, or (NOBODY) of one holding."""
        ids, names = self.portfolio.clients.client_id, self.portfolio.managers.name
        if manager == NOBODY:
            return self.tr.gettext(texts.APART_IN_HOLDING, a=ids[a], b=ids[b])
        return self.tr.gettext(texts.APART_LOCKED, a=ids[a], b=ids[b], manager=names[manager])
