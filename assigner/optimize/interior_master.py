"""The restricted master solved by the interior point method: set up, run, read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.linalg import LinAlgError

from assigner.optimize.budget import Budget
from assigner.optimize.interior import Interior, InteriorParams, Snapshot
from assigner.optimize.interior_kernels import Places, least_costs
from assigner.optimize.interior_rows import Limits
from assigner.optimize.interior_system import System
from assigner.optimize.relax import Master, Prices, legal_prices
from assigner.portfolio import BoolArray, FloatArray, IntArray

SMALLEST_SHARE = 1e-3
"""Shares below this are interior noise: they are dropped from the answer that is reported."""


SPARSE = 3.0
"""How much smaller the gap is from one snapshot to the next."""


class Certificate(NamedTuple):
    """What one iterate proves about the restricted master, without the aim's constant."""

    value: float  # of the shares, broken limits at their steep price
    bound: float  # of the prices
    broken: float
    worst: float
    prices: Prices
    iterations: int = 0

    @property
    def gap(self) -> float:
        """Relative distance of value and bound."""
        return (self.value - self.bound) / max(abs(self.value), 1e-3)


def row_order(master: Master) -> IntArray:
    """The live rows, manager by manager: what a unit adds to the system then stands close together."""
    number, managers = master.rows.number, master.problem.num_managers
    return np.lexsort((number // managers, number % managers))


def make_places(master: Master, order: IntArray) -> Places:
    """Where rows and limits stand in the Schur system."""
    problem = master.problem
    attainable = problem.cells.attainable.ravel()
    row = np.full(attainable.size, -1, dtype=np.int64)
    row[master.rows.number[order]] = np.arange(len(order))
    scale = np.divide(1.0, attainable, out=np.zeros_like(attainable), where=attainable > 0)
    blocks = (problem.load_start, problem.extra_start, problem.side.start)
    width = sum(int(np.diff(start).max(initial=0)) for start in blocks)
    return Places(row, scale, len(order), 1 / master.side_scale, width)


class InteriorMaster:
    """The master over columns that change from round to round."""

    def __init__(self, master: Master, steep: float) -> None:
        self.master = master
        matters = master.aim.imbalance > 0 or master.capped
        self.order = row_order(master) if matters else np.zeros(0, dtype=np.int64)
        rows, order = master.rows, self.order
        limits = Limits(
            (rows.low - rows.base)[order],
            (rows.high - rows.base)[order],
            rows.mean_weight[order],
            master.side_limit,
            master.aim.imbalance,
            master.aim.imbalance_cap if master.capped else None,
            steep,
        )
        self.system = System(master.data, make_places(master, order), limits)
        self.y = np.zeros(len(order) + len(master.side_limit))
        self.shots: list[Snapshot] = []

    def begin(self, columns: BoolArray, barrier: float, gap: float, params: InteriorParams) -> Interior:
        """A run over these pairs: from the last snapshot at or above `gap`, else from the last prices."""
        pair, system = np.flatnonzero(columns).astype(np.int32), self.system
        system.choose(np.searchsorted(pair, self.master.problem.pair_start), pair)
        shots = [shot for shot in self.shots if shot.gap >= gap]
        if shots:
            self.shots = shots
            return Interior.warm(system, shots[-1], params)
        return Interior.cold(system, self.y, barrier, params)

    def keep(self, run: Interior, gap: float) -> None:
        """Take a snapshot where the gap has become much smaller than at the last one."""
        if gap <= 1.0 and (not self.shots or gap <= self.shots[-1].gap / SPARSE):
            self.shots.append(run.snapshot(gap))

    def certify(self, run: Interior) -> Certificate:
        """What the current iterate proves."""
        prices = self._prices(run)
        limits, system = self.system.limits, self.system
        y = np.concatenate([prices.over - prices.under, prices.side])
        best = np.empty(len(system.columns.start) - 1)
        cost = least_costs(system.data, system.columns, *system.raw(y), best)
        bound = float(best.sum() + prices.under @ limits.low - prices.over @ limits.high)
        bound -= float(prices.side @ limits.side) + prices.cap * (limits.cap or 0.0)
        value, broken, worst = run.rows.value()
        return Certificate(cost + value, bound, broken, worst, self._spread(prices))

    def _prices(self, run: Interior) -> Prices:
        """Legal prices in the order of the system."""
        y, limits, r = run.rows.y, self.system.limits, self.system.num_rows
        over, under, side = (np.maximum(0.0, part) for part in (y[:r], -y[:r], y[r:]))
        return legal_prices(over, under, side, run.rows.cap_price, limits.weight, limits.mean)

    def _spread(self, prices: Prices) -> Prices:
        """The prices in the order of the master's rows."""
        over, under = np.zeros(len(self.master.rows.number)), np.zeros(len(self.master.rows.number))
        over[self.order], under[self.order] = prices.over, prices.under
        return Prices(over, under, prices.side, prices.cap)

    def shares(self) -> FloatArray:
        """(pairs,) shares of the columns; noise is dropped and the rest of each unit adds up to 1 again."""
        columns = self.system.columns
        first = columns.start[:-1]
        width = np.diff(columns.start)
        most = np.repeat(np.maximum.reduceat(columns.x, first), width)
        x = np.where((columns.x >= SMALLEST_SHARE) | (columns.x == most), columns.x, 0.0)
        fraction = np.zeros(self.master.problem.num_pairs)
        fraction[columns.pair] = x / np.repeat(np.add.reduceat(x, first), width)
        return fraction

    def work_per_iteration(self) -> float:
        """Seconds of one core that an iteration takes, about: factor, Schur system, passes over columns."""
        size, columns = len(self.y), self.system.columns
        entries = np.diff(columns.start) * (len(self.system.data.load) / max(1, len(columns.start) - 1))
        return 1.2e-10 * size**3 + 2e-9 * float(entries @ entries) + 4e-7 * len(columns.x)


def run_master(
    master: InteriorMaster,
    columns: BoolArray,
    barrier: float,
    gaps: tuple[float, float],
    params: InteriorParams,
    budget: Budget,
) -> tuple[Certificate, bool]:
    """Iterate until value and bound are within `gap`; the best bound, and whether it converged.

    Ends early when the budget is spent, when steps have become too short, or when nothing can be factored.
    """
    run, gap = master.begin(columns, barrier, gaps[0], params), gaps[1]
    work = master.work_per_iteration()
    best, best_y = master.certify(run), run.rows.y.copy()
    stalled = number = 0
    while number < params.most_iterations and stalled < 3 and best.gap > gap and budget.go_on():
        number += 1
        try:
            step = run.iterate()
        except (LinAlgError, ValueError):
            break
        budget.spend(work)
        now = master.certify(run)
        master.keep(run, now.gap)
        if not np.isfinite(now.value + now.bound):
            break
        stalled = stalled + 1 if step < params.short else 0
        if now.bound > best.bound:
            best_y = run.rows.y.copy()
        best = _better(best, now)
    master.y = best_y
    return best._replace(iterations=number), best.gap <= gap


def _better(old: Certificate, new: Certificate) -> Certificate:
    """The last shares with the best prices so far."""
    if new.bound >= old.bound:
        return new
    return new._replace(bound=old.bound, prices=old.prices)
