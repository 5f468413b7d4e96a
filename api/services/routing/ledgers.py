"""The ledger of this process: the plan that is live here, and all that was routed under it."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from api.context import Context
from api.db import Base
from api.db.models import RouteRecord
from assigner.routing import Decision, Ledger, NewClient, Routed, RoutingPlan

PAGE = 1000

_ROUTES = Base.metadata.tables[RouteRecord.__tablename__]
_LATER = (
    select(_ROUTES.c.seq, _ROUTES.c.client, _ROUTES.c.decision)
    .where(_ROUTES.c.proposal_id == bindparam("mine"), _ROUTES.c.seq > bindparam("after"))
    .order_by(_ROUTES.c.seq)
    .limit(PAGE)
)


class Standing:
    """Plan and ledger of one proposal; `seq` is the last decision that is booked, in order, none left out."""

    def __init__(self, proposal_id: str, plan: RoutingPlan) -> None:
        self.proposal_id, self.plan = proposal_id, plan
        self.ledger, self.seq = Ledger(plan), 0

    def book(self, routed: Routed) -> int:
        """Book the next decision; its number. One that can't be booked counts too: the ledger is spoiled."""
        self.seq += 1
        self.ledger.apply(routed)
        return self.seq

    def catch_up(self, connection: Connection) -> None:
        """Book everything that is committed, page by page: other processes route too."""
        while True:
            rows = connection.execute(_LATER, {"mine": self.proposal_id, "after": self.seq}).all()
            for seq, client, decision in rows:
                if seq != self.seq + 1:
                    raise RuntimeError(f"the journal of {self.proposal_id} has a hole before {seq}")
                self.book(routed_of(client, decision))
            if len(rows) < PAGE:
                return


def routed_of(client: dict[str, object], decision: dict[str, object]) -> Routed:
    """An entry of the journal from its stored form."""
    return Routed(client=NewClient.from_document(client), decision=Decision.from_document(decision))


def standing_of(ctx: Context, proposal_id: str, plan: RoutingPlan) -> Standing:
    """A ledger of everything that is committed. Replaying 20,000 decisions takes five seconds."""
    found = Standing(proposal_id, plan)
    with ctx.db.read() as session:
        found.catch_up(session.connection())
    return found
