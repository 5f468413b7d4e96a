"""Compile the search kernel ahead of time: `python -m assigner.optimize.warm`.

numba keeps the result beside the package; without it the first solve spends some ten seconds on it.
"""

from __future__ import annotations

import numpy as np

from assigner.optimize.solve import solve
from assigner.policy.model import ObjectivePolicy
from assigner.portfolio import NOBODY
from assigner.problem.model import Cells, Problem, SideRows, starts
from assigner.solution import SolverConfig


def smallest_problem() -> Problem:
    """Two units, two managers, no cells and no limits."""
    none, nothing = np.zeros((0, 2)), np.zeros(0)
    cells = Cells((), (), none, none, none, none, none, none)
    empty = np.zeros(0, dtype=np.int32)
    side = SideRows(starts([0] * 4), empty, nothing, nothing, (), (), empty, nothing, nothing)
    return Problem(
        num_managers=2,
        member_start=starts([1, 1]),
        member=np.arange(2, dtype=np.int32),
        pair_start=starts([2, 2]),
        pair_manager=np.array([0, 1, 0, 1], dtype=np.int32),
        pair_disruption=np.array([1.0, 2.0, 2.0, 1.0]),
        pair_unfit=np.zeros(4),
        const_disruption=0.0,
        const_unfit=0.0,
        load_start=starts([0, 0]),
        load_cell=empty,
        load=nothing,
        extra_start=starts([0] * 4),
        extra_cell=empty,
        extra=nothing,
        cells=cells,
        side=side,
        apart=np.zeros((0, 2), dtype=np.int32),
        unit_owner=np.full(2, NOBODY, dtype=np.int32),
        fixed_manager=np.full(2, NOBODY, dtype=np.int32),
        objective=ObjectivePolicy(),
    )


if __name__ == "__main__":
    solve(smallest_problem(), SolverConfig(work_limit=0.1, time_limit=None))
