"""Which pairs a walk may try."""

from __future__ import annotations

import numpy as np

from assigner.optimize.params import AnnealParams
from assigner.optimize.relax import Relaxation
from assigner.optimize.search import Search, first_of_unit
from assigner.optimize.tables import Aim, row_loads, unit_cost, violations
from assigner.portfolio import BoolArray, IntArray
from assigner.problem.model import Problem


def candidates_near(search: Search, relaxation: Relaxation) -> BoolArray:
    """Pairs worth trying: near the relaxation's prices, or able to heal the best answer's worst rows."""
    near = candidate_pairs(search.problem, relaxation, search.aim, search.params.anneal)
    if search.best is not None:
        above = relaxation.worst + search.params.anneal.too_large
        near |= healing_pairs(search.problem, search.best, above)
    return near & bearable(search, relaxation)


def healing_pairs(problem: Problem, chosen: IntArray, above: float) -> BoolArray:
    """Pairs that take load from or bring load to rows violated by more than `above`.

    All pairs of the units that sit in an overfull row, and the pairs of all units of the cell with the
    manager of a row that has too little.
    """
    cells, manager = problem.cells, problem.pair_manager
    over = (row_loads(problem, chosen).reshape(cells.base_load.shape) > cells.high) & (cells.attainable > 0)
    bad = violations(problem, chosen) > above
    unit, pair_unit = problem.load_unit, problem.pair_unit
    sits = manager[chosen[unit]]
    leaving = np.zeros(problem.num_units, dtype=bool)
    leaving[unit[(bad & over)[problem.load_cell, sits]]] = True
    healing = leaving[pair_unit]
    short = bad & ~over
    for cell in np.flatnonzero(short.any(axis=1)):
        inside = np.zeros(problem.num_units, dtype=bool)
        inside[unit[problem.load_cell == cell]] = True
        healing |= inside[pair_unit] & short[cell][manager]
    return healing


def candidate_pairs(problem: Problem, relaxation: Relaxation, aim: Aim, params: AnnealParams) -> BoolArray:
    """Mask of the pairs worth a walk: near the relaxation's prices, in its support, or the owner's."""
    limit = np.full(problem.num_units, params.threshold)
    limit[_heavy_units(problem, params.heavy)] = params.heavy_threshold
    near = relaxation.reduced <= (limit * unit_cost(problem, aim))[problem.pair_unit]
    near |= relaxation.fraction > 1e-9
    near[problem.unit_owner[problem.unit_owner >= 0]] = True
    return near


def _heavy_units(problem: Problem, share: float) -> BoolArray:
    """Units that are a large part of a cell of one manager."""
    attainable = problem.cells.attainable
    alive = np.maximum(1, (attainable > 0).sum(axis=1))
    mean = attainable.sum(axis=1) / alive
    size = problem.load / np.maximum(mean[problem.load_cell], 1e-300)
    unit = problem.load_unit
    heavy = np.zeros(problem.num_units, dtype=bool)
    heavy[unit[size > share]] = True
    return heavy


def heavy_units(problem: Problem, share: float) -> BoolArray:
    """Units that fill more than a share of the band of some cell (the median of its managers').

    Light units fill the gaps that heavy ones leave; a heavy one fits or it doesn't.
    """
    cells = problem.cells
    band = np.where(cells.attainable > 0, cells.high - cells.low, np.nan)
    alive = (cells.attainable > 0).any(axis=1)
    middle = np.full(len(cells), np.inf)
    middle[alive] = np.nanmedian(band[alive], axis=1)
    heavy = np.zeros(problem.num_units, dtype=bool)
    heavy[problem.load_unit[problem.load > share * middle[problem.load_cell]]] = True
    return heavy


def bearable(search: Search, relaxation: Relaxation) -> BoolArray:
    """Pairs whose unit alone violates hardly more than the relaxation's worst row; else the least bad.

    A heavy client that sits where it alone breaks the balance can't be walked out again: everything else has
    been built around it by then.
    """
    problem, limit = search.problem, relaxation.worst + search.params.anneal.too_large
    least = np.minimum.reduceat(search.alone, problem.pair_start[:-1])[problem.pair_unit]
    return np.asarray(search.alone <= np.maximum(limit, least))


def rounded(search: Search, relaxation: Relaxation) -> IntArray:
    """Every unit with the manager that has most of it in the relaxation and is not too small for it."""
    worth = relaxation.fraction - 1e-6 * np.minimum(relaxation.reduced, 1e6)
    return first_of_unit(search.problem, np.where(bearable(search, relaxation), worth, worth - 2.0))
