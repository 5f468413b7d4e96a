"""Seconds and peak memory of weighing a million touches: `python -m benchmarks.evidence`.

The log is as bad as real ones get: half of the summaries are one's own, the rest come from a few hundred
stock phrases; every client has one phone; a few managers enter a whole month at once.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date

import numpy as np

from assigner.evidence import Evidence, weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, Activities, Clients, Kind, Managers, Portfolio, StrArray

TODAY = date(2026, 6, 1)
LIMIT_SECONDS = 10.0
LATE_WRITERS = 5


def _numbered(pattern: str, numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> StrArray:
    """One text per number, each its own object as a file reader makes them."""
    return np.array([pattern.format(n=n) for n in numbers.tolist()], dtype=object)


def _clients(rng: np.random.Generator, count: int, num_managers: int) -> Clients:
    blank = np.full(count, "", dtype=object)
    return Clients(
        client_id=_numbered("c{n}", np.arange(count)),
        name=_numbered("Client {n}", np.arange(count)),
        owner_idx=rng.integers(NOBODY, num_managers, count).astype(np.int32),
        potential=rng.lognormal(12, 1, count),
        revenue_12m=rng.lognormal(10, 1, count) * (rng.random(count) < 0.5),
        workload=None,
        group_idx=np.where(rng.random(count) < 0.1, rng.integers(0, 100, count), -1).astype(np.int32),
        group_ids=tuple(f"g{n}" for n in range(100)),
        excluded=rng.random(count) < 0.02,
        excluded_reason=blank,
        open_deal_amount=np.zeros(count),
        open_deal_close=np.full(count, np.datetime64("NaT"), dtype="datetime64[D]"),
        pinned_idx=np.full(count, NOBODY, dtype=np.int32),
        lat=np.full(count, np.nan),
        lon=np.full(count, np.nan),
        tax_id=blank,
        phone=blank,
        email=blank,
        contact_name=blank,
        dimensions={},
    )


def _managers(count: int) -> Managers:
    return Managers(
        manager_id=_numbered("m{n}", np.arange(count)),
        name=_numbered("Manager {n}", np.arange(count)),
        fte=np.ones(count),
        start_date=np.full(count, np.datetime64("NaT"), dtype="datetime64[D]"),
        leaving=np.zeros(count, dtype=bool),
        commission_rate=np.full(count, np.nan),
        max_clients=np.full(count, np.nan),
        max_workload=np.full(count, np.nan),
        lat=np.full(count, np.nan),
        lon=np.full(count, np.nan),
        listed=np.ones(count, dtype=bool),
    )


def _activities(rng: np.random.Generator, count: int, clients: Clients, num_managers: int) -> Activities:
    client = rng.integers(0, len(clients), count).astype(np.int32)
    stranger = rng.integers(0, num_managers, count)
    by_owner = (rng.random(count) < 0.8) & (clients.owner_idx[client] != NOBODY)
    manager = np.where(by_owner, clients.owner_idx[client], stranger).astype(np.int32)
    moment = np.datetime64("2024-06-01", "s") + rng.integers(0, 730 * 86400, count)
    own_words = np.where(rng.random(count) < 0.5, np.arange(count), -rng.integers(1, 500, count))
    return Activities(
        activity_id=np.full(count, "", dtype=object),
        client_idx=client,
        manager_idx=manager,
        occurred_at=np.where(manager < LATE_WRITERS, moment.astype("datetime64[M]"), moment),
        kind=rng.integers(0, len(Kind), count).astype(np.int8),
        amount=np.zeros(count),
        contact_name=_numbered("Contact {n}", rng.integers(0, 50_000, count)),
        contact_role=_numbered("Role {n}", rng.integers(0, 20, count)),
        contact_phone=_numbered("+7 (900) {n:07d}", client.astype(np.int64)),
        contact_email=np.full(count, "", dtype=object),
        summary=_numbered("Talked about  order {n}", own_words),
        outcome=None,
        verified=np.full(count, -1, dtype=np.int8),
    )


def build(num_activities: int, num_clients: int, num_managers: int, seed: int = 1) -> Portfolio:
    """A generated base of that size; the same seed gives the same base."""
    rng = np.random.default_rng(seed)
    clients = _clients(rng, num_clients, num_managers)
    log = _activities(rng, num_activities, clients, num_managers)
    return Portfolio(clients=clients, managers=_managers(num_managers), activities=log)


def measure(portfolio: Portfolio, policy: Policy) -> tuple[Evidence, float]:
    """The evidence and the seconds it took."""
    start = time.perf_counter()
    evidence = weigh_evidence(portfolio, policy, today=TODAY)
    return evidence, time.perf_counter() - start


def main() -> None:
    """Print what it took; fail where it took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, default=1_000_000)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--managers", type=int, default=300)
    options = parser.parse_args()
    portfolio = build(options.activities, options.clients, options.managers)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    policy = Policy.model_validate({"evidence": {"time_zone": "Europe/Moscow"}})
    evidence, seconds = measure(portfolio, policy)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{options.activities} activities, {len(evidence.pair_client)} pairs: {seconds:.2f} s")
    print(f"peak memory {peak / 1024:.0f} MiB, of which the input took {before / 1024:.0f} MiB")
    if seconds > LIMIT_SECONDS:
        raise SystemExit(f"slower than {LIMIT_SECONDS} s")


if __name__ == "__main__":
    main()
