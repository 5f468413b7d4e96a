"""Routing plans laid where the service looks for them, without the job that makes them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from api.context import Context
from api.db.models import Dataset, ProposalRecord, RouteHead, RoutePlanRecord, RouteRecord
from api.services.routing.ledgers import routed_of
from api.services.routing.preparing import READY
from api.work.routing import PLAN, ROUTING
from assigner.routing import Ledger, RoutingPlan, to_bytes
from tests import builders
from tests.routing.bases import case, plan_of

A, B = "pro_" + "a" * 26, "pro_" + "b" * 26
"""Ids of proposals."""

TAX = "7707083893"
"""A tax id whose checksum is right; c2 has it."""

REGIONS = ["North", "South", "North", "South"]


def hand_made(*potential: float) -> RoutingPlan:
    """The plan of four clients: c0 and c1 are m0's, c2 and c3 are m1's; nobody has evidence."""
    found = case(
        [0, 0, 1, 1],
        builders.managers(2),
        potential=potential,
        region=REGIONS,
        tax_id={2: TAX},
        phone={3: "+74951112233"},
    )
    return plan_of(found)


PLAN_A, PLAN_B = hand_made(60, 60, 50, 30), hand_made(10, 10, 50, 50)


def lay_plan(ctx: Context, proposal_id: str, data: bytes = b"") -> None:
    """Let a proposal have a plan that is ready; without bytes nobody can be routed by it."""
    with ctx.files.making(ROUTING, proposal_id) as new:
        (new / PLAN).write_bytes(data)
    with ctx.db.write() as session:
        session.merge(RoutePlanRecord(proposal_id=proposal_id, state=READY))


def put_approved(ctx: Context, proposal_id: str, plan: RoutingPlan) -> str:
    """An approved proposal with this plan, of a base that has no files."""
    common: dict[str, Any] = {"created_at": ctx.now(), "created_by": "test"}
    with ctx.db.write() as session:
        dataset = {"tables": {}, "num_clients": 4, "num_managers": 2, "version": 1}
        session.merge(Dataset(id="ds_a", name="base", state="ready", **dataset, **common))
        row = {"policy": {}, "config": {}, "edits": [], "origin": "propose", "dataset_id": "ds_a"}
        session.add(ProposalRecord(id=proposal_id, name="plan", state="approved", **row, **common))
    lay_plan(ctx, proposal_id, to_bytes(plan))
    return proposal_id


def put_live(ctx: Context, proposal_id: str, plan: RoutingPlan) -> str:
    """A live proposal with this plan."""
    put_approved(ctx, proposal_id, plan)
    with ctx.db.write() as session:
        session.get_one(ProposalRecord, proposal_id).state = "live"
        session.add(RouteHead(proposal_id=proposal_id, seq=0))
    return proposal_id


def journal(ctx: Context, proposal_id: str) -> list[RouteRecord]:
    """Everything routed under a proposal; the numbers have no hole and the head agrees."""
    with ctx.db.read() as session:
        mine = select(RouteRecord).where(RouteRecord.proposal_id == proposal_id)
        rows = list(session.scalars(mine.order_by(RouteRecord.seq)))
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        assert session.get_one(RouteHead, proposal_id).seq == len(rows)
    return rows


def replayed(rows: list[RouteRecord], plan: RoutingPlan) -> Ledger:
    """The ledger of a journal."""
    return Ledger(plan, [routed_of(row.client, row.decision) for row in rows])
