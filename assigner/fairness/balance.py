"""Cells, targets and violations of the balance goals (model §4).

Pure arrays; clients are the serviceable ones only, in any order. n clients, M managers, C cell values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assigner.fairness.eligible import Entitled
from assigner.policy import Goal
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray

ROUNDING = 1e-9
"""Relative difference below which two figures count as equal."""

ServedBy = Callable[[IntArray], FloatArray]
"""What each client's raw measure is with the manager given for it, both (n,); anything for `NOBODY`."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredCells:
    """A measure over the values of a dimension: counted loads and ideal targets, before any tolerance.

    `amount` is the raw measure m, `counted` is m' = min(m, share of the client's cell), both (n,); `target`
    is T, (C, M); `num_clients` and `num_eligible` count a cell's clients and the managers eligible for any.
    Where the measure depends on the manager, `served_by` tells it, and `amount` is its mean over E(i).
    """

    codes: IntArray
    amount: FloatArray
    share: FloatArray  # (C,)
    counted: FloatArray
    target: FloatArray
    num_clients: IntArray
    num_eligible: IntArray
    served_by: ServedBy | None = None

    @classmethod
    def of(
        cls,
        amount: FloatArray,
        codes: IntArray,
        width: int,
        entitled: Entitled,
        served_by: ServedBy | None = None,
    ) -> MeasuredCells:
        """Ideal targets from the counted loads, after cutting indivisible clients (model §4)."""
        target, num_eligible = entitled.targets(amount, codes, width)
        share = target.max(axis=1, initial=0.0)
        counted = _cut(amount, share[codes])
        if (counted < amount).any():
            target, _ = entitled.targets(counted, codes, width)
        return cls(
            codes=codes,
            amount=amount,
            share=share,
            counted=counted,
            target=target,
            num_clients=np.bincount(codes, minlength=width).astype(np.int32),
            num_eligible=num_eligible,
            served_by=served_by,
        )

    @property
    def indivisible(self) -> NDArray[np.intp]:
        """Positions of the clients that were cut."""
        return np.flatnonzero(self.counted < self.amount)

    def counted_with(self, manager_idx: IntArray) -> FloatArray:
        """What each client counts with the manager given for it: m'(i, j) = min(m(i, j), share), (n,)."""
        if self.served_by is None:
            return self.counted
        return _cut(self.served_by(manager_idx), self.share[self.codes])

    def loads(self, manager_idx: IntArray) -> FloatArray:
        """Counted loads (C, M) of an assignment (n,); clients of `NOBODY` are nobody's load."""
        width, num_managers = self.target.shape
        given = manager_idx != NOBODY
        spot = self.codes[given].astype(np.int64) * num_managers + manager_idx[given]
        counted = self.counted_with(manager_idx)[given]
        flat = np.bincount(spot, weights=counted, minlength=width * num_managers)
        return flat.astype(np.float64).reshape(width, num_managers)


def _cut(amount: FloatArray, share: FloatArray) -> FloatArray:
    """min(amount, share); an amount that is the share but for rounding is not cut."""
    return np.where(amount > share * (1 + ROUNDING), share, amount)


def attainable_targets(target: FloatArray, fixed: FloatArray) -> FloatArray:
    """Attainable targets A (M,) of one cell from ideal targets T and fixed loads, both (M,) (model §4).

    Who has more than his target for certain is set to what he has; the rest is shared in proportion to T;
    repeated until nobody exceeds.
    """
    total, held = target.sum(), np.zeros(len(target), dtype=bool)
    attainable = target
    while (exceeds := ~held & (fixed > attainable)).any():
        held |= exceeds
        open_target = target[~held].sum()
        factor = max(0.0, total - fixed[held].sum()) / open_target if open_target > 0 else 0.0
        attainable = np.where(held, fixed, target * factor)
    return np.where(attainable > ROUNDING * total, attainable, 0.0)


def tolerances(attainable: FloatArray, movable: FloatArray, tau: float) -> tuple[FloatArray, FloatArray]:
    """Tolerances tau_lo, tau_hi (M,) of a cell; `movable` are its movable clients' counted loads (model §4).

    tau_hi = max(tau, h / 2A), h the largest; tau_lo = max(tau, min(1/2, h_j / 2A)), h_j the largest <= A.
    """
    steps = np.concatenate([[0.0], np.sort(movable)])
    smaller = steps[np.searchsorted(steps, attainable * (1 + ROUNDING), side="right") - 1]
    half = np.divide(0.5, attainable, out=np.zeros(len(attainable)), where=attainable > 0)
    return np.maximum(tau, np.minimum(0.5, half * smaller)), np.maximum(tau, half * steps[-1])


def violations(
    load: FloatArray, attainable: FloatArray, tolerance_low: FloatArray, tolerance_high: FloatArray
) -> FloatArray:
    """Violation max(0, load / A - 1 - tau_hi, 1 - load / A - tau_lo) of cells with A > 0 (model §4)."""
    ratio = load / attainable
    return np.maximum(0.0, np.maximum(ratio - 1 - tolerance_high, 1 - ratio - tolerance_low))


def imbalance(
    violation: FloatArray, goal_idx: IntArray, goal_weight: FloatArray
) -> tuple[float, float, float]:
    """Imbalance in percent and its two parts as fractions, from the cells' violations (model §4).

    100 x (weighted mean over goals with cells of the mean violation of their cells + the worst violation);
    zeros where there is no cell.
    """
    if not len(violation):
        return 0.0, 0.0, 0.0
    cells = np.bincount(goal_idx, minlength=len(goal_weight))
    total = np.bincount(goal_idx, weights=violation, minlength=len(goal_weight))
    used = cells > 0
    mean = float((goal_weight[used] * total[used] / cells[used]).sum() / goal_weight[used].sum())
    worst = float(violation.max())
    return 100 * (mean + worst), mean, worst


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """All cells of all goals with everything but the load; entries of one length, goal by goal."""

    goals: tuple[Goal, ...]
    measured: tuple[MeasuredCells, ...]
    goal_idx: IntArray
    code: IntArray
    manager_idx: IntArray
    target: FloatArray
    attainable: FloatArray
    tolerance_low: FloatArray
    tolerance_high: FloatArray
    too_small: tuple[tuple[int, int], ...]  # (goal position, code) of cell values left out

    @classmethod
    def of(
        cls,
        goals: tuple[Goal, ...],
        measured: tuple[MeasuredCells, ...],
        fixed_to: IntArray,
        min_clients: float,
    ) -> Balance:
        """The cells of these goals, given the figures of each (model §4)."""
        too_small, rows = [], []
        for position, (goal, cells) in enumerate(zip(goals, measured, strict=True)):
            small = cells.num_clients < min_clients * cells.num_eligible
            too_small += [(position, int(code)) for code in np.flatnonzero(small & (cells.num_clients > 0))]
            fixed, movable = cells.loads(fixed_to), _by_cell(cells, fixed_to == NOBODY)
            rows += [
                (position, code, *_cell(cells.target[code], fixed[code], movable[code], goal.tolerance))
                for code in np.flatnonzero(~small & (cells.num_clients > 0)).tolist()
            ]
        sizes = [len(row[2]) for row in rows]
        columns = [np.concatenate([row[k] for row in rows]) if rows else np.zeros(0) for k in range(2, 7)]
        return cls(
            goals=goals,
            measured=measured,
            goal_idx=np.repeat([row[0] for row in rows], sizes).astype(np.int32),
            code=np.repeat([row[1] for row in rows], sizes).astype(np.int32),
            manager_idx=columns[0].astype(np.int32),
            target=columns[1],
            attainable=columns[2],
            tolerance_low=columns[3],
            tolerance_high=columns[4],
            too_small=tuple(too_small),
        )

    def loads(self, manager_idx: IntArray) -> FloatArray:
        """Counted load of every cell under an assignment of the serviceable clients (n,)."""
        load = np.zeros(len(self.goal_idx))
        for position, cells in enumerate(self.measured):
            mine = self.goal_idx == position
            load[mine] = cells.loads(manager_idx)[self.code[mine], self.manager_idx[mine]]
        return load

    def violations(self, load: FloatArray) -> FloatArray:
        """Violation of every cell under these loads."""
        return violations(load, self.attainable, self.tolerance_low, self.tolerance_high)

    def imbalance(self, violation: FloatArray) -> tuple[float, float, float]:
        """Imbalance in percent, mean and worst violation as fractions."""
        weights = np.array([goal.weight for goal in self.goals], dtype=np.float64)
        return imbalance(violation, self.goal_idx, weights)


def _by_cell(cells: MeasuredCells, among: BoolArray) -> list[FloatArray]:
    """Counted measures of these clients by cell value."""
    order = np.flatnonzero(among)
    order = order[np.argsort(cells.codes[order], kind="stable")]
    borders = np.searchsorted(cells.codes[order], np.arange(1, len(cells.target)))
    return np.split(cells.counted[order], borders)


def _cell(
    target: FloatArray, fixed: FloatArray, movable: FloatArray, tau: float
) -> tuple[NDArray[np.intp], FloatArray, FloatArray, FloatArray, FloatArray]:
    """Managers with a positive attainable target, and T, A, tau_lo, tau_hi of each."""
    attainable = attainable_targets(target, fixed)
    low, high = tolerances(attainable, movable, tau)
    managers = np.flatnonzero(attainable > 0)
    return managers, target[managers], attainable[managers], low[managers], high[managers]
