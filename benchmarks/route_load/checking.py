"""What was routed, held against the journal and against routing one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select

from api.context import Context
from api.db.models import RouteRecord
from api.services.routing.ledgers import routed_of
from assigner.routing import Ledger, NewClient, Routed, RoutingPlan, decide
from assigner.routing.reading import read_client


@dataclass(frozen=True, slots=True)
class Findings:
    """What the check found: `apart` is the largest difference of a cell, in largest clients routed there."""

    once: bool
    no_hole: bool
    same_ledger: bool
    apart: float
    cells_over_one: int
    cells: int

    @property
    def right(self) -> bool:
        """Whether every promise is kept that holds whatever the order."""
        return self.once and self.no_hole and self.same_ledger


def check(ctx: Context, plan: RoutingPlan, sent: Sequence[NewClient]) -> Findings:
    """Compare the journal with the clients that were sent, in the order in which they were."""
    with ctx.db.read() as session:
        rows = session.execute(
            select(RouteRecord.seq, RouteRecord.client, RouteRecord.decision).order_by(RouteRecord.seq)
        ).all()
    journal = [routed_of(client, decision) for _, client, decision in rows]
    replayed, again = Ledger(plan, journal), one_by_one(plan, [one.client for one in journal])
    differences = _apart(plan, replayed, one_by_one(plan, sent), sent)
    names = Counter(one.client.name for one in journal)
    return Findings(
        once=names == Counter(client.name for client in sent),
        no_hole=[row.seq for row in rows] == list(range(1, len(sent) + 1)),
        same_ledger=replayed.digest() == again.digest(),
        apart=float(differences.max()),
        cells_over_one=int((differences > 1 + 1e-9).sum()),
        cells=differences.size,
    )


def one_by_one(plan: RoutingPlan, clients: Sequence[NewClient]) -> Ledger:
    """The ledger after routing them here, in this order."""
    ledger = Ledger(plan)
    for client in clients:
        ledger.apply(Routed(client=client, decision=decide(plan, ledger, client)))
    return ledger


def _apart(
    plan: RoutingPlan, mine: Ledger, other: Ledger, sent: Sequence[NewClient]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Difference of the loads of every cell and manager, in largest clients routed in the cell."""
    largest = np.zeros(len(plan.cells.goal))
    for client in sent:
        incoming = read_client(plan, client)
        np.maximum.at(largest, incoming.rows, incoming.counted)
    used = largest > 0
    return np.abs(mine.load - other.load)[used] / largest[used][:, np.newaxis]
