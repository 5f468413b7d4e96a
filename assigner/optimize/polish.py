"""Large-neighbourhood search: an exact solver on a part of the base at a time."""

from __future__ import annotations

import numpy as np

from assigner.optimize.clock import Lap
from assigner.optimize.cpsat import POLISH, CpModel
from assigner.optimize.params import PAIRS_PER_WORK
from assigner.optimize.search import Search, cp_limits, mask_of
from assigner.optimize.tables import violations
from assigner.portfolio import BoolArray, IntArray


def polish(search: Search, candidates: BoolArray, effort: float, rng: np.random.Generator) -> None:
    """Large-neighbourhood search: CP-SAT on the units of a few managers at a time."""
    if search.best is None:
        return
    began, lap, tries, gains = search.clock.seconds, Lap(search.clock, effort), 0, 0
    while lap.done < 1 and not search.finished():
        gains += _improve_some(search, candidates, rng, tries)
        tries += 1
        search.report("polish", search.score, search.bound)
    search.log("polish", began, f"{gains} of {tries} neighbourhoods improved")


def _improve_some(search: Search, candidates: BoolArray, rng: np.random.Generator, number: int) -> bool:
    problem, best = search.problem, search.best
    assert best is not None  # noqa: S101 - for the type checker; polish() asked already
    drawn, effort = _draw(search, best, rng, number)
    free = np.flatnonzero(np.isin(problem.pair_manager[best], drawn))
    allowed = (candidates & np.isin(problem.pair_manager, drawn)) | mask_of(problem, best)
    model = CpModel(problem, search.aim, best, free, allowed, params=POLISH, relaxed=False)
    answer = model.solve(cp_limits(search, effort), search.clock)
    search.clock.work += 0.05 + int(allowed.sum()) / PAIRS_PER_WORK + answer.work
    return answer.chosen is not None and search.offer(answer.chosen)


def _draw(search: Search, best: IntArray, rng: np.random.Generator, number: int) -> tuple[IntArray, float]:
    """Managers of the next neighbourhood and its effort.

    In turn: somebody whose cells are violated, drawn by how much, with a wider circle; or a few at random.
    """
    problem, params = search.problem, search.params
    managers = np.unique(problem.pair_manager)
    per_manager = max(1.0, problem.num_units / len(managers))
    count = int(np.clip(round(params.neighbourhood_units / per_manager), 2, len(managers)))
    blame = violations(problem, best).max(axis=0, initial=0.0)[managers] ** 4
    if number % 2 or blame.sum() <= 0:
        return rng.choice(managers, count, replace=False), params.neighbourhood_effort
    guilty = rng.choice(managers, p=blame / blame.sum())
    others = rng.permutation(managers[managers != guilty])[: 2 * count - 1]
    return np.append(others, guilty), 2 * params.neighbourhood_effort
