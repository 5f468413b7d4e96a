"""Which moves are looked at: the same choice as the address of the page, a query to the API, and a filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from api.services.proposals import Filter

ANY = ""
MANAGER = "m:"
"""Before the id of a manager, as ids may be anything; alone it stands for nobody."""
SHOWN: dict[str, bool | None] = {"moved": True, "kept": False, "all": None}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor chose; blank stands for any."""

    giver: str = ANY
    taker: str = ANY
    state: str = ANY
    decision: str = ANY
    show: str = "moved"
    q: str = ""

    def where(self) -> Filter:
        """For services."""
        return Filter(
            from_id=_manager(self.giver),
            to_id=_manager(self.taker),
            state=self.state or None,
            decision=self.decision or None,
            moved=SHOWN.get(self.show),
            q=self.q.strip() or None,
        )

    def query(self) -> dict[str, str]:
        """For GET /v1/proposals/{id}/moves."""
        where, found = self.where(), {"count": "true"}
        names = {"from": where.from_id, "to": where.to_id}
        names |= {"state": where.state, "decision": where.decision, "q": where.q}
        found |= {name: value for name, value in names.items() if value is not None}
        if where.moved is not None:
            found["moved"] = "true" if where.moved else "false"
        return found

    def address(self, path: str, **more: str) -> str:
        """The page with this choice, so that a reload keeps it."""
        parts: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__} | more
        plain = {name: value for name, value in parts.items() if value and (name, value) != ("show", "moved")}
        return path + (f"?{urlencode(plain)}" if plain else "")


def _manager(chosen: str) -> str | None:
    return chosen.removeprefix(MANAGER) if chosen.startswith(MANAGER) else None
