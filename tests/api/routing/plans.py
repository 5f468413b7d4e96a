"""Routing plans laid where the service looks for them, without the job that makes them."""

from __future__ import annotations

from api.context import Context
from api.db.models import RoutePlanRecord
from api.services.routing.preparing import READY
from api.work.routing import PLAN, ROUTING


def lay_plan(ctx: Context, proposal_id: str, data: bytes = b"") -> None:
    """Let a proposal have a plan that is ready; without bytes nobody can be routed by it."""
    with ctx.files.making(ROUTING, proposal_id) as new:
        (new / PLAN).write_bytes(data)
    with ctx.db.write() as session:
        session.merge(RoutePlanRecord(proposal_id=proposal_id, state=READY))
