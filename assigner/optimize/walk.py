"""Set up walks for the annealing kernel and run them in slices, with a clock between the slices."""

from __future__ import annotations

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
from assigner.optimize.params import AnnealParams
from assigner.optimize.tables import Aim, Tables, build_tables, row_loads, side_loads, unit_cost
from assigner.portfolio import BoolArray, IntArray
from assigner.problem.model import Problem, starts


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
