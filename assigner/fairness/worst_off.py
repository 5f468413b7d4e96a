"""Worst-off first: shares in the whole base, and whether guarantees were kept (model §6)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assigner.policy import TOTAL, Measure
from assigner.portfolio import FloatArray
from assigner.verdict import CellTable

TOLERANCE = 1e-6
"""Shares agree within this (model §7)."""


def total_shares(cells: CellTable, num_managers: int) -> FloatArray | None:
    """r(j) = min(1, load / A) in total potential, else in the first goal over the total; NaN without a cell.

    None where no goal over the total is balanced: the option then has no effect.
    """
    of_total = np.flatnonzero((cells.dimension == TOTAL) & (cells.attainable > 0))
    if not len(of_total):
        return None
    potential = of_total[cells.measure[of_total] == Measure.POTENTIAL.value]
    goal = cells.goal[(potential if len(potential) else of_total)[0]]
    rows = of_total[cells.goal[of_total] == goal]
    share = np.full(num_managers, np.nan)
    share[cells.manager_idx[rows]] = np.minimum(1.0, cells.load[rows] / cells.attainable[rows])
    return share


def shortfall(share: FloatArray) -> float:
    """Value of the level: 100 x (1 - min r), percent."""
    return float(100 * (1 - np.nanmin(share)))


def broken_guarantees(share: FloatArray | None, promised: Sequence[float], slack: float) -> list[int]:
    """Managers who have less than what was promised to them, less the slack (percent points)."""
    if not len(promised):
        return []
    least = np.asarray(promised, dtype=np.float64) - slack / 100 - TOLERANCE
    if share is None:
        return np.flatnonzero(~np.isnan(least)).tolist()
    short = ~(share >= least) & ~np.isnan(least)
    return [int(j) for j in np.flatnonzero(short)]
