"""Ejection chains for problems that are all costs and hard limits: set-up, prices of the limits, clock.

Only where no cell of the balance counts (`suits`): the chains know costs, limits and apart rules, not
violations. There it is the search that fits best: limits that leave no room make shifts and swaps stick.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from assigner.optimize.clock import Lap
from assigner.optimize.eject_kernel import (
    BROKEN,
    COST,
    EJECTED,
    KEPT,
    NOISE,
    PENALTY,
    Chain,
    Lists,
    keep_best,
    run_chains,
)
from assigner.optimize.eject_params import EjectParams
from assigner.optimize.relax import Relaxation
from assigner.optimize.search import Search
from assigner.optimize.tables import Aim, Tables, build_tables, side_loads
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem, starts


def suits(search: Search, params: EjectParams) -> bool:
    """Whether costs and hard limits are all there is: no balance counts, no cap on it, limits are there."""
    problem, aim = search.problem, search.aim
    balance = (aim.imbalance > 0 or np.isfinite(aim.imbalance_cap)) and (problem.cells.attainable > 0).any()
    fits = problem.num_units * problem.num_managers <= params.most_cells
    return bool(not balance and fits and len(problem.side))


def near_pairs(problem: Problem, reduced: FloatArray, params: EjectParams, mean: float) -> BoolArray:
    """Mask of the pairs with the smallest reduced costs, `mean` of each unit on average."""
    count = int(min(len(reduced), mean * problem.num_units)) - 1
    near = reduced <= np.partition(reduced, count)[count]
    return np.asarray(near | (_rank(problem, reduced) < params.least_pairs))


def _rank(problem: Problem, worth: FloatArray) -> IntArray:
    """Place of each pair among those of its unit, the smallest worth first."""
    unit = problem.pair_unit
    order = np.lexsort((worth, unit))
    rank = np.empty(len(worth), dtype=np.int32)
    rank[order] = np.arange(len(worth)) - problem.pair_start[unit]
    return rank


class Ejector:
    """Chains over one problem with one aim; every walk has its own state, so that threads don't meet."""

    def __init__(
        self, problem: Problem, aim: Aim, relaxation: Relaxation, candidates: BoolArray, params: EjectParams
    ) -> None:
        self.problem, self.params = problem, params
        self.tables: Tables = build_tables(problem, aim)
        self.lists = self._lists(candidates)
        self.unit_cost = self._unit_cost(relaxation.reduced)
        self.base = self._base(relaxation.prices.side)

    def _lists(self, candidates: BoolArray) -> Lists:
        unit, cost = self.problem.pair_unit, self.tables.pair_cost
        pair = np.flatnonzero(candidates).astype(np.int32)
        pair = pair[np.lexsort((cost[pair], unit[pair]))]
        count = np.bincount(unit[pair], minlength=self.problem.num_units).astype(np.int32)
        start, free = starts(count), np.flatnonzero(count > 1).astype(np.int32)
        return Lists(free, start, pair, cost[pair[start[:-1]]], self.params.depth, self.params.breadth)

    def _unit_cost(self, reduced: FloatArray) -> float:
        """Mean reduced cost of the second best pairs: what a unit out of its place costs."""
        second = reduced[_rank(self.problem, reduced) == 1]
        finite = second[np.isfinite(second)]
        return max(float(finite.mean()) if len(finite) else 0.0, 1e-9)

    def _base(self, prices: FloatArray) -> FloatArray:
        """Price of a unit of excess of each limit: its dual price, at least a share of the mean one."""
        scale = self.tables.side_scale
        mean = float(prices.mean()) or self.unit_cost
        return np.asarray(np.maximum(prices, 0.3 * mean) / scale)

    def start(self, chosen: IntArray, seed: int) -> Chain:
        """A walk that begins at `chosen`."""
        problem, free = self.problem, self.lists.free
        manager = problem.pair_manager[chosen]
        size = np.bincount(manager[free], minlength=problem.num_managers).astype(np.int32)
        order = free[np.argsort(manager[free], kind="stable")]
        spot = np.zeros(problem.num_units, dtype=np.int32)
        spot[order] = np.arange(len(order)) - np.repeat(starts(size)[:-1], size)
        book = np.zeros((problem.num_managers, max(1, len(free))), dtype=np.int32)
        book[manager[order], spot[order]] = order
        trail = np.zeros(self.params.depth + 2, dtype=np.int32)
        chain = Chain(
            chosen=chosen.astype(np.int32).copy(),
            over=np.zeros(len(problem.side)),
            weight=self.base.copy(),
            swing=np.ones(len(problem.side)),
            book=book,
            book_size=size,
            spot=spot,
            number=np.zeros(5),
            trail_unit=trail,
            trail_pair=trail.copy(),
            rng=np.array([seed], dtype=np.uint64),
            best=chosen.astype(np.int32).copy(),
            best_cost=np.full(1, np.inf),
        )
        self.refresh(chain)
        keep_best(chain)
        return chain

    def refresh(self, chain: Chain) -> None:
        """Compute all running sums afresh, so that float noise can't pile up."""
        t = self.tables
        chain.over[:] = side_loads(self.problem, chain.chosen) - t.side_limit
        chain.number[COST] = t.pair_cost[chain.chosen].sum()
        chain.number[PENALTY] = (np.maximum(0.0, chain.over) * chain.weight).sum()
        chain.number[BROKEN] = (chain.over > NOISE * t.side_scale).sum()

    def run(self, chain: Chain, count: int, first: float, last: float) -> None:
        """Chains from one fraction of a cycle to another one; then the prices move."""
        if not len(self.lists.free):
            return
        p = self.params
        chain.weight[:] = self.base * chain.swing * p.light * (p.heavy / p.light) ** min(1.0, first / 0.8)
        self.refresh(chain)
        hot, cold = (self.unit_cost * p.hot * (p.cold / p.hot) ** x for x in (first, last))
        run_chains(self.tables, self.lists, chain, count, hot, cold)
        broken = chain.over > NOISE * self.tables.side_scale
        chain.swing[:] = np.where(broken, chain.swing * p.dearer, np.maximum(1.0, chain.swing * p.cheaper))


def eject(search: Search, tool: Ejector, start: IntArray, effort: float, begin: float = 0.0) -> IntArray:
    """One cycle of chains per worker from `start`: prices and cold rise until the limits hold.

    Begins at the fraction `begin` of the cycle. Returns where the least broken walk ended.
    """
    began, params = search.clock.seconds, tool.params
    lap, search.round = Lap(search.clock, effort), search.round + 1
    seeds = [search.seed * 1_000_003 + search.round * 101 + k for k in range(search.workers)]
    walks = [tool.start(start, seed) for seed in seeds]
    count = int(max(1_000, effort * params.chains_per_work / params.slices))
    count = (
        count if search.clock.counts_work else max(1_000, count // 8)
    )  # a busy machine still gets its slices
    with ThreadPoolExecutor(search.workers) as pool:
        while True:
            first = begin + (1 - begin) * lap.done
            last = min(1.0, first + 1 / params.slices)
            list(pool.map(lambda w: tool.run(w, count, first, last), walks))  # noqa: B023 - used at once
            search.clock.work += count / params.chains_per_work if search.clock.counts_work else 0.0
            for one in walks:
                if np.isfinite(one.best_cost[0]):
                    search.offer(one.best)
            search.report("ejection", search.score if search.best is not None else None, search.bound)
            if lap.done >= 1 or search.finished() or not len(tool.lists.free):
                break
    kept, ejected = (sum(int(w.number[k]) for w in walks) for k in (KEPT, EJECTED))
    search.log("ejection", began, f"{kept} chains kept with {ejected} ejections")
    return min(walks, key=lambda w: float(w.number[PENALTY])).chosen
