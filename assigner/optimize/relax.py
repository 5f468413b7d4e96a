"""Linear relaxation: a certified lower bound and prices that guide the search (model §7).

The relaxation drops "one whole manager per unit". It is solved over a subset of the pairs (the restricted
master of column generation); its dual prices are then applied to *every* pair, which gives a bound that is
valid whatever the accuracy of the LP solution, as the Lagrangian dual is evaluated exactly:

    L(prices) = constants + sum over units of min over pairs of (cost + priced coefficients)

for any prices that are feasible in the dual of the violation variables (`legal_prices`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from scipy import sparse

from assigner.optimize.interior import InteriorParams
from assigner.optimize.pricing import alone_all, draw_pairs, mark_cheapest, pair_data, price_all
from assigner.optimize.tables import Aim, unit_cost
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem, block_entries

SAFETY = 1e-9
"""Relative allowance for float summation in the bound."""


@dataclass(frozen=True, slots=True)
class RelaxParams:
    """Columns of the restricted master.

    `random` pairs per unit beside the owner's; in each pricing round up to `max_new` pairs per unit that are
    within `threshold` x (mean cost of a unit) of the best; at most `max_rounds`, fewer when time is short.
    Up to `small` pairs HiGHS solves the LP over all of them: its answers are vertices, good for rounding. The
    interior point method stops in the first rounds within `gaps` of its own LP, later within `last_gap`.
    """

    random: int = 4
    threshold: float = 0.5
    max_new: int = 3
    max_rounds: int = 4
    again: int = 1  # random pairs of each unit in later rounds of the interior point method
    small: int = 60_000
    interior: bool = True
    gaps: tuple[float, ...] = (1e-2, 3e-3)
    last_gap: float = 4e-4
    method: InteriorParams = field(default_factory=InteriorParams)


class RelaxationInfeasible(Exception):  # noqa: N818 - a finding, not a fault
    """Even fractions of clients can't keep all the hard limits."""


class Prices(NamedTuple):
    """Dual prices: over- and under-load per row, hard limits (all >= 0), imbalance cap."""

    over: FloatArray
    under: FloatArray
    side: FloatArray
    cap: float


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """Best bound on the aim so far, and what the last prices say of every pair.

    `priced_bound` is the Lagrangian value of `prices` themselves: only with it may a pair be ruled out by its
    reduced cost (`bound` may come from earlier prices). `fraction` is a vertex of the LP only where HiGHS
    solved it; the interior point method leaves more units shared, and shares below a thousandth are dropped.
    """

    bound: float
    priced_bound: float
    reduced: FloatArray  # (pairs,) cost above the unit's cheapest pair, in score points
    fraction: FloatArray  # (pairs,) LP value, 0 for pairs outside the master
    master_value: float
    prices: Prices
    worst: float = 0.0  # worst violation of the LP's answer
    work: float = 0.0  # effort spent, about seconds of one core; the same on every machine
    detail: str = "without prices"  # how it was solved


class Rows(NamedTuple):
    """Rows with a target, and the relative loads at which violation begins."""

    number: IntArray
    attainable: FloatArray
    base: FloatArray
    low: FloatArray
    high: FloatArray
    mean_weight: FloatArray


def live_rows(problem: Problem) -> Rows:
    """The rows that can be violated, scaled by their target."""
    cells = problem.cells
    attainable = cells.attainable.ravel()
    index = np.flatnonzero(attainable > 0)
    a = attainable[index]
    base, low, high = (x.ravel()[index] / a for x in (cells.base_load, cells.low, cells.high))
    return Rows(index.astype(np.int32), a, base, low, high, 100 * cells.weight.ravel()[index])


def load_matrix(problem: Problem, rows: Rows, columns: IntArray) -> sparse.csr_array:
    """Relative load (rows x columns) that each pair puts on each live row."""
    column, cell, load = problem.pair_loads(columns)
    row = cell.astype(np.int64) * problem.num_managers + problem.pair_manager[columns][column]
    place = np.full(problem.cells.base_load.size, -1)
    place[rows.number] = np.arange(len(rows.number))
    live = place[row] >= 0
    number = place[row[live]]
    values = load[live] / rows.attainable[number]
    return sparse.csr_array((values, (number, column[live])), shape=(len(rows.number), len(columns)))


def side_scale(problem: Problem) -> FloatArray:
    """What each hard limit is divided by."""
    return np.maximum(1.0, np.abs(problem.side.asked))


def side_matrix(problem: Problem, columns: IntArray) -> tuple[sparse.csr_array, FloatArray]:
    """Hard limits (rows x columns) and right-hand sides, scaled by the limit."""
    side, scale = problem.side, side_scale(problem)
    column, entry = block_entries(side.start, columns)
    values = side.coef[entry] / scale[side.row[entry]]
    shape = (len(side), len(columns))
    return sparse.csr_array((values, (side.row[entry], column)), shape=shape), side.limit / scale


class Master:
    """What the relaxation over any pairs shares: rows, limits, open pairs, and the exact bound of prices.

    `closed` pairs are known to be in no better answer; the bound is then one for all answers without them.
    """

    def __init__(self, problem: Problem, aim: Aim, closed: BoolArray | None = None) -> None:
        self.problem, self.aim, self.rows = problem, aim, live_rows(problem)
        self.open = np.ones(problem.num_pairs, dtype=bool) if closed is None else ~closed
        self.data = pair_data(problem, aim)
        self.side_scale = side_scale(problem)
        self.side_limit = problem.side.limit / self.side_scale
        self.unit_cost = unit_cost(problem, aim)
        self.capped = bool(np.isfinite(aim.imbalance_cap)) and len(self.rows.number) > 0

    def read(self, prices: Prices, fraction: FloatArray, value: float, worst: float) -> Relaxation:
        """What prices and shares say; `value` is the LP's, without the aim's constant."""
        bound, reduced = self.lagrangian(prices)
        whole = value + self.aim.constant(self.problem)
        return Relaxation(bound, bound, reduced, fraction, whole, prices, worst)

    def lagrangian(self, prices: Prices) -> tuple[float, FloatArray]:
        """Bound on the aim, and the reduced cost of every pair."""
        reduced, best = np.empty(self.problem.num_pairs), np.empty(self.problem.num_units)
        price_all(self.data, self.open, *self.raw(prices), reduced, best)
        return self.bound(prices, float(best.sum()), float(np.abs(best).sum())), reduced

    def raw(self, prices: Prices) -> tuple[FloatArray, FloatArray]:
        """Prices of a unit of counted load in each row, of a unit of coefficient in each hard limit."""
        row_price = np.zeros(self.problem.cells.base_load.size)
        row_price[self.rows.number] = (prices.over - prices.under) / self.rows.attainable
        return row_price, prices.side / self.side_scale

    def bound(self, prices: Prices, least: float, size: float) -> float:
        """Bound on the aim; `least` and `size` are sums over units of least priced costs and their sizes."""
        cap = prices.cap * self.aim.imbalance_cap if self.capped else 0.0
        constants = (
            prices.over * (self.rows.base - self.rows.high),
            prices.under * (self.rows.low - self.rows.base),
            -prices.side * self.side_limit,
            np.array([self.aim.constant(self.problem), -cap]),
        )
        total = least + sum(float(part.sum()) for part in constants)
        size += sum(float(np.abs(part).sum()) for part in constants)
        return total - SAFETY * size

    def cheapest(self, found: Relaxation, limit: float, count: int) -> BoolArray:
        """The `count` cheapest pairs of each unit by what was found, of those within the limit."""
        return price_in(self.problem, found.reduced, limit, count)


def better(old: Relaxation, new: Relaxation) -> Relaxation:
    """The later relaxation with the better of both bounds."""
    return replace(new, bound=max(old.bound, new.bound))


def legal_prices(
    over: FloatArray, under: FloatArray, side: FloatArray, cap: float, weight: float, mean_weight: FloatArray
) -> Prices:
    """Scale prices down until they are feasible in the dual.

    With capacity W = weight + cap: over + under <= W x mean weight + share of the worst term, shares
    adding up to at most 100 W; whatever is above is paid from the one worst term.
    """
    capacity = weight + cap
    surplus = np.maximum(0.0, over + under - capacity * mean_weight)
    total = float(surplus.sum())
    if total > 100 * capacity:
        keep = 100 * capacity / total * (1 - 1e-12)
        scale = np.divide(
            over + under - surplus * (1 - keep), over + under, out=np.ones_like(over), where=surplus > 0
        )
        over, under = over * scale, under * scale
    return Prices(over, under, side, cap)


def choose_columns(master: Master, params: RelaxParams, seed: int) -> BoolArray:
    """First columns: the owner's and some random open pairs of every unit (they beat the cheapest ones)."""
    problem = master.problem
    if problem.num_pairs <= params.small:
        return master.open.copy()
    keep = np.zeros(problem.num_pairs, dtype=bool)
    draw_pairs(problem.pair_start, master.open, params.random, seed, keep)
    owner = problem.unit_owner[problem.unit_owner >= 0]
    keep[owner] |= master.open[owner]
    return keep


def violation_alone(problem: Problem) -> FloatArray:
    """Violation (pairs,) that a unit alone causes with a manager, whatever else he gets."""
    cells, alone = problem.cells, np.empty(problem.num_pairs)
    base, high, attainable = (part.ravel() for part in (cells.base_load, cells.high, cells.attainable))
    alone_all(pair_data(problem, Aim(0, 0, 0)), base, high, attainable, alone)
    return alone


def price_in(problem: Problem, reduced: FloatArray, limit: float, count: int) -> BoolArray:
    """The `count` cheapest pairs of each unit whose reduced cost is within the limit."""
    keep = np.zeros(problem.num_pairs, dtype=bool)
    mark_cheapest(problem.pair_start, reduced, limit, count, keep)
    return keep
