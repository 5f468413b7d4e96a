"""Rounds of solving and pricing the relaxation, the best bound so far always at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from assigner.optimize.relax import (
    Master,
    Prices,
    Relaxation,
    RelaxParams,
    choose_columns,
    price_in,
)
from assigner.optimize.tables import Aim
from assigner.portfolio import BoolArray, FloatArray
from assigner.problem.model import Problem

INFEASIBLE = 2
"""SciPy's status of an LP without solution."""


class RelaxationInfeasible(Exception):  # noqa: N818 - a finding, not a fault
    """Even fractions of clients can't keep all the hard limits."""


def trivial(problem: Problem, aim: Aim) -> Relaxation:
    """The bound without prices: every unit with its cheapest manager, no imbalance at all."""
    return _unpriced(Master(problem, aim))


def _unpriced(master: Master) -> Relaxation:
    r, s = len(master.rows.number), len(master.side_limit)
    prices = Prices(np.zeros(r), np.zeros(r), np.zeros(s), 0.0)
    bound, reduced = master.lagrangian(prices)
    return Relaxation(bound, bound, reduced, np.zeros(master.problem.num_pairs), bound, prices)


def relax(
    problem: Problem,
    aim: Aim,
    *,
    rng: np.random.Generator,
    seconds_left: Callable[[], float | None],
    params: RelaxParams | None = None,
    closed: BoolArray | None = None,
) -> Relaxation:
    """Bound and prices of the relaxation without the `closed` pairs, which must leave every unit one pair.

    Stops pricing when the bound is within 0.01 % of the master or when the next round would take more than
    half of what is left of the time. Raises RelaxationInfeasible only when the full LP has no solution.
    """
    params = params or RelaxParams()
    master = Master(problem, aim, closed)
    best = _unpriced(master)
    columns = choose_columns(problem, params, rng) & master.open
    unit_cost = 100 * aim.disruption / max(1, problem.num_units)
    for round_number in range(params.max_rounds):
        before = seconds_left()
        result = master.solve(np.flatnonzero(columns), before)
        if result.status == INFEASIBLE and (columns != master.open).any():
            columns = master.open.copy()
            continue
        if result.status == INFEASIBLE:
            raise RelaxationInfeasible
        if result.status != 0:
            break
        best = _better(best, _read(master, result.x, columns, float(result.fun), master.prices(result)))
        if best.master_value - best.bound <= 1e-4 * abs(best.master_value) or (columns == master.open).all():
            break
        if _no_time(before, seconds_left()):
            break
        wanted = price_in(problem, best.reduced, params.threshold * unit_cost, params.max_new)
        columns = wanted | (best.fraction > 1e-9) | (columns & (round_number < 1))
    return best


def _no_time(before: float | None, after: float | None) -> bool:
    """Whether a round as long as the last one would eat more than half of the rest."""
    return before is not None and after is not None and before - after > 0.5 * after


def _read(master: Master, x: FloatArray, columns: BoolArray, value: float, prices: Prices) -> Relaxation:
    bound, reduced = master.lagrangian(prices)
    fraction = np.zeros(master.problem.num_pairs)
    fraction[columns] = x[: int(columns.sum())]
    whole = value + master.aim.constant(master.problem)
    return Relaxation(bound, bound, reduced, fraction, whole, prices, float(x[-1]))


def _better(old: Relaxation, new: Relaxation) -> Relaxation:
    """The later relaxation with the better of both bounds."""
    return replace(new, bound=max(old.bound, new.bound))
