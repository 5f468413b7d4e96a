"""Balance cells with their targets and tolerances (model §4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assigner.policy import TOTAL, Goal, Measure, Policy
from assigner.portfolio import BoolArray, FloatArray, IntArray, Portfolio
from assigner.problem.model import Cells, weighted_count

ALL = -1
"""Code of the one cell of a goal over the whole base."""

CRUMB = 1e-9
"""Shares below this are taken for float noise (model §4)."""


@dataclass(frozen=True, slots=True, eq=False)
class CellLoads:
    """Counted load of each client in one cell: positions of the clients and what they count."""

    client: IntArray
    load: FloatArray


def measure_column(portfolio: Portfolio, measure: Measure) -> FloatArray:
    """A measure of every client (model §1)."""
    clients = portfolio.clients
    if measure is Measure.WORKLOAD:
        return np.zeros(len(clients)) if clients.workload is None else clients.workload
    columns = {
        Measure.POTENTIAL: clients.potential,
        Measure.REVENUE: clients.revenue_12m,
        Measure.COUNT: np.ones(len(clients)),
    }
    return columns[measure]


def build_cells(
    portfolio: Portfolio, policy: Policy, eligible: BoolArray, fixed_to: IntArray, weight: FloatArray
) -> tuple[Cells, list[CellLoads]]:
    """All cells that are balanced, and who counts how much in each.

    `fixed_to` is the manager of each fixed client (locked, or with one eligible manager), else NOBODY.
    """
    share = eligible * weight
    total = share.sum(axis=1, keepdims=True)
    share /= np.where(total > 0, total, 1.0)
    goals, values, columns, loads, tolerance = [], [], [], [], []
    for goal, value, inside in _cell_members(portfolio, policy, eligible):
        raw = measure_column(portfolio, goal.measure)[inside]
        counted, target = _count(raw, share[inside])
        fixed = fixed_to[inside]
        goals.append(goal)
        values.append(value)
        loads.append(CellLoads(inside.astype(np.int32), counted))
        base, attainable = _attainable(counted, fixed, target)
        columns.append((base, target, attainable))
        tolerance.append(_band(counted[fixed < 0], attainable, goal.tolerance))
    return _stack(goals, values, columns, tolerance, len(weight)), loads


def _cell_members(
    portfolio: Portfolio, policy: Policy, eligible: BoolArray
) -> Iterator[tuple[Goal, int, IntArray]]:
    """Goal, value code and clients of every cell that is large enough to balance."""
    clients = portfolio.clients
    served = ~clients.excluded
    goals = policy.balance.resolve(tuple(clients.dimensions), clients.workload is not None)
    for goal in goals:
        for value, inside in _values(portfolio, goal, served):
            num_eligible = int(eligible[inside].any(axis=0).sum())
            if len(inside) >= policy.balance.min_clients_per_manager * num_eligible and len(inside):
                yield goal, value, inside


def _values(portfolio: Portfolio, goal: Goal, served: BoolArray) -> Iterator[tuple[int, IntArray]]:
    if goal.dimension == TOTAL:
        yield ALL, np.flatnonzero(served).astype(np.int32)
        return
    dimension = portfolio.clients.dimensions.get(goal.dimension)
    if dimension is not None:
        order = np.argsort(dimension.codes, kind="stable")
        bounds = np.searchsorted(dimension.codes[order], np.arange(len(dimension.labels) + 1))
        for code in range(len(dimension.labels)):
            inside = order[bounds[code] : bounds[code + 1]]
            yield code, inside[served[inside]].astype(np.int32)


def _count(raw: FloatArray, share: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Counted measures (cut at the largest whole share) and ideal targets from them."""
    counted = np.minimum(raw, (raw @ share).max(initial=0.0))
    return counted, counted @ share


def _attainable(counted: FloatArray, fixed: IntArray, target: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fixed load of each manager, and the attainable target A."""
    held = fixed >= 0
    base = weighted_count(fixed[held], counted[held], len(target))
    over = np.zeros(len(target), dtype=bool)
    attainable = target.copy()
    while True:
        newly = ~over & (base > attainable * (1 + 1e-12))
        if not newly.any():
            return base, _drop_crumbs(attainable, float(counted.sum()))
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
