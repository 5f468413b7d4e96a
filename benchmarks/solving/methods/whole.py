"""The whole model of docs/model.md as one system of linear constraints, for solvers that know nothing of us.

Columns: a binary x per pair of unit and manager, a load per row (a cell of one manager that has a target),
a violation per row, and the worst violation. Loads count in attainable targets, so that all rows have one
size (model §4):

    load_r = base_r / A_r + sum of m' x / A_r        violation_r >= load_r - high_r / A_r
    worst >= violation_r                             violation_r >= low_r / A_r - load_r
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.portfolio import FloatArray, IntArray
from assigner.problem import Problem
from assigner.problem.model import block_entries


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """Columns x, loads, violations, worst, in this order; entries (row, column, value) of all constraints.

    `lower <= matrix <= upper`; constraint c was divided by `scale[c]` (a hard limit by its own size). The
    objective is `constant` + cost x columns: the score of model §6.
    """

    num_pairs: int
    num_rows: int
    cost: FloatArray
    constant: float
    row: IntArray
    column: IntArray
    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    scale: FloatArray

    @property
    def num_columns(self) -> int:
        """Number of columns; the last one is the worst violation."""
        return len(self.cost)


class Lines:
    """Constraints collected block by block."""

    def __init__(self) -> None:
        self.parts: list[tuple[IntArray, IntArray, FloatArray]] = []
        self.lower: list[FloatArray] = []
        self.upper: list[FloatArray] = []
        self.scale: list[FloatArray] = []
        self.count = 0

    def block(
        self,
        lower: FloatArray,
        upper: FloatArray,
        *entries: tuple[IntArray, IntArray, object],
        scale: FloatArray | None = None,
    ) -> None:
        """Add constraints; each of the entries has a row within the block, a column and a value."""
        for row, column, value in entries:
            numbers = np.broadcast_to(np.asarray(value, dtype=np.float64), row.shape)
            self.parts.append((row.astype(np.int64) + self.count, column.astype(np.int64), numbers))
        self.lower.append(lower)
        self.upper.append(upper)
        self.scale.append(np.ones(len(lower)) if scale is None else scale)
        self.count += len(lower)

    def all(self) -> tuple[IntArray, IntArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        """Rows, columns, values; lower and upper sides and scales of the constraints."""
        row, column, value = (np.concatenate([part[k] for part in self.parts]) for k in range(3))
        lower, upper, scale = (np.concatenate(parts) for parts in (self.lower, self.upper, self.scale))
        return row, column, value, lower, upper, scale


def whole_model(problem: Problem) -> Whole:
    """Write the model down."""
    target = problem.cells.attainable.ravel()
    rows = np.flatnonzero(target > 0)
    lines = Lines()
    _one_owner(problem, lines)
    _balance(problem, rows, lines)
    _limits(problem, lines)
    _apart(problem, lines)
    weights = problem.objective.weights
    pair_cost = weights.disruption * problem.pair_disruption + weights.fit * problem.pair_unfit
    violation_cost = weights.imbalance * 100 * problem.cells.weight.ravel()[rows]
    return Whole(
        problem.num_pairs,
        len(rows),
        np.concatenate([pair_cost, np.zeros(len(rows)), violation_cost, [100.0 * weights.imbalance]]),
        weights.disruption * problem.const_disruption + weights.fit * problem.const_unfit,
        *lines.all(),
    )


def _one_owner(problem: Problem, lines: Lines) -> None:
    """Each unit has exactly one manager."""
    one = np.ones(problem.num_units)
    lines.block(one, one, (problem.pair_unit, np.arange(problem.num_pairs), 1.0))


def _balance(problem: Problem, rows: IntArray, lines: Lines) -> None:
    """Loads of the rows with a target, and what is violated (model §4)."""
    cells, pairs, count = problem.cells, problem.num_pairs, len(rows)
    target = cells.attainable.ravel()[rows]
    base, low, high = (x.ravel()[rows] / target for x in (cells.base_load, cells.low, cells.high))
    number = np.full(cells.base_load.size, -1, dtype=np.int64)
    number[rows] = np.arange(count)
    pair, cell, load = problem.pair_loads(np.arange(pairs, dtype=np.int32))
    row = number[cell.astype(np.int64) * problem.num_managers + problem.pair_manager[pair]]
    has = row >= 0
    each, endless = np.arange(count), np.full(count, np.inf)
    loads, violations, worst = pairs + each, pairs + count + each, np.full(count, pairs + 2 * count)
    share = load[has] / target[row[has]]
    lines.block(-base, -base, (row[has], pair[has], share), (each, loads, -1.0))
    lines.block(-high, endless, (each, violations, 1.0), (each, loads, -1.0))
    lines.block(low, endless, (each, violations, 1.0), (each, loads, 1.0))
    lines.block(np.zeros(count), endless, (each, worst, 1.0), (each, violations, -1.0))


def _limits(problem: Problem, lines: Lines) -> None:
    """Hard limits (model §3), each over its own size."""
    side = problem.side
    scale = np.maximum(1.0, np.abs(side.asked))
    pair, entry = block_entries(side.start, np.arange(problem.num_pairs))
    row = side.row[entry]
    entries = (row, pair, side.coef[entry] / scale[row])
    lines.block(np.full(len(side), -np.inf), side.limit / scale, entries, scale=scale)


def _apart(problem: Problem, lines: Lines) -> None:
    """At most one of two units that must be apart with each manager both could have."""
    start, manager = problem.pair_start, problem.pair_manager
    both: list[tuple[int, int]] = []
    for a, b in problem.apart.tolist():
        there = {int(manager[p]): p for p in range(start[b], start[b + 1])}
        shared = (p for p in range(start[a], start[a + 1]) if int(manager[p]) in there)
        both += [(p, there[int(manager[p])]) for p in shared]
    column = np.array(both, dtype=np.int64).reshape(-1, 2)
    row = np.repeat(np.arange(len(both)), 2)
    lines.block(np.full(len(both), -np.inf), np.ones(len(both)), (row, column.ravel(), 1.0))
