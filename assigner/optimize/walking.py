"""The walks of one solve: annealing from an answer, one walk per worker, under the clock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from assigner.optimize.clock import Lap
from assigner.optimize.course import Course
from assigner.optimize.search import Search, mask_of
from assigner.optimize.walk import Annealer
from assigner.optimize.walk_state import Walk
from assigner.portfolio import IntArray

RISE = 0.95
"""Share of a walk after which violations have their full price."""

NARROW = 2.0
"""Each time the temperature has fallen by this factor the candidates are narrowed."""


def walk(search: Search, name: str, start: IntArray, course: Course, effort: float) -> None:
    """One annealing walk per worker from `start`."""
    began, params = search.clock.seconds, search.params.anneal
    narrowed = course.hot
    tried = course.candidates(narrowed) | mask_of(search.problem, start)
    annealer = Annealer(search.problem, search.aim, tried, params, course.worst_aimed, course.light)
    lap, search.round = Lap(search.clock, effort), search.round + 1
    seeds = [search.seed * 1_000_003 + search.round * 101 + k for k in range(search.workers)]
    walks = [annealer.start(start, seed) for seed in seeds]
    steps, wide = _slice_steps(search, effort), len(annealer.moves.pair)
    with ThreadPoolExecutor(search.workers) as pool:
        while True:
            first = lap.done
            if course.reduced is not None and course.temperature(first) * NARROW < narrowed:
                narrowed = course.temperature(first)
                walks = annealer.narrow(walks, course.candidates(narrowed))
            _run_slice(search, annealer, pool, walks, course, steps, lap)
            _offer(search, walks)
            search.report(name, search.score if search.best is not None else None, search.bound)
            if lap.done >= 1 or search.finished() or not len(annealer.moves.pair):
                break
    search.log(name, began, f"{wide} to {len(annealer.moves.pair)} candidates")


def _run_slice(
    search: Search,
    annealer: Annealer,
    pool: ThreadPoolExecutor,
    walks: list[Walk],
    course: Course,
    steps: int,
    lap: Lap,
) -> None:
    """Every walk goes on for some steps; the temperature falls as the lap goes by."""
    first = lap.done
    if search.clock.counts_work:
        search.clock.work += steps / search.params.steps_per_work
        last = lap.done
    else:
        last = min(1.0, first + 0.02)
    heats = (course.temperature(first), course.temperature(last))
    pressures = (min(1.0, first / RISE), min(1.0, last / RISE))
    list(pool.map(lambda one: annealer.run(one, steps, heats, pressures), walks))


def _offer(search: Search, walks: list[Walk]) -> None:
    """Take what the walks found, when it beats the best answer."""
    constant = search.aim.constant(search.problem)
    for one in walks:
        if one.best_number[0] + constant < search.score:
            search.offer(one.best)


def _slice_steps(search: Search, effort: float) -> int:
    """Steps between two looks at the clock: small enough for short laps."""
    most = search.params.anneal.slice_steps
    return int(max(2_000, min(most, effort * search.params.steps_per_work / 50)))
