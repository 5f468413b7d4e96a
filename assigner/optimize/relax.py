"""Linear relaxation: a certified lower bound and prices that guide the search (model §7).

The relaxation drops "one whole manager per unit". It is solved by HiGHS over a subset of the pairs (the
restricted master of column generation); its dual prices are then applied to *every* pair, which gives a
bound that is valid whatever the accuracy of the LP solution, as the Lagrangian dual is evaluated exactly:

    L(prices) = constants + sum over units of min over pairs of (cost + priced coefficients)

for any prices that are feasible in the dual of the violation variables (`legal_prices`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog

from assigner.optimize.tables import Aim
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem, block_entries, weighted_count

SAFETY = 1e-9
"""Relative allowance for float summation in the bound."""


@dataclass(frozen=True, slots=True)
class RelaxParams:
    """Columns of the restricted master.

    `random` pairs per unit beside the owner's; in each pricing round up to `max_new` pairs per unit that are
    within `threshold` x (mean cost of a unit) of the best; at most `max_rounds`, fewer when time is short.
    """

    random: int = 8
    threshold: float = 0.5
    max_new: int = 6
    max_rounds: int = 4
    small: int = 60_000  # up to so many pairs all of them are columns


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
    reduced cost (`bound` may come from earlier prices).
    """

    bound: float
    priced_bound: float
    reduced: FloatArray  # (pairs,) cost above the unit's cheapest pair, in score points
    fraction: FloatArray  # (pairs,) LP value, 0 for pairs outside the master
    master_value: float
    prices: Prices
    worst: float = 0.0  # worst violation of the LP's answer


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


def side_matrix(problem: Problem, columns: IntArray) -> tuple[sparse.csr_array, FloatArray]:
    """Hard limits (rows x columns) and right-hand sides, scaled by the limit."""
    side = problem.side
    column, entry = block_entries(side.start, columns)
    scale = np.maximum(1.0, np.abs(side.asked))
    values = side.coef[entry] / scale[side.row[entry]]
    shape = (len(side), len(columns))
    return sparse.csr_array((values, (side.row[entry], column)), shape=shape), side.limit / scale


class Master:
    """The restricted LP over some pairs. Variables: pairs, relative loads, violations, worst violation.

    `closed` pairs are known to be in no better answer; the bound is then one for all answers without them.
    """

    def __init__(self, problem: Problem, aim: Aim, closed: BoolArray | None = None) -> None:
        self.problem, self.aim, self.rows = problem, aim, live_rows(problem)
        self.open = np.ones(problem.num_pairs, dtype=bool) if closed is None else ~closed
        everything = np.arange(problem.num_pairs)
        self.loads = load_matrix(problem, self.rows, everything).tocsc()
        side, self.side_limit = side_matrix(problem, everything)
        self.sides = side.tocsc()
        self.cost = aim.pair_cost(problem)
        self.capped = bool(np.isfinite(aim.imbalance_cap)) and len(self.rows.number) > 0

    def solve(self, columns: IntArray, time_limit: float | None) -> OptimizeResult:
        """Solve over these pairs with HiGHS' interior point method."""
        n, r = len(columns), len(self.rows.number)
        unit = self.problem.pair_unit[columns]
        pick = sparse.csr_array((np.ones(n), (unit, np.arange(n))), shape=(self.problem.num_units, n))
        eye, one = sparse.eye_array(r), sparse.csr_array(np.ones((r, 1)))
        equal = sparse.block_array([[pick, None, None, None], [self.loads[:, columns], -eye, None, None]])
        equal.resize(self.problem.num_units + r, n + 2 * r + 1)
        less = [[None, eye, -eye, None], [None, -eye, -eye, None], [None, None, eye, -one]]
        limits = [self.rows.high, -self.rows.low, np.zeros(r)]
        if len(self.side_limit):
            less.append([self.sides[:, columns], None, None, None])
            limits.append(self.side_limit)
        if self.capped:
            mean = sparse.csr_array(self.rows.mean_weight[None, :])
            less.append([None, None, mean, sparse.csr_array([[100.0]])])
            limits.append(np.array([self.aim.imbalance_cap]))
        below = self._block(less, n, r)
        weight = self.aim.imbalance
        cost = np.r_[self.cost[columns], np.zeros(r), weight * self.rows.mean_weight, 100 * weight]
        return linprog(
            cost,
            below,
            np.concatenate(limits),
            equal,
            np.r_[np.ones(self.problem.num_units), -self.rows.base],
            bounds=(0, None),
            method="highs-ipm",
            options={} if time_limit is None else {"time_limit": max(0.1, time_limit)},
        )

    @staticmethod
    def _block(blocks: list[list[sparse.sparray | None]], n: int, r: int) -> sparse.csr_array:
        """Stack rows of blocks with the widths (pairs, loads, violations, worst)."""
        widths = (n, r, r, 1)
        stacked = []
        for line in blocks:
            height = next(part.shape[0] for part in line if part is not None)
            filled = [
                sparse.csr_array((height, width)) if part is None else part
                for part, width in zip(line, widths, strict=True)
            ]
            stacked.append(sparse.hstack(filled))
        return sparse.csr_array(sparse.vstack(stacked))

    def prices(self, result: OptimizeResult) -> Prices:
        """Dual prices of a solved master, made legal."""
        r, s = len(self.rows.number), len(self.side_limit)
        duals = np.maximum(0.0, -np.asarray(result.ineqlin.marginals))
        over, under = duals[:r], duals[r : 2 * r]
        cap = float(duals[3 * r + s]) if self.capped else 0.0
        return legal_prices(
            over, under, duals[3 * r : 3 * r + s], cap, self.aim.imbalance, self.rows.mean_weight
        )

    def lagrangian(self, prices: Prices) -> tuple[float, FloatArray]:
        """Bound on the aim, and the priced cost of every pair."""
        priced = self.cost + self.loads.T @ (prices.over - prices.under) + self.sides.T @ prices.side
        priced = np.where(self.open, priced, np.inf)
        best = np.minimum.reduceat(priced, self.problem.pair_start[:-1]) if len(priced) else priced
        parts = np.concatenate(
            [
                prices.over * (self.rows.base - self.rows.high),
                prices.under * (self.rows.low - self.rows.base),
                -prices.side * self.side_limit,
                best,
                [self.aim.constant(self.problem)],
            ]
        )
        cap = prices.cap * self.aim.imbalance_cap if self.capped else 0.0
        bound = float(parts.sum()) - cap - SAFETY * float(np.abs(parts).sum() + cap)
        return bound, priced - np.repeat(best, np.diff(self.problem.pair_start))


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


def choose_columns(problem: Problem, params: RelaxParams, rng: np.random.Generator) -> BoolArray:
    """First columns: the owner's and some random pairs of every unit (random ones beat the cheapest ones)."""
    keep = np.zeros(problem.num_pairs, dtype=bool)
    if problem.num_pairs <= params.small:
        return ~keep
    unit = problem.pair_unit
    order = np.lexsort((rng.random(problem.num_pairs), unit))
    rank = np.empty(problem.num_pairs, dtype=np.int64)
    rank[order] = np.arange(problem.num_pairs) - problem.pair_start[unit]
    keep |= rank < params.random
    keep[problem.unit_owner[problem.unit_owner >= 0]] = True
    return keep


def violation_alone(problem: Problem) -> FloatArray:
    """Violation (pairs,) that a unit alone causes with a manager, whatever else he gets."""
    cells = problem.cells
    pair, cell, load = problem.pair_loads(np.arange(problem.num_pairs, dtype=np.int32))
    if len(problem.extra):  # an extra and the unit's own load of one cell belong together
        keys, where = np.unique(pair * len(cells) + cell, return_inverse=True)
        load = weighted_count(where, load, len(keys))
        pair, cell = np.divmod(keys, len(cells))
    spot = (cell, problem.pair_manager[pair])
    attainable = cells.attainable[spot]
    over = (cells.base_load[spot] + load - cells.high[spot]) / np.where(attainable > 0, attainable, 1)
    alone = np.zeros(problem.num_pairs)
    np.maximum.at(alone, pair, np.where(attainable > 0, over, 0.0))
    return alone


def price_in(problem: Problem, reduced: FloatArray, limit: float, count: int) -> BoolArray:
    """The `count` cheapest pairs of each unit whose reduced cost is within the limit."""
    near = np.flatnonzero(reduced <= limit)
    unit = problem.pair_unit[near]
    order = np.lexsort((reduced[near], unit))
    first = np.searchsorted(unit[order], np.arange(problem.num_units))
    rank = np.arange(len(near)) - first[unit[order]]
    keep = np.zeros(problem.num_pairs, dtype=bool)
    keep[near[order[rank < count]]] = True
    return keep
