"""Rounds of solving and pricing the relaxation, the best bound so far always at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from assigner.optimize.budget import Budget
from assigner.optimize.highs import INFEASIBLE, SOLVED, master_prices, solve_master
from assigner.optimize.interior_rounds import interior_rounds
from assigner.optimize.relax import (
    Master,
    Prices,
    Relaxation,
    RelaxationInfeasible,
    RelaxParams,
    better,
    choose_columns,
    price_in,
)
from assigner.optimize.tables import Aim
from assigner.portfolio import BoolArray
from assigner.problem.model import Problem
from assigner.solution import never_stop

__all__ = ["RelaxationInfeasible", "relax", "trivial"]

CLOSE = 1e-4
"""Relative distance of the bound from the LP over the columns at which HiGHS' rounds end."""


def trivial(problem: Problem, aim: Aim) -> Relaxation:
    """The bound without prices: every unit with its cheapest manager, no imbalance at all."""
    return _unpriced(Master(problem, aim))


def _unpriced(master: Master) -> Relaxation:
    r, s = len(master.rows.number), len(master.side_limit)
    prices = Prices(np.zeros(r), np.zeros(r), np.zeros(s), 0.0)
    bound, reduced = master.lagrangian(prices)
    fraction = np.zeros(master.problem.num_pairs)
    fraction[price_in(master.problem, reduced, 0.0, 1)] = 1.0
    return Relaxation(bound, bound, reduced, fraction, bound, prices)


def relax(
    problem: Problem,
    aim: Aim,
    *,
    rng: np.random.Generator,
    seconds_left: Callable[[], float | None],
    params: RelaxParams | None = None,
    closed: BoolArray | None = None,
    stop: Callable[[], bool] = never_stop,
    work_left: float = np.inf,
) -> Relaxation:
    """Bound and prices of the relaxation without the `closed` pairs, which must leave every unit one pair.

    Stops pricing when the bound is close to the master or when the next round would take more than half of
    what is left of the time; `stop` is asked between iterations. `work_left` limits the work in units of
    about a second of one core; no clock is asked for it. Raises RelaxationInfeasible only when the full LP
    has no solution.
    """
    params, budget = params or RelaxParams(), Budget(seconds_left, stop, work_left)
    master = Master(problem, aim, closed)
    first, seed = _unpriced(master), int(rng.integers(2**31))
    budget.spend(2e-8 * problem.num_pairs)
    columns = choose_columns(master, params, seed)
    if params.interior and problem.num_pairs > params.small:
        best = interior_rounds(master, first, columns, budget, params, seed)
    else:
        best = highs_rounds(master, first, columns, budget, params)
    return replace(best, work=budget.spent)


def highs_rounds(
    master: Master, best: Relaxation, columns: BoolArray, budget: Budget, params: RelaxParams
) -> Relaxation:
    """Rounds with HiGHS; an LP over some columns that has no solution is tried again over all."""
    for number in range(params.max_rounds):
        before = budget.seconds_left()
        picked = np.flatnonzero(columns)
        result = solve_master(master, picked, before)
        budget.spend(0.02 + len(picked) / 2e5)
        if result.status == INFEASIBLE and (columns != master.open).any():
            columns = master.open.copy()
            continue
        if result.status == INFEASIBLE:
            raise RelaxationInfeasible
        if result.status != SOLVED:
            break
        fraction = np.zeros(master.problem.num_pairs)
        fraction[picked] = result.x[: len(picked)]
        prices, worst = master_prices(master, result), float(result.x[-1])
        best = better(best, master.read(prices, fraction, float(result.fun), worst))
        best = replace(best, detail=f"HiGHS, {number + 1} rounds, {len(picked)} columns")
        close = best.master_value - best.bound <= CLOSE * abs(best.master_value)
        if close or (columns == master.open).all() or not budget.another(before):
            break
        wanted = price_in(master.problem, best.reduced, params.threshold * master.unit_cost, params.max_new)
        columns = wanted | (best.fraction > 1e-9) | (columns & (number < 1))
    return best
