"""Seconds of capacity, disputes and dossiers on 100,000 clients: `python -m benchmarks.capacity`.

Half of the managers may serve some regions only. Capacity is measured twice: with the log, and without it,
when most clients are free or claimed and each manager's look-alikes are looked for among all of those.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from assigner.capacity import measure_capacity
from assigner.evidence import contested_clients, dossiers, list_disputes, sides_of, weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import Dimension, Portfolio
from benchmarks.evidence import TODAY, build

Result = TypeVar("Result")

SIZES = {"region": 20, "industry": 30, "tier": 4, "channel": 8, "city": 300}
"""Dimensions and how many values each has."""
LIMIT_SECONDS = 10.0


def with_segments(portfolio: Portfolio, seed: int = 1) -> Portfolio:
    """The base with segments, and half of its managers bound to twelve regions each."""
    rng = np.random.default_rng(seed)
    dimensions = {}
    for name, size in SIZES.items():
        codes = rng.integers(0, size, portfolio.num_clients).astype(np.int32)
        dimensions[name] = Dimension(name, tuple(f"{name} {n}" for n in range(size)), codes)
    regions = np.array(dimensions["region"].labels, dtype=object)
    lists = tuple(
        None if j % 2 else frozenset(rng.choice(regions, 12, replace=False).tolist())
        for j in range(portfolio.num_managers)
    )
    return replace(
        portfolio,
        clients=replace(portfolio.clients, dimensions=dimensions),
        managers=replace(portfolio.managers, eligible={"region": lists}),
    )


def timed(name: str, work: Callable[[], Result], limit: float = LIMIT_SECONDS) -> Result:
    """The result of some work, its seconds printed; fails where they exceed the limit."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{name}: {seconds:.2f} s", flush=True)
    if seconds > limit:
        raise SystemExit(f"{name} was slower than {limit} s")
    return result


def memory(name: str, work: Callable[[], object]) -> None:
    """Print the most memory that some work took beside its input."""
    tracemalloc.start()
    work()
    print(f"{name}: {tracemalloc.get_traced_memory()[1] / 2**20:.0f} MiB", flush=True)
    tracemalloc.stop()


def main() -> None:
    """Print what everything took; fail where it took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, default=1_000_000)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--managers", type=int, default=200)
    options = parser.parse_args()
    policy = Policy()
    facts = with_segments(build(options.activities, options.clients, options.managers))
    evidence = weigh_evidence(facts, policy, today=TODAY)
    timed("capacity", lambda: measure_capacity(facts, evidence, policy))
    bare = replace(facts, activities=None)
    trust = weigh_evidence(bare, policy, today=TODAY)
    timed("capacity without a log", lambda: measure_capacity(bare, trust, policy))
    memory("memory of capacity without a log", lambda: measure_capacity(bare, trust, policy))
    contested = contested_clients(evidence)
    timed(
        f"files of {len(contested)} contested clients", lambda: sides_of(facts, evidence, policy, contested)
    )
    disputes = timed("disputes", lambda: list_disputes(facts, evidence, policy))
    pairs = [(d.client_idx, side.manager_idx) for d in disputes for side in (d.owner, d.rival)]
    timed(f"{len(pairs)} dossiers", lambda: dossiers(facts, evidence, policy, pairs))


if __name__ == "__main__":
    main()
