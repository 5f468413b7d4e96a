"""The managers of the live plan as routing sees them: how many new clients each got, and who takes nobody."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import RouteRecord
from api.security.actor import Actor
from api.security.operations import operation
from api.services.routing.closing import head_of_live
from api.services.routing.plans import PLANS

Document = dict[str, Any]
NOBODY = ""


@operation("list_routing_managers")
def list_routing_managers(ctx: Context, actor: Actor) -> Document:
    """Everybody who can get new clients under the live plan, in its order. Raises Conflict without one."""
    with ctx.db.read() as session:
        head = head_of_live(session, actor)
        routed = _routed(session, head.proposal_id)
    words = PLANS.get(ctx.files, head.proposal_id, actor.tr).words
    closed = set(head.closed)
    items = [
        {"manager_id": one, "name": name, "routed": routed.get(one, 0), "closed": one in closed}
        for one, name in zip(words.manager_ids, words.manager_names, strict=True)
    ]
    return {"proposal_id": head.proposal_id, "nobodys": routed.get(NOBODY, 0), "items": items}


def _routed(session: Session, proposal_id: str) -> dict[str, int]:
    """Routed clients by manager."""
    counts = select(RouteRecord.manager_id, func.count()).where(RouteRecord.proposal_id == proposal_id)
    return {str(one): int(count) for one, count in session.execute(counts.group_by(RouteRecord.manager_id))}
