"""Dives: one manager after the other is filled exactly, the relaxation of the rest is solved anew each time.

The relaxation of a problem with tight limits is nearly whole; what rounding loses is the room that doesn't
come out even. A knapsack finds the units that fill one manager evenly at the relaxation's prices, so that the
bound of the rest hardly rises; the last few managers are left to branch and cut (diving as in
column generation: Sadykov et al. 2019, "Primal heuristics for branch and price"). A dive ends as soon as
its bound can't beat the present answer. Whole answers first, then groups of managers of the best one.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from assigner.optimize.clock import Lap
from assigner.optimize.eject_linear import relax_part, solve_part
from assigner.optimize.eject_params import DiveParams
from assigner.optimize.eject_room import Part, Room, build_room, fill
from assigner.optimize.relax import Relaxation
from assigner.optimize.search import Search
from assigner.portfolio import FloatArray, IntArray


@dataclass(slots=True)
class Diver:
    """Dives of one search; several may run at the same time."""

    search: Search
    relaxation: Relaxation
    params: DiveParams
    room: Room = field(init=False)
    price: FloatArray = field(init=False)
    patience: float = field(init=False)  # seconds for the last managers of a dive

    def __post_init__(self) -> None:
        problem, params = self.search.problem, self.params
        self.patience = max(params.seconds, params.patience * min(self.search.clock.left(), 100.0))
        self.room = build_room(problem, self.search.aim, self.params)
        self.price = np.zeros(problem.num_managers)
        raw = self.relaxation.prices.side / np.maximum(1.0, np.abs(problem.side.asked))
        grid = self.room.limit[problem.side.manager] / np.maximum(problem.side.limit, 1e-300)
        self.price[problem.side.manager] = raw / np.maximum(grid, 1e-300)

    def dive(self, part: Part, target: float, seed: int) -> tuple[IntArray | None, float]:
        """Manager of each unit (-1 outside the part) at less than `target`, or None; and the work."""
        sits, work = self._nobody(), [0.0]
        left = self._descend(part, target, sits, np.random.default_rng(seed), work)
        if left is None:
            return None, work[0]
        rest, more = solve_part(self.room, left, self.params, self._seconds())
        if rest is not None:
            sits[left.units] = rest
        better = rest is not None and self._cost(sits) < target - 1e-9
        return (sits if better else None), work[0] + more

    def _descend(
        self, part: Part, target: float, sits: IntArray, rng: np.random.Generator, work: list[float]
    ) -> Part | None:
        """Fill managers until few are left; the part that is left, None where it can't beat the target."""
        while True:
            solved, more = relax_part(self.room, part, self.params, self.search.clock.seconds_for(1.0))
            work[0] += more
            if solved is None or not self._beats(self._cost(sits) + solved.value, target):
                return None
            if len(solved.managers) <= self.params.last or self.search.clock.stop():
                return solved if len(solved.managers) <= self.params.last else None
            part, count = solved, max(1, len(solved.managers) // self.params.batch)
            for manager in rng.choice(part.managers, size=count, replace=False).tolist():
                units = fill(self.room, part, manager)
                sits[units] = manager
                part = part.without(manager, units)

    def _cost(self, sits: IntArray) -> float:
        """Score points of the units that have a manager."""
        units = np.flatnonzero(sits >= 0)
        return float(self.room.cost[sits[units], units].sum())

    def _nobody(self) -> IntArray:
        return np.full(self.room.cost.shape[1], -1, dtype=np.int64)

    def _seconds(self) -> float | None:
        clock = self.search.clock
        return None if clock.counts_work else min(self.patience, max(0.05, clock.left()))

    def _beats(self, bound: float, target: float) -> bool:
        """Whether an answer on the grid of the costs can lie between bound and target."""
        return bound <= target - max(self.search.grid, 1e-9) + 1e-6

    def answer(self, sits: IntArray) -> IntArray:
        """The pairs of managers by unit; where -1 the best answer's."""
        best = self.search.best
        assert best is not None or (sits >= 0).all()  # noqa: S101 - whole dives have no -1
        units = np.flatnonzero(sits >= 0)
        chosen = np.empty(len(sits), dtype=np.int32) if best is None else best.copy()
        chosen[units] = self.room.pair[sits[units], units]
        return chosen

    def whole(self) -> tuple[Part, float]:
        """Everything, and the cost to beat."""
        managers, units = np.arange(self.room.num_managers), np.arange(self.room.cost.shape[1])
        used = np.unique(self.search.problem.pair_manager)
        constant = self.search.aim.constant(self.search.problem)
        return Part(managers[np.isin(managers, used)], units, self.price), self.search.score - constant

    def group(self, managers: IntArray) -> tuple[Part, float]:
        """The units of some managers in the best answer, and what they cost now."""
        best = self.search.best
        assert best is not None  # noqa: S101 - callers asked already
        sits = self.search.problem.pair_manager[best]
        units = np.flatnonzero(np.isin(sits, managers))
        return Part(np.sort(managers), units, self.price), float(self.room.cost[sits[units], units].sum())

    def loss(self) -> FloatArray:
        """Score points that each manager's units and room cost in the best answer above the relaxation."""
        best, problem = self.search.best, self.search.problem
        assert best is not None  # noqa: S101 - callers asked already
        sits, units = problem.pair_manager[best], np.arange(problem.num_units)
        count = self.room.num_managers
        used = np.bincount(sits, weights=self.room.load[sits, units], minlength=count)
        worse = np.bincount(sits, weights=self.relaxation.reduced[best], minlength=count)
        return np.asarray(worse + self.price * np.maximum(0.0, self.room.limit - used))


def plunge(diver: Diver, effort: float, rng: np.random.Generator) -> None:
    """Whole dives, one per worker at a time."""
    search, params = diver.search, diver.params
    began, lap, tries, gains = search.clock.seconds, Lap(search.clock, effort), 0, 0
    with ThreadPoolExecutor(search.workers) as pool:
        while lap.done < 1 and not search.finished() and tries < params.most_dives * search.workers:
            parts = [diver.whole() for _ in range(search.workers)]
            gains += _take(diver, parts, rng, pool)
            tries += search.workers
            search.report("dive", search.score if search.best is not None else None, search.bound)
    search.log("dive", began, f"{gains} of {tries} dives improved")


def regroup(diver: Diver, effort: float, rng: np.random.Generator) -> None:
    """Dives into groups of managers of the best answer, those who lose most most often."""
    search = diver.search
    began, lap, tries, gains = search.clock.seconds, Lap(search.clock, effort), 0, 0
    with ThreadPoolExecutor(search.workers) as pool:
        while lap.done < 1 and not search.finished() and search.best is not None:
            parts = [diver.group(managers) for managers in draw_groups(diver, rng)]
            gains += _take(diver, parts, rng, pool)
            tries += len(parts)
            search.report("regroup", search.score, search.bound)
    search.log("regroup", began, f"{gains} of {tries} groups improved")


def draw_groups(diver: Diver, rng: np.random.Generator) -> list[IntArray]:
    """A group of managers for each worker, none in two of them."""
    params, workers = diver.params, diver.search.workers
    managers = np.unique(diver.search.problem.pair_manager)
    loss = diver.loss()[managers]
    chance = loss + params.curiosity * loss.mean() + 1e-9
    size = int(rng.integers(params.group[0], params.group[1] + 1))
    size = min(size, max(params.group[0], len(managers) // workers), len(managers))
    count = min(workers, len(managers) // size)
    drawn = rng.choice(managers, size=size * count, replace=False, p=chance / chance.sum())
    return [np.asarray(drawn[k::count]) for k in range(count)]


def _take(
    diver: Diver, parts: Sequence[tuple[Part, float]], rng: np.random.Generator, pool: ThreadPoolExecutor
) -> int:
    """Dive into some parts at the same time; how many gave a better answer."""
    search = diver.search
    seeds = [int(seed) for seed in rng.integers(2**31, size=len(parts))]
    jobs = [(part, target, seed) for (part, target), seed in zip(parts, seeds, strict=True)]
    found = list(pool.map(lambda job: diver.dive(*job), jobs))
    search.clock.work += max(work for _, work in found) + 0.002
    return sum(sits is not None and search.offer(diver.answer(sits)) for sits, _ in found)
