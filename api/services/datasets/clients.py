"""Clients of a base, page by page: filtered and sorted by the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.context import Context
from api.db.models import DatasetClient as Row
from api.db.models.books import facet
from api.errors import Unprocessable
from api.security.actor import Actor
from api.security.operations import operation
from api.services.datasets.reading import sees_all
from api.services.datasets.standing import Document, ready
from api.services.datasets.texts import missing_words
from api.services.paging import Page, read_cursor, write_cursor

SORTS: dict[str, tuple[InstrumentedAttribute[Any], type, bool]] = {
    "number": (Row.number, int, False),
    "name": (Row.search, str, False),
    "-name": (Row.search, str, True),
    "potential": (Row.potential, float, False),
    "-potential": (Row.potential, float, True),
    "revenue": (Row.revenue, float, False),
    "-revenue": (Row.revenue, float, True),
}
"""Column, kind of its values, and whether the largest come first; equal ones come as in the table."""


@operation("list_dataset_clients")
def list_dataset_clients(
    ctx: Context,
    actor: Actor,
    dataset_id: str,
    *,
    manager: str | None = None,
    state: str | None = None,
    disputed: bool | None = None,
    segment: str | None = None,
    q: str | None = None,
    sort: str = "number",
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """A page of clients, and how many there are in all. Managers see the own book.

    `segment` is dimension:label, `q` part of name, id or tax id, `manager` an id or "" for nobody's clients.
    """
    own = manager if sees_all(actor) else actor.manager_id
    wanted = [Row.dataset_id == dataset_id, *_filters(own, state, disputed, segment, q)]
    if not sees_all(actor) and manager not in (None, actor.manager_id):
        wanted.append(Row.number < 0)  # somebody else's book: there is nothing to see
    with ctx.db.read() as session:
        ready(session, actor, dataset_id)
        place = _Place.of(cursor, sort) or _Place(None, _count(session, wanted))
        rows = _page(session, select(Row).where(*wanted), sort, place, limit)
        after = place.after(sort, rows[limit - 1]) if len(rows) > limit else None
        items = [client_document(row, actor) for row in rows[:limit]]
        return {"items": items, "next": after, "total": place.total}


def _filters(
    manager: str | None, state: str | None, disputed: bool | None, segment: str | None, q: str | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if manager is not None:
        found.append(Row.manager_id == manager)
    if state is not None:
        found.append(Row.state == state)
    if disputed is not None:
        found.append(Row.disputed == disputed)
    if segment is not None:
        found.append(_segment(segment))
    if q:
        found.append(Row.search.contains(q.casefold(), autoescape=True))
    return found


def _segment(segment: str) -> ColumnElement[bool]:
    dimension, colon, label = segment.partition(":")
    if not (dimension and colon and label):
        place = {"where": "query.segment", "value": segment, "message": "write dimension:label"}
        raise Unprocessable("The segment can't be understood.", errors=[place])
    return Row.facets.contains(facet(dimension, label), autoescape=True)


FEW = 5_000
"""So few rows are sorted rather than looked for along an index that others fill."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: value and number of the row before, None at the start; and how many rows match."""

    last: tuple[Any, int] | None
    total: int

    @classmethod
    def of(cls, cursor: str | None, sort: str) -> _Place | None:
        """The place that a cursor names. Raises Unprocessable for one of another list."""
        if cursor is None:
            return None
        said, value, number, total = read_cursor(cursor, str, SORTS[sort][1], int, int)
        if said != sort:
            place = {"where": "query.cursor", "value": cursor, "message": "it belongs to another sort"}
            raise Unprocessable("The cursor is of another list.", errors=[place])
        return cls((value, number), total)

    def after(self, sort: str, row: Row) -> str:
        """The cursor of the page that begins after this row."""
        return write_cursor(sort, getattr(row, SORTS[sort][0].key), row.number, self.total)


def _count(session: Session, wanted: list[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(Row).where(*wanted)) or 0


def _page(session: Session, query: Select[Any], sort: str, place: _Place, limit: int) -> list[Row]:
    """The rows from a place on, one more than the page has where there are more."""
    if not place.total:
        return []
    column, kind, falls = SORTS[sort]
    if place.last is not None:
        value, number = place.last
        beyond = column < value if falls else column > value
        query = query.where(or_(beyond, and_(column == value, Row.number > number)))
    key = column if place.total > FEW else column + ("" if kind is str else 0)  # no index has this
    rows = session.scalars(query.order_by(key.desc() if falls else key.asc(), Row.number).limit(limit + 1))
    return list(rows)


def client_document(row: Row, actor: Actor) -> Document:
    """A client as lists tell it."""
    return {
        "number": row.number,
        "client_id": row.client_id,
        "name": row.name,
        "manager_id": row.manager_id or None,
        "state": row.state,
        "disputed": row.disputed,
        "strength": row.strength,
        "potential": row.potential,
        "revenue": row.revenue,
        "segments": row.segments,
        "missing": missing_words(actor.tr, row.missing),
        "filled": row.filled,
        "lat": row.lat,
        "lon": row.lon,
    }
