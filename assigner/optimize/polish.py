"""Large-neighbourhood search: an exact solver on a part of the base at a time.

SCIP gains more in the same time, but the order of its steps depends on addresses in memory: where work is
limited, so that answers repeat, CP-SAT takes its place.
"""

from __future__ import annotations

import numpy as np

from assigner.optimize.clock import Lap
from assigner.optimize.cpsat import POLISH, CpAnswer, CpModel
from assigner.optimize.mip import MipModel
from assigner.optimize.neighbourhoods import Draw, Kind, NeighbourhoodParams, Neighbourhoods
from assigner.optimize.params import PAIRS_PER_WORK
from assigner.optimize.relax import Relaxation
from assigner.optimize.scip import MipAnswer, ScipLimits, ScipParams, solve_mip
from assigner.optimize.search import Search, cp_limits, mask_of
from assigner.optimize.window import open_pairs, window
from assigner.portfolio import BoolArray, IntArray

COLUMNS_PER_WORK = 1e5
"""Pairs of a neighbourhood that are built in one unit of work."""

EMPTY_DRAWS = 20
"""So many draws without anything to free end the search."""

MARGIN = 2e-9
"""Relative distance that neighbourhoods keep from hard limits: the solver's tolerance must not break one."""


def polish(
    search: Search, relaxation: Relaxation, candidates: BoolArray, effort: float, rng: np.random.Generator
) -> None:
    """Free some units at a time and let a solver place them anew, until the effort is spent."""
    if search.best is None:
        return
    began, lap, empty = search.clock.seconds, Lap(search.clock, effort), 0
    params = NeighbourhoodParams(columns=search.params.neighbourhood_columns)
    kinds = Neighbourhoods(params, search.problem.num_pairs)
    while lap.done < 1 and not search.finished() and empty < EMPTY_DRAWS:
        still = open_pairs(search, relaxation)
        draw = Draw(search, relaxation, candidates & still, still, rng, kinds.params)
        empty = 0 if _improve(draw, kinds, kinds.draw(rng)) else empty + 1
        search.report("polish", search.score, search.bound)
    search.log("polish", began, str(kinds))


def _improve(draw: Draw, kinds: Neighbourhoods, kind: Kind) -> bool:
    """One neighbourhood; whether there was anything to free."""
    search, before = draw.search, draw.search.score
    free, allowed = kinds.select(kind, draw)
    search.clock.work += search.problem.num_pairs / 2e7
    if len(free) < 2:
        kinds.learn(kind, 0.0, 1.0, complete=True)
        return False
    solve = _by_cpsat if search.clock.counts_work else _by_scip
    answer, work = solve(draw, free, allowed)
    search.clock.work += work
    if answer.chosen is not None:
        search.offer(answer.chosen)
    kinds.learn(kind, before - search.score, work, complete=answer.complete)
    return True


def _by_scip(draw: Draw, free: IntArray, allowed: BoolArray) -> tuple[MipAnswer, float]:
    search = draw.search
    view = window(search, draw.relaxation)
    model = MipModel(
        search.problem, search.aim, draw.best, free, allowed, window=view, strict=True, margin=MARGIN
    )
    seconds = min(search.params.neighbourhood_effort, search.clock.left())
    limits = ScipLimits(seconds, None, search.seed)
    answer = solve_mip(model, ScipParams(gap=1e-5), limits, search.clock)
    return answer, 0.02 + len(model.pairs) / COLUMNS_PER_WORK + answer.work


def _by_cpsat(draw: Draw, free: IntArray, allowed: BoolArray) -> tuple[CpAnswer, float]:
    search = draw.search
    allowed = allowed | mask_of(search.problem, draw.best)
    model = CpModel(search.problem, search.aim, draw.best, free, allowed, params=POLISH, relaxed=False)
    answer = model.solve(cp_limits(search, search.params.neighbourhood_effort), search.clock)
    return answer, 0.05 + len(model.pairs) / PAIRS_PER_WORK + answer.work
