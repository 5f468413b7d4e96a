"""Set up walks for the annealing kernel and run them in slices, with a clock between the slices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.optimize.kernel import (
    CLASHES,
    ENERGY,
    EXCESS,
    MEAN,
    SOFT,
    WORST,
    Moves,
    Walk,
    anneal,
    count_clashes,
    keep_best,
)
from assigner.optimize.relax import Relaxation
from assigner.optimize.tables import Aim, Tables, build_tables, row_loads, side_loads
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem, starts


@dataclass(frozen=True, slots=True)
class AnnealParams:
    """Which pairs are candidates, and how a walk cools.

    Candidates have a reduced cost within `threshold` x unit cost, those of heavy units within
    `heavy_threshold`. `cold` is the last temperature in unit costs; a unit cost is the score points of one
    client's mean disruption.
    """

    threshold: float = 0.3
    heavy_threshold: float = 3.0
    heavy: float = 0.5  # a unit is heavy when it is this share of some cell's mean target
    cold: float = 0.003
    swap_share: float = 0.7
    excess_price: float = 1e4
    slice_steps: int = 200_000
    too_large: float = 0.005  # violation above the relaxation's worst that a unit alone may cause


def unit_cost(problem: Problem, aim: Aim) -> float:
    """Score points of one client's mean disruption: the natural unit of cost."""
    return 100 * max(aim.disruption, 0.01 * aim.imbalance, 1e-9) / max(1, problem.num_units)


def candidate_pairs(problem: Problem, relaxation: Relaxation, aim: Aim, params: AnnealParams) -> BoolArray:
    """Mask of the pairs worth a walk: near the relaxation's prices, in its support, or the owner's."""
    limit = np.full(problem.num_units, params.threshold)
    limit[_heavy_units(problem, params.heavy)] = params.heavy_threshold
    near = relaxation.reduced <= (limit * unit_cost(problem, aim))[problem.pair_unit]
    near |= relaxation.fraction > 1e-9
    near[problem.unit_owner[problem.unit_owner >= 0]] = True
    return near


def bearable(problem: Problem, alone: FloatArray, limit: float) -> BoolArray:
    """Pairs whose unit is not too large for the manager by itself; the least bad where all are.

    `alone` is the violation (pairs,) that each causes by itself, `limit` what is borne of it.

    A heavy client that sits where it alone breaks the balance can't be walked out again: everything else has
    been built around it by then.
    """
    least = np.minimum.reduceat(alone, problem.pair_start[:-1])[problem.pair_unit]
    return np.asarray(alone <= np.maximum(limit, least))


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


class Annealer:
    """Walks over one problem with one aim. Not safe for two threads at once; make one each."""

    def __init__(
        self,
        problem: Problem,
        aim: Aim,
        candidates: BoolArray,
        params: AnnealParams,
        worst_aimed: float = 0.0,
    ) -> None:
        self.problem, self.aim, self.params = problem, aim, params
        self.tables: Tables = build_tables(problem, aim)
        self.unit_cost = unit_cost(problem, aim)
        self.moves = self._moves(candidates, worst_aimed)

    def _moves(self, candidates: BoolArray, worst_aimed: float) -> Moves:
        problem = self.problem
        counts = np.add.reduceat(candidates.astype(np.int32), problem.pair_start[:-1])
        free = np.flatnonzero(counts > 1).astype(np.int32)
        unit = problem.pair_unit
        chosen = np.flatnonzero(candidates & (counts > 1)[unit]).astype(np.int32)
        pair_at = np.full((problem.num_units, problem.num_managers), -1, dtype=np.int32)
        pair_at[unit[chosen], problem.pair_manager[chosen]] = chosen
        return Moves(
            free,
            starts(counts[free].astype(np.int32)),
            chosen,
            pair_at,
            self.params.swap_share,
            self.params.excess_price * self.unit_cost,
            float(self.aim.imbalance_cap),
            float(worst_aimed),
        )

    def start(self, chosen: IntArray, seed: int) -> Walk:
        """A walk that begins at `chosen`."""
        num_managers, free = self.problem.num_managers, self.moves.free
        manager = self.problem.pair_manager[chosen]
        book = np.zeros((num_managers, max(1, len(free))), dtype=np.int32)
        size = np.bincount(manager[free], minlength=num_managers).astype(np.int32)
        order = free[np.argsort(manager[free], kind="stable")]
        spot = np.zeros(self.problem.num_units, dtype=np.int32)
        spot[order] = np.arange(len(order)) - np.repeat(starts(size)[:-1], size)
        book[manager[order], spot[order]] = order
        walk = Walk(
            chosen=chosen.astype(np.int32).copy(),
            row_load=np.zeros(self.problem.cells.base_load.size),
            violation=np.zeros(self.problem.cells.base_load.size),
            side_load=np.zeros(len(self.problem.side)),
            book=book,
            book_size=size,
            spot=spot,
            number=np.ones(7),
            rng=np.array([seed], dtype=np.uint64),
            best=chosen.astype(np.int32).copy(),
            best_number=np.full(1, np.inf),
        )
        self.refresh(walk)
        keep_best(self.tables, self.moves, walk)
        return walk

    def refresh(self, walk: Walk) -> None:
        """Compute all running sums afresh, so that float noise can't pile up."""
        t = self.tables
        walk.row_load[:] = row_loads(self.problem, walk.chosen)
        walk.violation[:] = np.maximum(
            0.0, np.maximum(walk.row_load - t.high, t.low - walk.row_load) * t.inverse
        )
        walk.side_load[:] = side_loads(self.problem, walk.chosen)
        over = np.maximum(0.0, walk.side_load - t.side_limit) / t.side_scale
        walk.number[ENERGY] = t.pair_cost[walk.chosen].sum()
        walk.number[WORST] = walk.violation.max(initial=0.0)
        walk.number[EXCESS] = over.sum()
        walk.number[MEAN] = (t.mean_weight * walk.violation).sum()
        walk.number[SOFT] = np.maximum(0.0, walk.violation - self.moves.worst_aimed).sum()
        walk.number[CLASHES] = count_clashes(t, walk)

    def run(
        self, walk: Walk, steps: int, heat: tuple[float, float], pressure: tuple[float, float] = (1.0, 1.0)
    ) -> None:
        """One slice of a walk; first and last temperature in unit costs, first and last pressure."""
        if len(self.moves.free):
            hot, cold = (self.unit_cost * x for x in heat)
            anneal(self.tables, self.moves, walk, steps, hot, cold, *pressure)
            self.refresh(walk)
