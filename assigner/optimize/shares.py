"""Shares of the managers in the whole base: r = min(1, load / A), and problems of them alone (model §6)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assigner.optimize.levels import MoreLimits, add_limits
from assigner.optimize.tables import row_loads
from assigner.policy import TOTAL, Measure
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Cells, Problem, starts

RULE = "worst-off"
"""Id of the guarantees among the hard limits."""


def total_cell(problem: Problem) -> int | None:
    """The cell that shares are taken from: total potential, else the first goal over the total."""
    totals = [c for c, goal in enumerate(problem.cells.goal) if goal.dimension == TOTAL]
    potential = [c for c in totals if problem.cells.goal[c].measure is Measure.POTENTIAL]
    found = next(iter(potential or totals), None)
    return found if found is not None and (problem.cells.attainable[found] > 0).any() else None


def shares(problem: Problem, cell: int, chosen: IntArray) -> FloatArray:
    """r(j) of an answer, NaN for managers without a cell, (num_managers,)."""
    load = row_loads(problem, chosen).reshape(problem.cells.base_load.shape)[cell]
    attainable = problem.cells.attainable[cell]
    ratio = load / np.where(attainable > 0, attainable, 1.0)
    return np.where(attainable > 0, np.minimum(1.0, ratio), np.nan)


def only_shares(problem: Problem, cell: int, open_to: BoolArray, mean_weight: float) -> Problem:
    """The same rules, but all that counts is what the managers of a mask lack of A in one cell.

    The imbalance of an answer is then 100 x (1 - min r) + mean weight x mean of 100 x (1 - r) over them.
    """
    cells, here = problem.cells, problem.load_cell == cell
    extra_here = problem.extra_cell == cell
    attainable = np.where(open_to, cells.attainable[cell], 0.0)[None, :]
    everything = float(
        problem.load[here].sum() + problem.extra[extra_here].sum() + cells.base_load[cell].sum()
    )
    num_open = max(1, int((attainable > 0).sum()))
    only = Cells(
        goal=(cells.goal[cell],),
        value=(cells.value[cell],),
        base_load=cells.base_load[cell : cell + 1].copy(),
        target=cells.target[cell : cell + 1].copy(),
        attainable=attainable,
        low=attainable.copy(),
        high=attainable + 2 * everything + 1.0,
        weight=np.where(attainable > 0, mean_weight / num_open, 0.0),
    )
    extra_pair = np.repeat(np.arange(problem.num_pairs), np.diff(problem.extra_start))[extra_here]
    return replace(
        problem,
        cells=only,
        load_start=_starts(problem.load_unit[here], problem.num_units),
        load_cell=np.zeros(int(here.sum()), dtype=np.int32),
        load=problem.load[here],
        extra_start=_starts(extra_pair, problem.num_pairs),
        extra_cell=np.zeros(int(extra_here.sum()), dtype=np.int32),
        extra=problem.extra[extra_here],
    )


def _starts(owner: IntArray, count: int) -> IntArray:
    return starts(np.bincount(owner, minlength=count).astype(np.int32))


def guarantee(problem: Problem, cell: int, least: FloatArray) -> Problem:
    """The problem with a hard limit for each manager: r(j) >= least(j); none where that is 0 or NaN."""
    managers = np.flatnonzero(np.nan_to_num(least) > 0)
    if not len(managers):
        return problem
    row_of = np.full(problem.num_managers, -1)
    row_of[managers] = np.arange(len(managers))
    pair, row, load = _loads_of(problem, cell, row_of)
    return add_limits(
        problem,
        MoreLimits(
            pair=pair,
            row=row,
            coef=-load,
            rule=RULE,
            measure=problem.cells.goal[cell].measure.value,
            manager=managers.astype(np.int32),
            constant=-problem.cells.base_load[cell][managers],
            asked=least[managers] * problem.cells.attainable[cell][managers],
            lower=True,
        ),
    )


def _loads_of(problem: Problem, cell: int, row_of: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Loads in the cell by pair and the row of its manager, each pair once."""
    pair, at, load = problem.pair_loads(np.arange(problem.num_pairs, dtype=np.int32))
    held = (at == cell) & (row_of[problem.pair_manager[pair]] >= 0)
    pairs, where = np.unique(pair[held], return_inverse=True)
    total = np.bincount(where, weights=load[held], minlength=len(pairs)).astype(np.float64)
    return pairs.astype(np.int32), row_of[problem.pair_manager[pairs]].astype(np.int32), total
