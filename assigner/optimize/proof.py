"""Proof: which pairs no better answer can use, and the exact solver on what is left."""

from __future__ import annotations

import numpy as np

from assigner.optimize.bounding import trivial
from assigner.optimize.cpsat import PROVE, PROVE_FINE, CpModel, CpParams
from assigner.optimize.params import PAIRS_PER_WORK
from assigner.optimize.relax import Relaxation
from assigner.optimize.search import Search, cp_limits, mask_of, today
from assigner.portfolio import BoolArray, FloatArray

CLOSE = 1e-3
"""Score points that the rounding of a finished proof may leave open."""


def prove(search: Search, relaxation: Relaxation, effort: float) -> None:
    """The whole model in CP-SAT, without the pairs that the bound rules out.

    A pair whose reduced cost exceeds score - relaxation bound is in no better answer, so
    min(score, bound of the rest) bounds the whole problem.
    """
    began, keep = search.clock.seconds, _still_open(search, relaxation)
    number, params = int(keep.sum()), search.params
    fine = number <= params.tiny_pairs
    finished = _prove_with(search, keep, PROVE_FINE if fine else PROVE, effort)
    if finished and not fine and number <= params.fine_pairs and not search.finished():
        fine, finished = True, _prove_with(search, keep, PROVE_FINE, effort)
    search.complete = fine and finished and search.best is not None and search.gap_points < CLOSE
    search.log("prove", began, f"{number} pairs left of {search.problem.num_pairs}")


def _prove_with(search: Search, keep: BoolArray, resolution: CpParams, effort: float) -> bool:
    """Run CP-SAT over the pairs kept; whether it went through everything."""
    problem = search.problem
    start = search.best if search.best is not None else today(problem)
    allowed, units = keep | mask_of(problem, start), np.arange(problem.num_units)
    model = CpModel(problem, search.aim, start, units, allowed, params=resolution, relaxed=True)
    answer = model.solve(cp_limits(search, effort), search.clock)
    search.clock.work += 0.05 + int(allowed.sum()) / PAIRS_PER_WORK + answer.work
    if answer.chosen is not None:
        search.offer(answer.chosen)
    if answer.infeasible and search.best is None:
        search.infeasible = True
        return True
    return search.raise_bound(answer.bound + search.aim.constant(problem)) and answer.complete


def hopeless_pairs(search: Search) -> BoolArray:
    """Pairs whose own violation already makes an answer worse than the best one.

    See `least_with_pair`.
    """
    _, with_pair = least_with_pair(search)
    return np.asarray(with_pair > search.score * (1 + 1e-9) + 1e-9)


def least_with_pair(search: Search) -> tuple[float, FloatArray]:
    """The least that any answer costs, and any with a pair: (pairs,), in score points.

    An answer with the pair scores at least 100 x weight x what the pair alone violates plus every unit's
    least cost.
    """
    least = trivial(search.problem, search.aim).bound
    return least, least + 100 * search.aim.imbalance * search.alone


def num_open_pairs(search: Search, relaxation: Relaxation) -> int:
    """Pairs that a better answer could still use."""
    return int(_still_open(search, relaxation).sum())


def _still_open(search: Search, relaxation: Relaxation) -> BoolArray:
    """Pairs that the prices don't rule out: price of the whole + reduced cost <= score."""
    room = max(0.0, search.to_beat - relaxation.priced_bound)
    return np.asarray(relaxation.reduced <= room * (1 + 1e-9) + 1e-9)
