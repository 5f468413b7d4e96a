"""`python -m benchmarks.spread`: the bound of one huge base on one process, in processes, on a Dask cluster.

Made-up facts without a log of touches; everybody may have everybody. Prints bounds, seconds of each whole
bound and of its pricing alone, and how far the bounds are apart.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter

import numpy as np

from assigner.engine import weigh_case
from assigner.optimize.spread import HerePricer, Priced, Pricer, Question, cut_blocks, spread_bound
from assigner.optimize.tables import Aim
from assigner.policy import Policy
from assigner.portfolio import Clients, Dimension, Managers, Portfolio
from assigner.problem import Problem, build_problem
from scenarios.spread import open_pricer

AS_OF = date(2026, 6, 1)
SEGMENTS = {"region": 8, "industry": 10, "tier": 3}
PROVEN = 0.25
"""Share of the clients with revenue: they are locked to their owners."""


@dataclass
class Timed:
    """A pricer and the seconds that its rounds took."""

    pricer: Pricer
    rounds: list[float] = field(default_factory=list)

    def price(self, question: Question) -> Sequence[Priced]:
        """The answers of the pricer inside."""
        begun = perf_counter()
        found = self.pricer.price(question)
        self.rounds.append(perf_counter() - begun)
        return found


def huge_problem(num_clients: int, num_managers: int, seed: int) -> Problem:
    """Lognormal potentials, lopsided books, a quarter of the clients proven."""
    rng = np.random.default_rng(seed)
    facts = Portfolio(_clients(rng, num_clients, num_managers), _managers(num_managers), None)
    case = weigh_case(facts, Policy(), as_of=AS_OF)
    return build_problem(case.portfolio, case.evidence, case.policy)


def _clients(rng: np.random.Generator, count: int, managers: int) -> Clients:
    potential = np.round(rng.lognormal(10, 1, count))
    blank = np.full(count, "", dtype=object)
    codes = {name: rng.integers(size, size=count).astype(np.int32) for name, size in SEGMENTS.items()}
    book = rng.dirichlet(np.full(managers, 2.0))
    return Clients(
        client_id=np.array([f"C{n}" for n in range(count)], dtype=object),
        name=blank.copy(),
        owner_idx=rng.choice(managers, count, p=book).astype(np.int32),
        potential=potential,
        revenue_12m=np.where(rng.random(count) < PROVEN, np.round(0.3 * potential), 0.0),
        workload=None,
        group_idx=np.full(count, -1, dtype=np.int32),
        group_ids=(),
        excluded=np.zeros(count, dtype=bool),
        excluded_reason=blank.copy(),
        open_deal_amount=np.zeros(count),
        open_deal_close=np.full(count, "NaT", dtype="datetime64[D]"),
        pinned_idx=np.full(count, -1, dtype=np.int32),
        lat=np.full(count, np.nan),
        lon=np.full(count, np.nan),
        tax_id=blank.copy(),
        phone=blank.copy(),
        email=blank.copy(),
        contact_name=blank.copy(),
        dimensions={
            name: Dimension(name, tuple(f"{name} {n}" for n in range(size)), codes[name])
            for name, size in SEGMENTS.items()
        },
    )


def _managers(count: int) -> Managers:
    nothing = np.full(count, np.nan)
    return Managers(
        manager_id=np.array([f"M{n}" for n in range(count)], dtype=object),
        name=np.full(count, "", dtype=object),
        fte=np.ones(count),
        start_date=np.full(count, "NaT", dtype="datetime64[D]"),
        leaving=np.zeros(count, dtype=bool),
        commission_rate=nothing.copy(),
        max_clients=nothing.copy(),
        max_workload=nothing.copy(),
        lat=nothing.copy(),
        lon=nothing.copy(),
        listed=np.ones(count, dtype=bool),
    )


def measure(name: str, problem: Problem, pricer: Pricer, begun: float) -> float:
    """Find the bound, print a line, return it; `begun` is when the sending of the blocks began."""
    timed, sent = Timed(pricer), perf_counter()
    found = spread_bound(problem, timed)
    rounds = ", ".join(f"{seconds:.2f}" for seconds in timed.rounds)
    print(
        f"{name}: bound {found.bound:.9f}, LP {found.master_value:.6f}, {perf_counter() - sent:.1f} s "
        f"({found.detail}); sending {sent - begun:.1f} s; pricing {sum(timed.rounds):.2f} s ({rounds})",
        flush=True,
    )
    return found.bound


def main() -> None:
    """Build, measure, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200_000)
    parser.add_argument("--managers", type=int, default=60)
    parser.add_argument("--blocks", type=int, default=8)
    parser.add_argument("--slots", type=int, default=2)
    parser.add_argument("--dask", metavar="ADDRESS")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begun = perf_counter()
    problem = huge_problem(asked.clients, asked.managers, asked.seed)
    print(
        f"{problem.num_units} units, {problem.num_pairs} pairs, {(problem.cells.attainable > 0).sum()} rows, "
        f"{len(problem.side)} limits, built in {perf_counter() - begun:.1f} s",
        flush=True,
    )
    aim = Aim.weighted(problem)
    alone = measure("one process", problem, HerePricer(cut_blocks(problem, aim, 1)), perf_counter())
    ways = [("processes", None)] + ([("dask", asked.dask)] if asked.dask else [])
    for name, address in ways:
        begun = perf_counter()
        with open_pricer(cut_blocks(problem, aim, asked.blocks), asked.slots, address) as pricer:
            spread = measure(name, problem, pricer, begun)
        print(f"{name} against one process: {abs(spread - alone) / abs(alone):.1e} relative")
    print(f"most memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB")


if __name__ == "__main__":
    main()
