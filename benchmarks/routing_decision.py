"""How long one routing decision takes on a large plan: `python -m benchmarks.routing_decision`.

The plan is made up: twelve regions, half of the managers with lists, six goals, revenue as evidence. One new
client in ten has the phone of a known one. Times depend on the machine, so the last column divides them by
the reading of one card in the same run, without which no client can be routed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from assigner.checker import eligibility
from assigner.engine import Case, weigh_case
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Clients, Dimension, IntArray, Managers, Portfolio
from assigner.routing import (
    Ledger,
    NewClient,
    Routed,
    RoutingPlan,
    decide,
    from_bytes,
    routing_plan,
    to_bytes,
)
from assigner.routing.keys import read_card

SEGMENTS = {"region": 12, "industry": 20, "tier": 4, "channel": 3}
KNOWN = 10
"""One new client in so many is a known one."""


def made_case(clients: int, managers: int, seed: int) -> Case:
    """A base with revenue for two clients in three, so that their owners have evidence."""
    rng = np.random.default_rng(seed)
    team = _made_managers(managers, 3.0 * clients / managers, rng)
    return weigh_case(
        Portfolio(clients=_made_clients(clients, managers, rng), managers=team, activities=None), Policy()
    )


def _made_clients(count: int, managers: int, rng: np.random.Generator) -> Clients:
    nothing = np.full(count, np.nan)
    return Clients(
        client_id=_column("c{}", count),
        name=_column("Firm {}", count),
        owner_idx=rng.integers(0, managers, count).astype(np.int32),
        potential=rng.lognormal(11, 1.2, count),
        revenue_12m=np.where(rng.random(count) < 0.67, rng.lognormal(10, 1, count), 0.0),
        workload=rng.uniform(1, 8, count),
        group_idx=np.full(count, -1, dtype=np.int32),
        group_ids=(),
        excluded=np.zeros(count, dtype=bool),
        excluded_reason=_column("", count),
        open_deal_amount=np.zeros(count),
        open_deal_close=np.full(count, np.datetime64("NaT"), dtype="datetime64[D]"),
        pinned_idx=np.full(count, NOBODY, dtype=np.int32),
        lat=nothing,
        lon=nothing.copy(),
        tax_id=_column("", count),
        phone=_column("+7495{:07d}", count),
        email=_column("info@firm{}.example", count),
        contact_name=_column("", count),
        dimensions={name: _dimension(name, width, count, rng) for name, width in SEGMENTS.items()},
    )


def _made_managers(count: int, max_clients: float, rng: np.random.Generator) -> Managers:
    regions = _labels("region")
    lists = tuple(
        frozenset(map(str, rng.choice(regions, 6, replace=False))) if j % 2 else None for j in range(count)
    )
    blank = np.full(count, np.nan)
    return Managers(
        manager_id=_column("m{}", count),
        name=_column("Manager {}", count),
        fte=np.where(np.arange(count) % 7 == 0, 0.5, 1.0),
        start_date=np.full(count, np.datetime64("NaT"), dtype="datetime64[D]"),
        leaving=np.zeros(count, dtype=bool),
        commission_rate=blank,
        max_clients=np.full(count, max_clients),
        max_workload=blank.copy(),
        lat=blank.copy(),
        lon=blank.copy(),
        listed=np.ones(count, dtype=bool),
        eligible={"region": lists},
    )


def _column(shape: str, count: int) -> np.ndarray[Any, np.dtype[np.object_]]:
    return np.array([shape.format(i) for i in range(count)], dtype=object)


def _labels(name: str) -> tuple[str, ...]:
    return tuple(sorted(f"{name} {n}" for n in range(SEGMENTS[name])))


def _dimension(name: str, width: int, count: int, rng: np.random.Generator) -> Dimension:
    return Dimension(name, _labels(name), rng.integers(0, width, count).astype(np.int32))


def lawful(case: Case, seed: int) -> IntArray:
    """Today's owners; a client outside its owner's segments goes to somebody who may have it."""
    mask = eligibility(case.portfolio, case.evidence, case.policy)
    given = case.portfolio.clients.owner_idx.copy()
    astray = np.flatnonzero(~mask[np.arange(len(given)), given])
    draws = np.random.default_rng(seed).random((len(astray), mask.shape[1]))
    given[astray] = (mask[astray] * draws).argmax(axis=1)
    return given


def new_clients(count: int, known: int, seed: int) -> Iterator[NewClient]:
    """Leads with name, phone, mail, potential and segments."""
    rng = np.random.default_rng(seed)
    for n in range(count):
        again = n % KNOWN == 0
        phone = int(rng.integers(known)) if again else 5_000_000 + n
        yield NewClient(
            name=f"ООО «Новая фирма {n}»",
            phone=f"8 (495) {phone // 10000:03d}-{phone // 100 % 100:02d}-{phone % 100:02d}",
            email="" if again else f"Sales@new{n}.example",
            potential=float(rng.lognormal(11, 1.2)),
            segments={name: f"{name} {rng.integers(width)}" for name, width in SEGMENTS.items()},
        )


def _seconds(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def _read(client: NewClient) -> None:
    """Read a card, past the memory for cards read last."""
    read_card.__wrapped__(
        client.name, client.tax_id, client.phone, client.email, client_ids=(client.client_id,), country="RU"
    )


def route_all(
    plan: RoutingPlan, clients: list[NewClient]
) -> tuple[Ledger, list[Routed], dict[str, list[float]]]:
    """Route one after the other: ledger, journal, and seconds of every step."""
    ledger, journal = Ledger(plan), list[Routed]()
    seconds: dict[str, list[float]] = {"read a card": [], "decide": [], "book": []}
    for client in clients:
        seconds["read a card"].append(_seconds(partial(_read, client)))
        start = time.perf_counter()
        decision = decide(plan, ledger, client)
        seconds["decide"].append(time.perf_counter() - start)
        journal.append(Routed(client=client, decision=decision))
        seconds["book"].append(_seconds(lambda: ledger.apply(journal[-1])))
    return ledger, journal, seconds


def table(seconds: dict[str, list[float]]) -> str:
    """Percentiles in microseconds, and the median in cards read."""
    unit = np.median(seconds["read a card"])
    lines = ["| step | p50, µs | p95 | p99 | p50 in cards read |", "|---|---|---|---|---|"]
    for name, taken in seconds.items():
        micros = " | ".join(f"{1e6 * x:.0f}" for x in np.percentile(taken, [50, 95, 99]))
        lines.append(f"| {name} | {micros} | {np.median(taken) / unit:.1f} |")
    return "\n".join(lines)


def main() -> None:
    """Print what a plan of this size takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--managers", type=int, default=200)
    parser.add_argument("--routed", type=int, default=20_000)
    options = parser.parse_args()
    case = made_case(options.clients, options.managers, 1)
    start = time.perf_counter()
    built = routing_plan(case, lawful(case, 2))
    print(f"built in {time.perf_counter() - start:.1f} s, ", end="")
    data = to_bytes(built)
    start = time.perf_counter()
    plan = from_bytes(data)
    print(f"{len(data) / 2**20:.1f} MiB, loaded in {time.perf_counter() - start:.2f} s")
    ledger, journal, seconds = route_all(plan, list(new_clients(options.routed, options.clients, 3)))
    print(table(seconds))
    start = time.perf_counter()
    again = Ledger(plan, journal)
    print(f"replay of {len(journal)}: {time.perf_counter() - start:.1f} s, ", end="")
    print("the same ledger" if again.digest() == ledger.digest() else "ANOTHER LEDGER")


if __name__ == "__main__":
    main()
