"""Exact neighbourhoods of problems with tight limits: the units of a few managers who share candidates."""

from __future__ import annotations

import numpy as np

from assigner.optimize.clock import Lap
from assigner.optimize.cpsat import POLISH, CpModel
from assigner.optimize.params import PAIRS_PER_WORK
from assigner.optimize.search import Search, cp_limits, mask_of
from assigner.portfolio import BoolArray, IntArray


def exchange(search: Search, near: BoolArray, effort: float, rng: np.random.Generator) -> None:
    """CP-SAT on the units of a few managers at a time, until the effort is spent."""
    began, lap, tries, gains = search.clock.seconds, Lap(search.clock, effort), 0, 0
    while lap.done < 1 and not search.finished() and search.best is not None:
        gains += _improve(search, search.best, near, rng)
        tries += 1
        search.report("exchange", search.score, search.bound)
    search.log("exchange", began, f"{gains} of {tries} neighbourhoods improved")


def _improve(search: Search, best: IntArray, near: BoolArray, rng: np.random.Generator) -> bool:
    problem, params = search.problem, search.params.eject
    drawn = draw_managers(search, best, near, rng)
    free = np.flatnonzero(np.isin(problem.pair_manager[best], drawn))
    allowed = (near & np.isin(problem.pair_manager, drawn)) | mask_of(problem, best)
    model = CpModel(problem, search.aim, best, free, allowed, params=POLISH, relaxed=False)
    answer = model.solve(cp_limits(search, params.exchange_effort), search.clock)
    search.clock.work += 0.02 + len(model.pairs) / PAIRS_PER_WORK + answer.work
    return answer.chosen is not None and search.offer(answer.chosen)


def draw_managers(search: Search, best: IntArray, near: BoolArray, rng: np.random.Generator) -> IntArray:
    """A manager and those who share most candidates with them, as many as the units allow."""
    problem, params = search.problem, search.params.eject
    managers = np.unique(problem.pair_manager)
    size = max(1.0, problem.num_units / len(managers))
    count = int(np.clip(round(params.exchange_units / size), 2, len(managers)))
    sits = problem.pair_manager[best][problem.pair_unit]
    drawn = [int(rng.choice(managers))]
    while len(drawn) < count:
        away = near & np.isin(sits, drawn)
        back = near & np.isin(problem.pair_manager, drawn)
        ties = np.bincount(problem.pair_manager[away], minlength=problem.num_managers)
        ties = ties + np.bincount(sits[back], minlength=problem.num_managers)
        worth = (ties[managers] + 1.0) ** 2 * ~np.isin(managers, drawn)
        drawn.append(int(rng.choice(managers, p=worth / worth.sum())))
    return np.array(drawn)
