"""Draws the claims to ring up: per manager, stratified, by a seed (model §10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

import numpy as np

from assigner.audit.claims import ClaimTable, claim_table
from assigner.audit.model import Draw, ManagerPlan
from assigner.audit.wilson import calls_needed, worst_margin
from assigner.evidence.model import Evidence
from assigner.portfolio import IntArray, Portfolio

LotArray = np.ndarray[tuple[int], np.dtype[np.uint64]]


def draw_audit(
    portfolio: Portfolio,
    evidence: Evidence,
    *,
    confidence: float = 0.95,
    margin: float = 0.1,
    seed: int = 0,
    max_calls: int | None = None,
    time_zone: str = "UTC",
) -> Draw:
    """A sample of every manager's claims that is large enough for `margin` at `confidence` (fractions).

    Without replacement, each stratum in proportion: every claim has a lot, made of the seed, the manager's id
    and the client's, and the smallest lots of a stratum are drawn. So other managers and the order of the
    tables change nothing. `max_calls` limits each manager's calls; the plan then tells the margin that is
    left. Managers without claims have no plan. `time_zone` is the policy's.
    """
    table = claim_table(portfolio, evidence, time_zone)
    ids, client_ids = portfolio.managers.manager_id, portfolio.clients.client_id
    plans, drawn = [], [np.zeros(0, dtype=np.int64)]
    for manager, rows in _by_manager(table):
        needed = calls_needed(len(rows), margin, confidence)
        calls = needed if max_calls is None else min(needed, max_calls)
        plans.append(ManagerPlan(manager, len(rows), calls, worst_margin(calls, len(rows), confidence)))
        lots = _lots(seed, str(ids[manager]), client_ids[table.client[rows]])
        drawn.append(_draw_stratified(table, rows, lots, calls))
    claims = table.claims(np.sort(np.concatenate(drawn)))
    return Draw(tuple(plans), claims, seed=seed, confidence=confidence, as_of=evidence.as_of)


def _by_manager(table: ClaimTable) -> Iterator[tuple[int, IntArray]]:
    """Each manager who claims anything, with the rows of his claims."""
    managers, starts = np.unique(table.manager, return_index=True)
    if len(managers):
        yield from zip(managers.tolist(), np.split(np.arange(len(table)), starts[1:]), strict=True)


def _draw_stratified(table: ClaimTable, rows: IntArray, lots: LotArray, calls: int) -> IntArray:
    """So many of a manager's rows, each stratum in proportion, the smallest lots of each."""
    rows = rows[np.lexsort((lots, table.stratum[rows]))]
    _, sizes = np.unique(table.stratum[rows], return_counts=True)
    shares = allot(calls, sizes)
    place = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return rows[place < np.repeat(shares, sizes)]


def _lots(seed: int, manager_id: str, client_ids: Iterable[str]) -> LotArray:
    """One random number per client, from a hash: the same in every release of every library."""
    urn = sha256(f"{seed}\n{manager_id}\n".encode("utf-8", "surrogatepass"))

    def lot(client_id: str) -> int:
        slip = urn.copy()
        slip.update(client_id.encode("utf-8", "surrogatepass"))
        return int.from_bytes(slip.digest()[:8], "big")

    return np.fromiter(map(lot, client_ids), dtype=np.uint64)


def allot(calls: int, sizes: IntArray) -> IntArray:
    """`calls` shared out in proportion to the sizes, whole numbers by the largest remainders.

    On equal remainders the earlier stratum goes first. No stratum gets more than its size while `calls` is
    at most their sum.
    """
    total = max(int(sizes.sum()), 1)
    exact = calls * sizes.astype(np.int64)
    shares, remainders = exact // total, exact % total
    more = calls - int(shares.sum())
    shares[np.argsort(-remainders, kind="stable")[:more]] += 1
    return shares
