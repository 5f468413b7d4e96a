"""Structured interior point method for the relaxation over some pairs (Mehrotra 1992, Gondzio 1996).

Eliminating the units leaves a dense system of one row per live cell of a manager and per hard limit: one
Cholesky factor per iteration, whatever the number of units. The prices of any iterate give a bound, so it can
be stopped at any time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from assigner.optimize.interior_kernels import Columns, carry, centre, unit_prices
from assigner.optimize.interior_moves import advance, ask, ask_more, follow, product_after, push
from assigner.optimize.interior_rows import RowState, central_rows
from assigner.optimize.interior_step import (
    Border,
    Elimination,
    border,
    eliminate,
    price_step,
    slack_step,
    wish,
)
from assigner.optimize.interior_system import Solve, System
from assigner.portfolio import FloatArray


@dataclass(frozen=True, slots=True)
class InteriorParams:
    """When an interior point run ends, and how it steps.

    `correctors`: further solves with the same factor that bring products of slack and price back towards
    their mean; they cost little where the factor costs much.
    """

    cold: float = 1000.0  # first product of slack and price, in unit costs
    back: float = 3.0  # later rounds begin where the gap was so many times what pricing left open
    new_share: float = 0.1  # most that a new column begins with in later rounds
    most_iterations: int = 100
    correctors: int = 4
    worth: float = 0.01  # relative gain of a step below which correcting ends
    poor: float = 0.05  # a step shorter than this is replaced by one that mostly centres
    most_second: float = 1.0  # bound of Mehrotra's second-order term, in mean products
    least_centring: float = 0.03
    back_off: float = 0.9  # share of the way to the boundary that a step may go
    short: float = 1e-3  # a run whose steps are shorter three times in a row has stalled


class Direction(NamedTuple):
    """A step of everything but the columns, whose own stands in their arrays; and how far it may go."""

    y: FloatArray
    loads: FloatArray  # (rows + sides,)
    worst: float
    slack: FloatArray
    price: FloatArray
    primal: float  # largest step of shares and slacks that keeps them positive, at most 1
    dual: float


class Factored(NamedTuple):
    """One iteration's matrix, and what follows the worst violation and the cap's price."""

    elimination: Elimination
    solve: Solve
    edge: Border


class Snapshot(NamedTuple):
    """Where a run was when its value and bound were `gap` apart."""

    gap: float
    mean: float  # product of slack and price
    columns: Columns
    unit_price: FloatArray
    rows: RowState


def copied(rows: RowState) -> RowState:
    """A state of its own."""
    arrays = {name: getattr(rows, name).copy() for name in ("load", "side", "primal", "dual", "y")}
    return replace(rows, **arrays)


class Interior:
    """The state of one run: columns, rows, and what a step needs."""

    def __init__(self, system: System, rows: RowState, params: InteriorParams) -> None:
        self.system, self.rows, self.params = system, rows, params
        columns = system.columns
        self.asked, self.kept = np.zeros(len(columns.x)), np.zeros((2, len(columns.x)))
        self.by, self.shift = np.zeros(len(columns.x)), np.zeros(len(columns.start) - 1)

    @classmethod
    def cold(cls, system: System, y: FloatArray, barrier: float, params: InteriorParams) -> Interior:
        """Begin with every product of slack and price the same, the columns central for these prices."""
        centre(system.data, system.columns, *system.raw(y), barrier, 1e-10)
        loads, r = system.loads(system.columns.x), system.num_rows
        rows = central_rows(system.limits, loads[:r], loads[r:], barrier)
        rows.y = y.copy()
        return cls(system, rows, params)

    @classmethod
    def warm(cls, system: System, shot: Snapshot, params: InteriorParams) -> Interior:
        """Begin where a run over other columns once was."""
        row_price, side_price = system.raw(shot.rows.y)
        carry(
            system.data,
            shot.columns,
            shot.unit_price,
            system.columns,
            row_price,
            side_price,
            shot.mean,
            params.new_share,
        )
        loads, r = system.loads(system.columns.x), system.num_rows
        return cls(system, replace(copied(shot.rows), load=loads[:r], side=loads[r:]), params)

    def snapshot(self, gap: float) -> Snapshot:
        """Where the run is."""
        c = self.system.columns
        nothing = np.zeros(0)
        columns = Columns(
            c.start, c.pair, c.x.copy(), c.d.copy(), nothing, nothing, c.rest * c.left, np.ones(1)
        )
        price = np.empty(len(c.start) - 1)
        unit_prices(self.system.data, c, *self.system.raw(self.rows.y), price)
        return Snapshot(gap, self.mean_product(), columns, price, copied(self.rows))

    def mean_product(self) -> float:
        """Mean product of slack and price."""
        nothing = np.zeros_like(self.rows.primal)
        return self.products(0.0, 0.0, nothing, nothing)

    def products(self, primal: float, dual: float, slack: FloatArray, price: FloatArray) -> float:
        """Mean product of slack and price after a step."""
        rows, columns = self.rows, self.system.columns
        total = (rows.primal + primal * slack) @ (rows.dual + dual * price)
        return (float(total) + product_after(columns, primal, dual)) / (len(rows.primal) + len(columns.x))

    def iterate(self) -> float:
        """One iteration; the shorter of its two steps. Raises LinAlgError when nothing can be factored."""
        e = eliminate(self.rows)
        solve = self.system.factor(e.diagonal)
        matrix = Factored(e, solve, border(self.rows, e, solve))
        mean = self.mean_product()
        d = self._direction(matrix, self._aimed(0.0, 0.0, None))
        kept = self.products(d.primal, d.dual, d.slack, d.price) / mean
        target = max(self.params.least_centring, kept**4) * mean
        asked = self._aimed(target, self.params.most_second * mean, d)
        d = self._direction(matrix, asked)
        if min(d.primal, d.dual) < self.params.poor:
            asked = self._aimed(max(0.5 * mean, target), 0.0, None)
            d = self._direction(matrix, asked)
        return self._advance(self._nearer(matrix, d, asked, target))

    def _aimed(self, target: float, most: float, before: Direction | None) -> FloatArray:
        """Complementarity asked: of the rows as the result, of the columns in `asked` (Mehrotra 1992)."""
        rows, nothing = self.rows, target - self.rows.primal * self.rows.dual
        second = 0.0 if before is None else before.primal * before.dual
        ask(self.system.columns, target, second, most, self.asked)
        if before is None:
            return nothing
        return target - rows.primal * rows.dual - np.clip(second * before.slack * before.price, -most, most)

    def _nearer(self, matrix: Factored, d: Direction, asked: FloatArray, target: float) -> Direction:
        """Correct the direction as long as that makes its steps longer (Gondzio 1996)."""
        columns = self.system.columns
        for _ in range(self.params.correctors):
            primal, dual = (min(1.0, 1.08 * length + 0.3) for length in (d.primal, d.dual))
            ask_more(columns, primal, dual, target, self.asked)
            asked = asked + _ask_rows(self.rows, d, primal, dual, target)
            self.kept[0], self.kept[1] = columns.dx, columns.dd
            new = self._direction(matrix, asked)
            if new.primal + new.dual < (1 + self.params.worth) * (d.primal + d.dual):
                columns.dx[:], columns.dd[:] = self.kept
                break
            d = new
        return d

    def _direction(self, matrix: Factored, asked: FloatArray) -> Direction:
        rows, system, e = self.rows, self.system, matrix.elimination
        w = wish(rows, e, asked)
        push(system.columns, self.asked, self.by, self.shift)
        y, worst, cap = price_step(rows, e, w, matrix.edge, system.loads(self.by), matrix.solve)
        primal, dual = follow(system.data, system.columns, *system.raw(y), self.by, self.shift)
        loads = system.loads(system.columns.dx)
        slack, price = slack_step(rows, e, w, y, loads, (worst, cap))
        primal = max(primal, float((-slack / rows.primal).max(initial=0.0)), 1e-30)
        dual = max(dual, float((-price / rows.dual).max(initial=0.0)), 1e-30)
        return Direction(y, loads, worst, slack, price, min(1.0, 1 / primal), min(1.0, 1 / dual))

    def _advance(self, d: Direction) -> float:
        rows, r = self.rows, self.system.num_rows
        primal, dual = self.params.back_off * d.primal, self.params.back_off * d.dual
        advance(self.system.columns, primal, dual)
        rows.primal += primal * d.slack
        rows.dual += dual * d.price
        rows.y += dual * d.y
        rows.worst += primal * d.worst
        rows.load += primal * d.loads[:r]
        rows.side += primal * d.loads[r:]
        return min(primal, dual)


def _ask_rows(rows: RowState, d: Direction, primal: float, dual: float, target: float) -> FloatArray:
    """What `ask_more` asks of the columns, for the rows."""
    product = (rows.primal + primal * d.slack) * (rows.dual + dual * d.price)
    low, high = 0.1 * target, 10 * target
    return np.clip(np.clip(product, low, high) - product, -high, high)
