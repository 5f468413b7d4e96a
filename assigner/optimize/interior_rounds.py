"""Rounds of the interior point method and pricing; what happens where limits seem not to hold together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assigner.optimize.budget import Budget
from assigner.optimize.interior_master import InteriorMaster, run_master
from assigner.optimize.pricing import draw_pairs
from assigner.optimize.relax import Master, Relaxation, RelaxationInfeasible, RelaxParams, better, price_in
from assigner.optimize.tables import SIDE_SLACK, Aim
from assigner.portfolio import BoolArray

STEEP = 1000.0
"""First price of a broken limit: score points per limit as a whole, for each point of the weights."""

IN_USE = 0.02
"""Share from which on a column is in use and stays; the cheapest ones stay by their price."""

STEEPER = 100.0
"""By how much the price rises when it did not do."""

BROKEN = 1e-5
"""Relative excess of all limits together from which on they count as broken."""


def interior_rounds(
    master: Master, best: Relaxation, columns: BoolArray, budget: Budget, params: RelaxParams, seed: int
) -> Relaxation:
    """Solve, price, choose columns, until bound and LP agree or time is up."""
    aim, method = master.aim, params.method
    solver = InteriorMaster(master, STEEP * (aim.imbalance + aim.disruption + aim.fit))
    if not len(solver.y):
        return best  # nothing couples the units: the bound without prices is the LP
    barrier = method.cold * master.unit_cost
    again, iterations = np.inf, 0
    for number in range(params.max_rounds):
        before, whole = budget.seconds_left(), bool((columns == master.open).all())
        gap = params.last_gap if whole or number >= len(params.gaps) else params.gaps[number]
        found, converged = run_master(solver, columns, barrier, (again, gap), method, budget)
        new = master.read(found.prices, solver.shares(), found.value, found.worst)
        iterations += found.iterations
        best = better(
            best, replace(new, detail=f"interior point, {iterations} iterations in {number + 1} rounds")
        )
        budget.spend(2e-8 * master.problem.num_pairs)
        open_gap = (new.master_value - new.priced_bound) / max(abs(new.master_value), 1e-3)
        done, again = open_gap <= 1.25 * params.last_gap, params.method.back * open_gap
        if not converged or ((done or whole) and found.broken <= BROKEN) or not budget.another(before):
            break
        if done or whole:
            _need_feasible(master, columns, budget, params, seed)
            solver, again = _steeper(master, solver), np.inf
        columns = _next_columns(master, new, params, seed + number + 1)
    return best


def _next_columns(master: Master, found: Relaxation, params: RelaxParams, seed: int) -> BoolArray:
    """The cheapest pairs by the new prices, those in use, and some random ones against oscillation."""
    limit = params.threshold * master.unit_cost
    columns = master.cheapest(found, limit, params.max_new)
    columns |= found.fraction > IN_USE
    draw_pairs(master.problem.pair_start, master.open, params.again, seed, columns)
    return columns


def _steeper(master: Master, old: InteriorMaster) -> InteriorMaster:
    solver = InteriorMaster(master, STEEPER * old.system.limits.steep)
    solver.y = old.y
    return solver


def _need_feasible(
    master: Master, columns: BoolArray, budget: Budget, params: RelaxParams, seed: int
) -> None:
    """Minimise what is broken, at no other cost. Raises RelaxationInfeasible where it is proven to be > 0.

    The proof is the bound of that LP over all open pairs, more than float noise and the limits' own slack.
    """
    alone = Master(master.problem, Aim(0.0, 0.0, 0.0, master.aim.imbalance_cap), ~master.open)
    solver = InteriorMaster(alone, 1.0)
    for number in range(params.max_rounds):
        found, _ = run_master(solver, columns, 0.01, (np.inf, 1e-3), params.method, budget)
        bound, reduced = alone.lagrangian(found.prices)
        if bound > max(BROKEN, 10 * SIDE_SLACK * float(found.prices.side.sum())):
            raise RelaxationInfeasible
        if found.broken <= BROKEN or found.bound <= 0 or not budget.go_on():
            return
        more = price_in(master.problem, reduced, 1e-9, params.max_new)
        draw_pairs(master.problem.pair_start, master.open, params.again, seed + number, more)
        columns = columns | more
