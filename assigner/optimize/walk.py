"""Set up walks for the annealing kernel and run them in slices, with a clock between the slices."""

from __future__ import annotations

import numpy as np

from assigner.optimize.kernel import anneal, count_clashes, fill_book, keep_best
from assigner.optimize.params import AnnealParams
from assigner.optimize.search import mask_of
from assigner.optimize.tables import Aim, Tables, build_tables, row_loads, side_loads, unit_cost
from assigner.optimize.walk_state import CLASHES, ENERGY, EXCESS, MEAN, SOFT, WORST, Moves, Walk
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem

LOOKS = 32
"""How often a walk looks for a new best while it proposes as many moves as there are free units."""


class Annealer:
    """Walks over one problem with one aim. Not safe for two threads at once; make one each."""

    def __init__(
        self,
        problem: Problem,
        aim: Aim,
        candidates: BoolArray,
        params: AnnealParams,
        worst_aimed: float = 0.0,
        light: FloatArray | float = 1.0,
    ) -> None:
        self.problem, self.aim, self.params = problem, aim, params
        self.tables: Tables = build_tables(problem, aim)
        self.unit_cost = unit_cost(problem, aim)
        rows = np.ones(problem.cells.base_load.size)
        self.moves = self._moves(candidates, worst_aimed, rows * light)

    def _moves(self, candidates: BoolArray, worst_aimed: float, light: FloatArray) -> Moves:
        problem = self.problem
        counts = np.add.reduceat(candidates, problem.pair_start[:-1], dtype=np.int32)
        unit = problem.pair_unit
        chosen = np.flatnonzero(candidates & (counts > 1)[unit]).astype(np.int32)
        return Moves(
            chosen,
            unit[chosen],
            self.params.swap_share,
            self.params.excess_price * self.unit_cost,
            float(self.aim.imbalance_cap),
            float(max(0.0, worst_aimed)),
            light,
            max(1, int((counts > 1).sum()) // LOOKS),
        )

    def start(self, chosen: IntArray, seed: int) -> Walk:
        """A walk that begins at `chosen`."""
        num_rows, num_sides = self.problem.cells.base_load.size, len(self.problem.side)
        most = 4 * self._most_entries()
        walk = Walk(
            chosen=chosen.astype(np.int32).copy(),
            row_load=np.zeros(num_rows),
            side_load=np.zeros(num_sides),
            book=np.zeros(len(self.moves.pair), dtype=np.int32),
            book_start=np.zeros(self.problem.num_managers**2 + 1, dtype=np.int32),
            touched=np.zeros((2, most), dtype=np.int32),
            change=np.zeros((2, most)),
            slot=np.full((2, max(num_rows, num_sides)), -1, dtype=np.int32),
            size=np.zeros(3, dtype=np.int32),
            weight=np.ones(num_rows),
            number=np.ones(7),
            rng=np.array([seed], dtype=np.uint64),
            best=chosen.astype(np.int32).copy(),
            best_number=np.full(1, np.inf),
        )
        self.refresh(walk)
        keep_best(self.tables, self.moves, walk)
        return walk

    def narrow(self, walks: list[Walk], candidates: BoolArray) -> list[Walk]:
        """Let all walks of this annealer go on with other candidates and the pairs they use now."""
        for walk in walks:
            candidates = candidates | mask_of(self.problem, walk.chosen)
        self.moves = self._moves(candidates, self.moves.worst_aimed, self.moves.light)
        book = len(self.moves.pair)
        walks = [walk._replace(book=np.zeros(book, dtype=np.int32)) for walk in walks]
        for walk in walks:
            self.refresh(walk)
        return walks

    def _most_entries(self) -> int:
        """The most rows or hard limits that one unit with one manager can touch."""
        most = [np.diff(start).max(initial=0) for start in (self.tables.load_start, self.tables.extra_start)]
        return max(1, int(sum(most)), int(np.diff(self.tables.side_start).max(initial=0)))

    def refresh(self, walk: Walk) -> None:
        """Compute all running sums afresh, so that float noise can't pile up."""
        t = self.tables
        walk.row_load[:] = row_loads(self.problem, walk.chosen)
        violation = np.maximum(0.0, np.maximum(walk.row_load - t.high, t.low - walk.row_load) * t.inverse)
        walk.side_load[:] = side_loads(self.problem, walk.chosen)
        over = np.maximum(0.0, walk.side_load - t.side_limit) / t.side_scale
        walk.number[ENERGY] = t.pair_cost[walk.chosen].sum()
        walk.number[WORST] = violation.max(initial=0.0)
        walk.number[EXCESS] = over.sum()
        walk.number[MEAN] = (t.mean_weight * violation).sum()
        walk.number[SOFT] = (walk.weight * np.maximum(0.0, violation - self.moves.worst_aimed)).sum()
        walk.number[CLASHES] = count_clashes(t, walk)
        fill_book(t, self.moves, walk)

    def run(
        self, walk: Walk, steps: int, heat: tuple[float, float], pressure: tuple[float, float] = (1.0, 1.0)
    ) -> None:
        """One slice of a walk; first and last temperature (score points), first and last pressure."""
        if len(self.moves.pair):
            anneal(self.tables, self.moves, walk, steps, *heat, *pressure)
            self.refresh(walk)
