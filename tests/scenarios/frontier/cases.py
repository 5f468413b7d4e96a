"""Small bases for curves, and a way to solve them in this process."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from assigner.engine import check_assignment, propose
from assigner.errors import AssignerError
from assigner.policy import Policy
from assigner.solution import SolverConfig
from scenarios.base import Base
from scenarios.batch import Ask
from scenarios.frontier.model import Answer, Bound, Frontier, Run
from scenarios.results import RunResult, result_of, run_key
from tests import builders

TO_PROOF = SolverConfig(time_limit=None, work_limit=3.0, target_gap=0.0)


def solve_here(asks: Sequence[Ask]) -> dict[str, RunResult | AssignerError]:
    """Every ask solved, one after the other; errors as `solve_many` gives them."""
    return {ask.name: _solve(ask) for ask in asks}


def _solve(ask: Ask) -> RunResult | AssignerError:
    key = run_key(ask.base, ask.config, "here", ask.start)
    try:
        return result_of(key, propose(ask.base.case(), ask.config, start=ask.start))
    except AssignerError as error:
        return error


def line_base() -> Base:
    """Six equal clients of one manager, none of them worked, and a second manager with none."""
    return Base(
        builders.portfolio(builders.clients([0] * 6, potential=[10.0] * 6), builders.managers(2)),
        Policy(),
        builders.AS_OF,
    )


def random_base(seed: int, *, leaver: bool = False) -> Base:
    """Six clients of three managers with uneven potentials, some proven (revenue), some free."""
    rng = np.random.default_rng(seed)
    count = 6
    owner = rng.choice([-1, 0, 0, 0, 1, 2], count).tolist()
    revenue = np.where(rng.random(count) < 0.25, rng.uniform(1, 20, count), 0.0).tolist()
    potential = rng.uniform(5, 40, count).tolist()
    base = builders.clients(owner, potential=potential, revenue=revenue)
    team = builders.managers(3, leaving=[False, False, leaver])
    return Base(builders.portfolio(base, team), Policy(), builders.AS_OF)


def lawful_plans(base: Base) -> list[tuple[float, float]]:
    """Disruption and imbalance of every division that keeps the rules, all of them enumerated."""
    case = base.case()
    found = []
    for plan in product(range(base.portfolio.num_managers), repeat=base.portfolio.num_clients):
        verdict = check_assignment(case, np.array(plan, dtype=np.int32))
        if verdict.ok:
            found.append((verdict.after.levels.disruption, verdict.after.levels.imbalance))
    return found


def answer(disruption: float, imbalance: float, *, capacity: float = 0.0, money: float = 0.0) -> Answer:
    """An answer of which only these figures matter."""
    return Answer(
        disruption=disruption,
        imbalance=imbalance,
        moved_clients=round(100 * capacity),
        moved_share=capacity,
        moved_capacity=capacity,
        revenue_at_risk=money,
        commission_at_stake=0.0,
        fixed_cost=0.0,
    )


def curve(
    answers: Sequence[Answer],
    stairs: Sequence[Bound] = (),
    *,
    knee: int | None = None,
    today: Answer | None = None,
) -> Frontier:
    """A curve by hand; each answer is of a run of its own."""
    return Frontier(
        base_sha256="0" * 64,
        today=today or answer(0.5, 90.0),
        runs=tuple(_run(n, one) for n, one in enumerate(answers)),
        answers=tuple(answers),
        stairs=tuple(stairs),
        knee=knee,
        config=SolverConfig(time_limit=None, work_limit=3.0, seed=7),
    )


def _run(number: int, of: Answer) -> Run:
    """A run whose cap its answer meets exactly."""
    document = {"certificate": {"stopped_by": "work limit"}}
    result = RunResult(f"{number:064x}", document, ("c0",), ("m0",), ("m1",))
    bound = Bound(of.disruption, of.imbalance / 2)
    return Run(f"run {number}", of.disruption - 1.0, of.disruption, of, (bound,), result)


BENT = curve(
    [
        answer(1.0, 80.0, capacity=0.05, money=1000.0),
        answer(1.5, 20.0, capacity=0.11, money=1600.0),
        answer(3.0, 10.0, capacity=0.2, money=4600.0),
        answer(5.0, 0.0, capacity=0.4, money=12600.0),
    ],
    [Bound(0.99, float("inf")), Bound(1.0, 79.0), Bound(1.5, 12.0), Bound(3.0, 7.5)],
    knee=1,
)
"""A curve by hand: 60 of the 80 points go with the first 6 % of capacity, at 10 a point."""
