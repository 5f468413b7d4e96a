"""What was routed: by journal, one by one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from api.context import Context
from api.db.models import ProposalRecord, RouteRecord
from api.errors import NotFound
from api.security.actor import Actor, Role
from api.security.operations import operation
from api.services.paging import Page, read_cursor, write_cursor
from api.services.routing.journal import LIVE
from api.services.routing.plans import PLANS
from api.services.routing.telling import Document, entry_of


@operation("list_routes")
def list_routes(
    ctx: Context,
    actor: Actor,
    *,
    proposal_id: str | None = None,
    manager_id: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Clients routed under a proposal, the live one if none is named, the latest first.

    `manager_id` "" asks for those that are nobody's. A manager sees the own ones only.
    """
    with ctx.db.read() as session:
        if proposal_id is None:
            live = select(ProposalRecord.id).where(ProposalRecord.state == LIVE)
            proposal_id = session.scalars(live).one_or_none()
        query = _visible(actor).where(RouteRecord.proposal_id == proposal_id)
        if manager_id is not None:
            query = query.where(RouteRecord.manager_id == manager_id)
        if cursor is not None:
            query = query.where(RouteRecord.seq < read_cursor(cursor, int)[0])
        rows = list(session.scalars(query.order_by(RouteRecord.seq.desc()).limit(limit + 1)))
    shown = rows[:limit]
    after = write_cursor(shown[-1].seq) if len(rows) > limit else None
    return {"items": _entries(ctx, actor, shown), "next": after}


@operation("get_route")
def get_route(ctx: Context, actor: Actor, route_id: str) -> Document:
    """One routed client. Raises NotFound for a manager who did not get it."""
    with ctx.db.read() as session:
        row = session.scalars(_visible(actor).where(RouteRecord.id == route_id)).one_or_none()
    if row is None:
        raise NotFound(actor.tr.gettext("There is no routed client with this id."))
    return _entries(ctx, actor, [row])[0]


def _visible(actor: Actor) -> Select[RouteRecord]:
    query = select(RouteRecord)
    return query.where(RouteRecord.manager_id == actor.manager_id) if actor.role is Role.MANAGER else query


def _entries(ctx: Context, actor: Actor, rows: list[RouteRecord]) -> list[dict[str, Any]]:
    """Rows of one plan in words."""
    if not rows:
        return []
    plan = PLANS.get(ctx.files, rows[0].proposal_id, actor.tr)
    return [entry_of(actor, row, plan) for row in rows]
