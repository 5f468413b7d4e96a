"""Which phase runs when: first answer, bound, guided search, proof, and in turn until the end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assigner.optimize.bounding import RelaxationInfeasible, relax, trivial
from assigner.optimize.candidates import candidates_near, rounded
from assigner.optimize.course import guided_course, plain_course, warm_course
from assigner.optimize.eject import suits
from assigner.optimize.eject_phase import chains
from assigner.optimize.exact import run_exact
from assigner.optimize.ladder import climb
from assigner.optimize.placement import place_heavy
from assigner.optimize.polish import polish
from assigner.optimize.proof import hopeless_pairs, num_open_pairs, prove
from assigner.optimize.relax import Relaxation, RelaxParams
from assigner.optimize.search import Search, part_apart, today
from assigner.optimize.walking import walk
from assigner.portfolio import BoolArray, IntArray

LARGE_GAP = 0.2
"""Relative gap from which on even a large base is searched for what must be violated."""

PLACED_WALKS = 2
"""Walks from the rounded relaxation, at least, once the heavy clients are in place."""


def run_search(search: Search, start: IntArray | None = None) -> None:
    """All phases on one aim. Afterwards `search.best` is None only when no rule-abiding answer was found."""
    problem = search.problem
    rng = np.random.default_rng(search.seed)
    search.raise_bound(trivial(problem, search.aim).bound)
    first = part_apart(problem, today(problem) if start is None else start)
    search.offer(first)
    linear = search.params.switches.ejection and suits(search, search.params.eject)
    if not linear:
        walk(search, "first answer", first, plain_course(search, 0.5), _share(search, 0.06))
    relaxation = _relax(search, rng, linear)
    if relaxation is None:
        return
    if linear:
        chains(search, relaxation, rng)
    if search.finished():
        return
    guide = relaxation if linear else _climb(search, relaxation, rng)
    _guided(search, relaxation, guide)
    relaxation = _tighten(search, relaxation, rng)
    _until_the_end(search, relaxation, rng)


def _share(search: Search, share: float) -> float:
    """A share of the effort that is left."""
    return share * min(search.clock.left(), 1e6)


def _relax(search: Search, rng: np.random.Generator, linear: bool = False) -> Relaxation | None:
    """Solve the relaxation; None when that proves that the rules conflict.

    Without rows of the balance (`linear`) even many columns are solved in seconds.
    """
    began = search.clock.seconds
    try:
        relaxation = _relaxed(search, rng, hopeless_pairs(search), _relax_params(search, linear))
    except RelaxationInfeasible:
        if search.best is None:
            search.infeasible = True
            return None
        relaxation = trivial(search.problem, search.aim)  # an answer exists: the LP solver's word is noise
    search.clock.work += 0.02
    search.raise_bound(relaxation.bound)
    search.log("bound", began, f"relaxation {relaxation.bound:.6g}, {relaxation.detail}")
    return relaxation


def _relaxed(search: Search, rng: np.random.Generator, closed: BoolArray, params: RelaxParams) -> Relaxation:
    """The relaxation without some pairs, within half of what is left."""
    clock = search.clock
    relaxation = relax(
        search.problem,
        search.aim,
        rng=rng,
        seconds_left=lambda: clock.seconds_for(0.5),
        params=params,
        closed=closed,
        stop=clock.stop,
        work_left=0.5 * clock.left() if clock.counts_work else np.inf,
    )
    clock.work += relaxation.work
    return relaxation


def _climb(search: Search, relaxation: Relaxation, rng: np.random.Generator) -> Relaxation:
    """What walks begin from: where the relaxation is small, that of the answers that cost little.

    HiGHS' word that some pairs can't do without the others is not taken: the interior point method proves it.
    """
    params = _relax_params(search, linear=False)
    sure = replace(params, small=0, interior=True)
    large = search.problem.num_pairs > params.small
    if not search.params.switches.ladder or (large and search.gap_points <= LARGE_GAP * search.score):
        return relaxation

    def without(closed: BoolArray) -> Relaxation | None:
        for method in (params, sure):
            try:
                return _relaxed(search, rng, closed, method)
            except RelaxationInfeasible:
                continue
        return None

    return climb(search, relaxation, without)


def _relax_params(search: Search, linear: bool) -> RelaxParams:
    """Which LP solver takes how many columns."""
    params = RelaxParams(interior=search.params.switches.interior)
    return replace(params, small=search.params.eject.most_columns) if linear else params


def _guided(search: Search, relaxation: Relaxation, guide: Relaxation) -> None:
    """Small cases go to the proof at once; others walk from the rounded relaxation first.

    `guide` says where walks begin; only `relaxation` is of the whole problem and rules pairs out.
    """
    if search.finished():
        return
    params = search.params
    if num_open_pairs(search, relaxation) <= params.tiny_pairs:
        prove(search, relaxation, _share(search, 0.5))
    if not search.finished():
        share = params.small_walks if _small(search, relaxation) else params.large_walks
        _walk_from_relaxation(search, relaxation, guide, _share(search, share))
    if not search.finished() and search.best is None:
        _repair(search, relaxation)


def _walk_from_relaxation(search: Search, relaxation: Relaxation, guide: Relaxation, effort: float) -> None:
    """Walks from the rounded relaxation, in turn with warm walks from the best answer so far.

    Small cases get several short ones: a single one may get stuck by bad luck. Half of them follow the guide.
    """
    params = search.params
    units = max(1, search.problem.num_units)
    least = 4 if _small(search, relaxation) else 1  # a single one may get stuck by bad luck
    wanted = params.steps_per_unit * units * np.clip(units / params.short_units, 1.0, params.patience)
    count = int(np.clip(effort * params.steps_per_work / wanted, least, params.most_walks))
    placing, fresh = place_heavy(search, relaxation), 0
    for number in range(count):
        if placing is not None and placing.due(number >= count - PLACED_WALKS):
            relaxation, placing, fresh = placing.guide() or relaxation, None, PLACED_WALKS
            guide = relaxation
        if search.finished():
            break
        if number % 3 == 2 and not fresh and search.best is not None:
            _warm_walk(search, relaxation, effort / count, 5.0, 0.02)
        else:
            leader = guide if number % 6 < 3 else relaxation
            start = part_apart(search.problem, rounded(search, leader))
            walk(search, "search", start, guided_course(search, leader, number), effort / count)
            fresh = max(0, fresh - 1)


def _warm_walk(search: Search, relaxation: Relaxation, effort: float, heat: float, light: float) -> None:
    """A walk from the best answer that can heal its worst rows; `heat` in parts of the usual one."""
    assert search.best is not None  # noqa: S101 - callers asked already
    course = warm_course(search, relaxation, heat * search.params.anneal.warm_share, light)
    walk(search, "search again", search.best, course, effort)


def _repair(search: Search, relaxation: Relaxation) -> None:
    """No walk kept all the rules yet: walk over all pairs, then CP-SAT, which can also prove it hopeless."""
    walk(search, "repair", today(search.problem), plain_course(search, 2.0), _share(search, 0.3))
    if search.best is None and not search.finished():
        prove(search, relaxation, _share(search, 0.9))


def _tighten(search: Search, relaxation: Relaxation, rng: np.random.Generator) -> Relaxation:
    """A better answer rules out more pairs: in small cases the relaxation is solved again without them."""
    small = search.problem.num_pairs <= RelaxParams().small
    again = _relax(search, rng) if small and not search.finished() else None
    return again if again is not None else relaxation


def _until_the_end(search: Search, relaxation: Relaxation, rng: np.random.Generator) -> None:
    """Branch and cut where the size allows, else warm walks and neighbourhoods in turn."""
    if _small(search, relaxation) and search.best is not None:
        run_exact(search, relaxation, rng, lambda old: _tighten(search, old, rng))
    while not search.finished() and search.best is not None:
        _warm_walk(search, relaxation, max(1.0, _share(search, 0.3)), 1.0, 0.05)
        if not search.finished():
            near = candidates_near(search, relaxation)
            polish(search, relaxation, near, max(1.0, _share(search, 0.5)), rng)


def _small(search: Search, relaxation: Relaxation) -> bool:
    """Whether branch and cut can hold the whole problem."""
    params = search.params
    return params.switches.branch and num_open_pairs(search, relaxation) <= params.branch_pairs
