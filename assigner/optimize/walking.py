"""The walks of one solve: annealing from an answer, one walk per worker, under the clock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from assigner.optimize.clock import Lap
from assigner.optimize.params import AnnealParams
from assigner.optimize.search import Search, mask_of
from assigner.optimize.walk import Annealer
from assigner.portfolio import BoolArray, IntArray

RISE = 0.8
"""Share of a walk after which violations have their full price."""


def walk(
    search: Search,
    name: str,
    start: IntArray,
    candidates: BoolArray,
    effort: float,
    heat: float,
    light: float,
    worst_aimed: float = 0.0,
) -> None:
    """One annealing walk per worker from `start`, cooling from `heat` and pressing from `light` to 1."""
    began, params = search.clock.seconds, search.params.anneal
    tried = candidates | mask_of(search.problem, start)
    annealer = Annealer(search.problem, search.aim, tried, params, worst_aimed, light)
    lap, search.round = Lap(search.clock, effort), search.round + 1
    seeds = [search.seed * 1_000_003 + search.round * 101 + k for k in range(search.workers)]
    walks = [annealer.start(start, seed) for seed in seeds]
    steps = _slice_steps(search, effort)
    with ThreadPoolExecutor(search.workers) as pool:
        while True:
            first = lap.done
            if search.clock.counts_work:
                search.clock.work += steps / search.params.steps_per_work
                last = lap.done
            else:
                last = min(1.0, first + 0.02)
            heats = (_heat(params, heat, first), _heat(params, heat, last))
            pressures = (min(1.0, first / RISE), min(1.0, last / RISE))
            list(pool.map(lambda w: annealer.run(w, steps, heats, pressures), walks))  # noqa: B023 - used at once
            for one in walks:
                if np.isfinite(one.best_number[0]):
                    search.offer(one.best)
            search.report(name, search.score if search.best is not None else None, search.bound)
            if lap.done >= 1 or search.finished() or not len(annealer.moves.pair):
                break
    search.log(name, began, f"{len(annealer.moves.pair)} candidates")


def _slice_steps(search: Search, effort: float) -> int:
    """Steps between two looks at the clock: small enough for short laps."""
    most = search.params.anneal.slice_steps
    return int(max(2_000, min(most, effort * search.params.steps_per_work / 50)))


def _heat(params: AnnealParams, hot: float, fraction: float) -> float:
    return float(hot * (params.cold / hot) ** fraction)
