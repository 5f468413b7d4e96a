"""Problems that are all costs and hard limits: cycles of ejection chains, exact neighbourhoods in turn."""

from __future__ import annotations

import numpy as np

from assigner.optimize.candidates import rounded
from assigner.optimize.eject import Ejector, eject, near_pairs
from assigner.optimize.eject_dive import Diver, plunge, regroup
from assigner.optimize.eject_exact import exchange
from assigner.optimize.eject_params import EjectParams
from assigner.optimize.eject_room import has_room_only
from assigner.optimize.proof import num_open_pairs, prove
from assigner.optimize.relax import Relaxation
from assigner.optimize.search import Search, part_apart


def chains(search: Search, relaxation: Relaxation, rng: np.random.Generator) -> None:
    """Chains from the rounded relaxation and from the best answer, neighbourhoods between them.

    Ends when the search is finished, or after half of the effort where others should have a turn.
    """
    params = search.params.eject
    if num_open_pairs(search, relaxation) <= search.params.tiny_pairs:
        prove(search, relaxation, 0.5 * _left(search))
    near, wide = (near_pairs(search.problem, relaxation.reduced, params, n) for n in params.pairs)
    tool = Ejector(search.problem, search.aim, relaxation, near, params)
    _dive(search, relaxation, tool, rng)
    start = (
        search.best if search.best is not None else part_apart(search.problem, rounded(search, relaxation))
    )
    half, cycle, begin = 0.5 * _left(search), _cycle(search, params), 0.0
    while not search.finished() and (_left(search) > half or not _others_turn(search, relaxation)):
        start = eject(search, tool, start, min(cycle, 0.9 * _left(search)), begin)
        begin = params.again if search.best is None else 0.0
        if search.best is not None and not search.finished():
            exchange(search, wide, params.exchange_share * _left(search), rng)
            start = search.best


def _dive(search: Search, relaxation: Relaxation, tool: Ejector, rng: np.random.Generator) -> None:
    """Whole dives, then dives into groups of managers, where limits on one load are all there is.

    A short cycle of chains goes first, for an early answer. Nothing is begun that the effort can't pay.
    """
    params, problem = search.params.eject.dive, search.problem
    if search.finished() or not search.params.switches.dives or not has_room_only(problem, params):
        return
    if params.work_of_dive(problem.num_units) > _left(search):
        return
    start = part_apart(search.problem, rounded(search, relaxation))
    eject(search, tool, start, min(_cycle(search, search.params.eject), params.first_share * _left(search)))
    diver = Diver(search, relaxation, params)
    plunge(diver, params.dive_share * _left(search), rng)
    regroup(diver, params.group_share * _left(search), rng)


def _others_turn(search: Search, relaxation: Relaxation) -> bool:
    """Whether there is no answer yet, or branch and cut can hold what is left."""
    return search.best is None or num_open_pairs(search, relaxation) <= search.params.branch_pairs


def _cycle(search: Search, params: EjectParams) -> float:
    """Effort of one cycle: what the size asks for, but at least three of them shall fit."""
    wanted = params.chains_per_unit * search.problem.num_units / params.chains_per_work
    return min(wanted, 0.3 * _left(search))


def _left(search: Search) -> float:
    return min(search.clock.left(), 1e6)
