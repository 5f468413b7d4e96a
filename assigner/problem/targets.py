"""Balance cells with their targets and tolerances (model §4)."""

from __future__ import annotations

import numpy as np

from assigner.policy import Goal, Measure, Policy
from assigner.portfolio import FloatArray, IntArray, Portfolio
from assigner.problem.cells import CellLoads, Division, Sharing, divide, goal_cells
from assigner.problem.measures import Amounts
from assigner.problem.model import Cells, weighted_count
from assigner.problem.options import Options

CRUMB = 1e-9
"""Shares below this are taken for float noise (model §4)."""


def build_cells(
    portfolio: Portfolio,
    policy: Policy,
    eligible: Options,
    fixed_to: IntArray,
    weight: FloatArray,
    amounts: dict[Measure, Amounts],
) -> tuple[Cells, list[CellLoads]]:
    """All cells that are balanced, and who counts how much in each.

    `fixed_to` is the manager of each fixed client (locked, or with one eligible manager), else NOBODY.
    """
    goals, values, columns, loads, tolerance = [], [], [], [], []
    sharing = Sharing(eligible, weight)
    divisions: dict[str, Division | None] = {}
    for goal in policy.balance.resolve(
        tuple(portfolio.clients.dimensions), portfolio.clients.workload is not None
    ):
        if goal.dimension not in divisions:
            divisions[goal.dimension] = divide(portfolio, policy, goal.dimension, sharing)
        for value, cell, target in goal_cells(divisions[goal.dimension], amounts[goal.measure], sharing):
            fixed = fixed_to[cell.client]
            base, attainable = _attainable(cell.held, fixed, target, float(cell.load.sum()))
            goals.append(goal)
            values.append(value)
            loads.append(cell)
            columns.append((base, target, attainable))
            tolerance.append(_band(cell.load[fixed < 0], attainable, goal.tolerance))
    return _stack(goals, values, columns, tolerance, len(weight)), loads


def _attainable(
    load: FloatArray, fixed: IntArray, target: FloatArray, total: float
) -> tuple[FloatArray, FloatArray]:
    """Fixed load of each manager, and the attainable target A of a cell with this counted total."""
    held = fixed >= 0
    base = weighted_count(fixed[held], load[held], len(target))
    over = np.zeros(len(target), dtype=bool)
    attainable = target.copy()
    while True:
        newly = ~over & (base > attainable * (1 + 1e-12))
        if not newly.any():
            return base, _drop_crumbs(attainable, total)
        over |= newly
        rest = max(0.0, float(target.sum() - base[over].sum()))
        others = float(target[~over].sum())
        scale = rest / others if others > 0 else 0.0
        attainable = np.where(over, base, target * scale)


def _drop_crumbs(attainable: FloatArray, total: float) -> FloatArray:
    """A target that is nothing but float noise is no cell."""
    return np.where(attainable > CRUMB * total, attainable, 0.0)


def _band(movable: FloatArray, attainable: FloatArray, tau: float) -> tuple[FloatArray, FloatArray]:
    """Loads below and above which a cell is violated: tolerance widened by half of a movable client."""
    sizes = np.concatenate(([0.0], np.sort(movable)))
    safe = np.where(attainable > 0, attainable, 1.0)
    tau_high = np.maximum(tau, 0.5 * sizes[-1] / safe)
    fitting = sizes[np.searchsorted(sizes, attainable * (1 + CRUMB), side="right") - 1]
    tau_low = np.maximum(tau, np.minimum(0.5, 0.5 * fitting / safe))
    return attainable * (1 - tau_low), attainable * (1 + tau_high)


def _stack(
    goals: list[Goal],
    values: list[int],
    columns: list[tuple[FloatArray, FloatArray, FloatArray]],
    bands: list[tuple[FloatArray, FloatArray]],
    num_managers: int,
) -> Cells:
    shape = (len(goals), num_managers)
    base, target, attainable = (
        np.array([column[k] for column in columns], dtype=np.float64).reshape(shape) for k in range(3)
    )
    low, high = (np.array([band[k] for band in bands], dtype=np.float64).reshape(shape) for k in range(2))
    return Cells(
        tuple(goals), tuple(values), base, target, attainable, low, high, _row_weights(goals, attainable)
    )


def _row_weights(goals: list[Goal], attainable: FloatArray) -> FloatArray:
    """Share of each row in the mean violation: w / (sum of w) / (cells of the goal)."""
    weight = np.zeros_like(attainable)
    keys = np.array([goal.key for goal in goals], dtype=object)
    counts = {key: int((attainable[keys == key] > 0).sum()) for key in dict.fromkeys(keys)}
    alive = {goal.key: goal.weight for goal in goals if counts[goal.key]}
    for key, w in alive.items():
        rows = keys == key
        weight[rows] = (attainable[rows] > 0) * (w / sum(alive.values()) / counts[key])
    return weight
