"""Large-neighbourhood search: an exact solver on a part of the base at a time."""

from __future__ import annotations

import numpy as np

from assigner.optimize.clock import Lap
from assigner.optimize.mip import MipModel
from assigner.optimize.neighbourhoods import Draw, Kind, NeighbourhoodParams, Neighbourhoods
from assigner.optimize.relax import Relaxation
from assigner.optimize.scip import ScipLimits, ScipParams, solve_mip
from assigner.optimize.search import Search
from assigner.optimize.window import open_pairs, window
from assigner.portfolio import BoolArray

COLUMNS_PER_WORK = 1e5
"""Pairs of a neighbourhood that are built in one unit of work."""

EMPTY_DRAWS = 20
"""So many draws without anything to free end the search."""

MARGIN = 2e-9
"""Relative distance that neighbourhoods keep from hard limits: the solver's tolerance must not break one."""


def polish(
    search: Search, relaxation: Relaxation, candidates: BoolArray, effort: float, rng: np.random.Generator
) -> None:
    """Free some units at a time and let SCIP place them anew, until the effort is spent."""
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
    model = MipModel(
        search.problem,
        search.aim,
        draw.best,
        free,
        allowed,
        window=window(search, draw.relaxation),
        strict=True,
        margin=MARGIN,
    )
    answer = solve_mip(model, ScipParams(gap=1e-5), _limits(search), search.clock)
    work = 0.02 + len(model.pairs) / COLUMNS_PER_WORK + answer.work
    search.clock.work += work
    if answer.chosen is not None:
        search.offer(answer.chosen)
    kinds.learn(kind, before - search.score, work, complete=answer.complete)
    return True


def _limits(search: Search) -> ScipLimits:
    """Nodes where work is limited, else wall seconds."""
    params, clock = search.params, search.clock
    if clock.counts_work:
        return ScipLimits(clock.seconds_left(), params.neighbourhood_nodes, search.seed)
    return ScipLimits(min(params.neighbourhood_effort, clock.left()), None, search.seed)
