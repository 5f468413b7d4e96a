"""Clients of a proposal, a page at a time: by cursor, stable and quick, or by offset, as grids ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import Assignment, MoveDecision
from api.errors import Unprocessable
from api.security.actor import Actor
from api.security.operations import operation
from api.services.paging import Page, read_cursor, write_cursor
from api.services.proposals.filters import Filter, Order
from api.services.proposals.rows import manager_names, solved

Document = dict[str, Any]


@operation("list_moves")
def list_moves(
    ctx: Context,
    actor: Actor,
    proposal_id: str,
    where: Filter | None = None,
    *,
    sort: str = "number",
    cursor: str | None = None,
    offset: int | None = None,
    limit: int = 50,
    count: bool = False,
) -> Page:
    """Clients with who has them, who gets them, and why; `total` only where `count` asks for it.

    Raises Unprocessable for an unknown column, a cursor of another order, or a cursor with an offset.
    """
    where, order = where or Filter(), Order.of(sort)
    if cursor is not None and offset is not None:
        place = {"where": "offset", "value": offset, "message": "give a cursor or an offset"}
        raise Unprocessable("A page begins either at a cursor or at an offset.", errors=[place])
    conditions = list(where.where(proposal_id))
    beyond = [] if cursor is None else [order.after(*_place(order, cursor))]
    with ctx.db.read() as session:
        solved(session, actor, proposal_id)
        query = _keys(order, [*conditions, *beyond], is_narrow=where.is_narrow)
        keys = [tuple(key) for key in session.execute(query.offset(offset or 0).limit(limit + 1))]
        total = session.scalar(select(func.count()).where(*conditions)) if count else None
        items = _documents(session, actor, proposal_id, [key[-1] for key in keys[:limit]])
    after = write_cursor(order.name, order.descending, *keys[limit - 1]) if len(keys) > limit else None
    return {"items": items, "next": after, "total": total}


def _keys(order: Order, conditions: Sequence[ColumnElement[bool]], *, is_narrow: bool) -> Select[Any]:
    """Sort value and number of the clients that fit, in order; whole rows are read for one page only."""
    query = select(order.column.label("value"), Assignment.number.label("number")).where(*conditions)
    if not is_narrow:
        return query.order_by(*order.by(order.column, Assignment.number.expression))
    few = query.cte("few").prefix_with("MATERIALIZED")  # else SQLite walks through the index of the order
    return select(few).order_by(*order.by(few.c.value, few.c.number))


def _place(order: Order, cursor: str) -> tuple[Any, int]:
    """Value and number of the last row that was seen, out of a cursor of the same order."""
    kind = order.column.type.python_type
    name, descending, value, number = read_cursor(cursor, str, bool, kind, int)
    if (name, descending) != (order.name, order.descending) or "\0" in str(value):
        place = {"where": "cursor", "value": cursor, "message": "take it from `next` of the page before"}
        raise Unprocessable("The cursor belongs to another order.", errors=[place])
    return value, number


def _documents(session: Session, actor: Actor, proposal_id: str, numbers: Sequence[int]) -> list[Document]:
    """The rows with these numbers, in their order."""
    query = select(Assignment).where(Assignment.proposal_id == proposal_id, Assignment.number.in_(numbers))
    rows = {row.number: row for row in session.scalars(query)}
    names = manager_names(session, proposal_id)
    decided = decisions_about(session, proposal_id, [row.client_id for row in rows.values()])
    return [
        move_document(rows[number], names, decided.get(rows[number].client_id, []), actor.language)
        for number in numbers
    ]


def decisions_about(
    session: Session, proposal_id: str, client_ids: Sequence[str]
) -> dict[str, list[Document]]:
    """The decisions on some clients, by client."""
    query = select(MoveDecision).where(
        MoveDecision.proposal_id == proposal_id, MoveDecision.client_id.in_(client_ids)
    )
    found: dict[str, list[Document]] = defaultdict(list)
    for row in session.scalars(query.order_by(MoveDecision.id)):
        found[row.client_id].append(
            {"verdict": row.verdict, "manager_id": row.manager_id or None, "reason": row.reason}
        )
    return found


def move_document(
    row: Assignment, names: dict[str, str], decisions: list[Document], language: str
) -> Document:
    """One client as lists show it."""
    return {
        "number": row.number,
        "client_id": row.client_id,
        "name": row.name,
        "from_id": row.previous_manager_id,
        "from_name": names.get(row.previous_manager_id, row.previous_manager_id),
        "to_id": row.manager_id,
        "to_name": names.get(row.manager_id, row.manager_id),
        "moved": row.changed,
        "state": row.state,
        "disputed": row.disputed,
        "strength": row.strength,
        "potential": row.potential,
        "revenue": row.revenue,
        "pain_money": row.pain_money,
        "reason_code": row.reason_code,
        "reason": row.reason_ru if language == "ru" else row.reason_en,
        "segments": row.segments,
        "lat": row.lat,
        "lon": row.lon,
        "decisions": decisions,
    }
