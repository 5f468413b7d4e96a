"""Which clients of a proposal are meant, and in which order: conditions for lists and for bulk decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import InstrumentedAttribute

from api.db.models import Assignment, MoveDecision
from api.errors import Unprocessable

VERDICTS = ("accept", "reject", "pin", "ban")
UNDECIDED = "none"

SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "number": Assignment.number,
    "client_id": Assignment.client_id,
    "name": Assignment.name,
    "from": Assignment.previous_manager_id,
    "to": Assignment.manager_id,
    "state": Assignment.state,
    "strength": Assignment.strength,
    "potential": Assignment.potential,
    "revenue": Assignment.revenue,
    "pain": Assignment.pain_money,
    "reason": Assignment.reason_code,
}
"""What a list can be sorted by; a minus before it turns the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Conditions on clients; all that are given must hold.

    `from_id` and `to_id` are managers, "" for nobody. `moved` asks for clients that get another manager than
    today, placed ones too, or for all others. `decision` is a verdict, or "none". `q` is looked for in ids
    and names, whatever the case of its letters.
    """

    from_id: str | None = None
    to_id: str | None = None
    state: str | None = None
    moved: bool | None = None
    disputed: bool | None = None
    decision: str | None = None
    reason: str | None = None
    q: str | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether few clients fit, so that finding them first is quicker than walking through the order."""
        return self.from_id is not None or self.to_id is not None

    def where(self, proposal_id: str) -> Iterator[ColumnElement[bool]]:
        """The conditions."""
        yield Assignment.proposal_id == proposal_id
        for column, value in (
            (Assignment.previous_manager_id, self.from_id),
            (Assignment.manager_id, self.to_id),
            (Assignment.state, self.state),
            (Assignment.changed, self.moved),
            (Assignment.disputed, self.disputed),
            (Assignment.reason_code, self.reason),
        ):
            if value is not None:
                yield column == value
        if self.q:
            yield Assignment.search.contains(self.q.casefold(), autoescape=True)
        if self.decision is not None:
            yield self._decided()

    def _decided(self) -> ColumnElement[bool]:
        about = and_(
            MoveDecision.proposal_id == Assignment.proposal_id,
            MoveDecision.client_id == Assignment.client_id,
        )
        if self.decision == UNDECIDED:
            return ~exists().where(about)
        return exists().where(about, MoveDecision.verdict == self.decision)


@dataclass(frozen=True, slots=True)
class Order:
    """A column and a direction; clients that are equal in it follow the table's order, in that direction."""

    name: str
    descending: bool = False

    @classmethod
    def of(cls, sort: str) -> Order:
        """From `potential` or `-potential`. Raises Unprocessable for an unknown column."""
        name, descending = sort.removeprefix("-"), sort.startswith("-")
        if name not in SORTS:
            place = {"where": "sort", "value": sort, "message": ", ".join(SORTS)}
            raise Unprocessable("There is nothing to sort by under this name.", errors=[place])
        return cls(name, descending)

    @property
    def column(self) -> InstrumentedAttribute[Any]:
        """What is sorted by."""
        return SORTS[self.name]

    def by(self, column: ColumnElement[Any], number: ColumnElement[int]) -> tuple[ColumnElement[Any], ...]:
        """The order, without ties; both columns go the same way, so that one index serves both directions."""
        columns = (number,) if self.name == "number" else (column, number)
        return tuple(one.desc() if self.descending else one.asc() for one in columns)

    def after(self, value: Any, number: int) -> ColumnElement[bool]:
        """What comes after the row with this value and number; the first condition is one an index knows."""
        if self.descending:
            return and_(self.column <= value, or_(self.column < value, Assignment.number < number))
        return and_(self.column >= value, or_(self.column > value, Assignment.number > number))
