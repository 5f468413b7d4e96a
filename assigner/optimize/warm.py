"""Compile the search kernels ahead of time: `python -m assigner.optimize.warm`.

numba keeps the result beside the package; without it the first solve spends half a minute on it, inside
its own time limit.
"""

from __future__ import annotations

import numpy as np

from assigner.optimize.bounding import relax
from assigner.optimize.clock import Clock
from assigner.optimize.course import guided_course, plain_course
from assigner.optimize.eject_phase import chains
from assigner.optimize.relax import RelaxParams
from assigner.optimize.search import Search, today
from assigner.optimize.tables import Aim
from assigner.optimize.walking import walk
from assigner.policy import TOTAL, Goal, Measure
from assigner.policy.model import ObjectivePolicy
from assigner.portfolio import NOBODY
from assigner.problem.model import Cells, Problem, SideRows, starts
from assigner.solution import SolverConfig, never_stop

UNITS, MANAGERS = 12, 3


def smallest_problem(*, with_cell: bool = False) -> Problem:
    """Twelve units for three managers who may have seven each; with one cell, or with costs only."""
    pairs, goals = UNITS * MANAGERS, (Goal(measure=Measure.COUNT, dimension=TOTAL, tolerance=0.1),)
    empty, nothing, row = np.zeros(0, dtype=np.int32), np.zeros(0), np.full((int(with_cell), MANAGERS), 4.0)
    cells = Cells(goals * int(with_cell), (-1,) * int(with_cell), 0 * row, row, row, 0.9 * row, row, row / 12)
    managers = np.arange(MANAGERS, dtype=np.int32)
    limit = np.full(MANAGERS, 7.0)
    rules, measures = ("max-load",) * MANAGERS, ("count",) * MANAGERS
    by_pair = np.tile(managers, UNITS)
    ones = np.ones(pairs)
    side = SideRows(
        starts([1] * pairs), by_pair, ones, limit, rules, measures, managers, np.zeros(MANAGERS), limit
    )
    return Problem(
        num_managers=MANAGERS,
        member_start=starts([1] * UNITS),
        member=np.arange(UNITS, dtype=np.int32),
        pair_start=starts([MANAGERS] * UNITS),
        pair_manager=by_pair,
        pair_disruption=np.random.default_rng(0).random(pairs),
        pair_unfit=np.zeros(pairs),
        const_disruption=0.0,
        const_unfit=0.0,
        load_start=starts([int(with_cell)] * UNITS),
        load_cell=np.zeros(UNITS * int(with_cell), dtype=np.int32),
        load=np.ones(UNITS * int(with_cell)),
        extra_start=starts([0] * pairs),
        extra_cell=empty,
        extra=nothing,
        cells=cells,
        side=side,
        apart=np.zeros((0, 2), dtype=np.int32),
        unit_owner=np.full(UNITS, NOBODY, dtype=np.int32),
        fixed_manager=np.full(UNITS, NOBODY, dtype=np.int32),
        objective=ObjectivePolicy(),
    )


def warm() -> None:
    """Run every kernel once."""
    for with_cell in (True, False):
        problem = smallest_problem(with_cell=with_cell)
        clock = Clock(SolverConfig(work_limit=0.5, time_limit=None), never_stop)
        search = Search(problem, Aim.weighted(problem), clock, 0, 1, 0.0, lambda *_: None)
        rng = np.random.default_rng(0)
        relaxation = relax(problem, search.aim, rng=rng, seconds_left=lambda: None)
        relax(problem, search.aim, rng=rng, seconds_left=lambda: None, params=RelaxParams(random=1, small=0))
        walk(search, "warm", today(problem), plain_course(search, 0.5), 0.01)
        walk(search, "warm", today(problem), guided_course(search, relaxation, 0), 0.01)
        if not with_cell:
            chains(search, relaxation, rng)


if __name__ == "__main__":
    warm()
