"""Branch and cut over the whole problem: SCIP on the pairs that the bound leaves open."""

from __future__ import annotations

import numpy as np

from assigner.optimize.mip import MipModel
from assigner.optimize.proof import hopeless_pairs
from assigner.optimize.relax import Relaxation
from assigner.optimize.scip import MipAnswer, ScipLimits, ScipParams, solve_mip
from assigner.optimize.search import Search
from assigner.optimize.window import lifted_bound, open_pairs, window

NODES_PER_WORK = 10.0
"""Nodes of the tree that one unit of work pays for where work is limited."""


def branch(search: Search, relaxation: Relaxation, effort: float) -> None:
    """Bound and answer of branch and cut; what it leaves out scores no less than the present answer.

    So min(score, bound of the rest) bounds the whole problem. Reduced costs, lone violations and the largest
    worst violation of interest rule pairs out; knapsack cuts and branching do the rest.
    """
    if search.best is None:
        return
    began, before = search.clock.seconds, search.score
    search.raise_bound(lifted_bound(search, relaxation))
    model = _model(search, relaxation)
    answer = _solve(search, model, effort)
    if np.isfinite(answer.bound):
        search.raise_bound(answer.bound + search.aim.constant(search.problem))
    search.log("branch", began, _told(search, model, before))


def level_out(search: Search, relaxation: Relaxation, effort: float) -> None:
    """Minimise the worst violation alone: an answer where imbalance rules the score, and a bound on it.

    The worst violation outweighs the rest by far, and without costs its relaxation is much tighter. Its bound
    holds for every answer better than the present one, which is all that the branches to come look at.
    """
    if search.best is None or search.aim.imbalance <= 0:
        return
    began, before = search.clock.seconds, search.score
    model = _model(search, relaxation)
    model.worst_only()
    answer = _solve(search, model, effort)
    if np.isfinite(answer.bound):
        search.least_worst = max(search.least_worst, answer.bound)
        search.raise_bound(min(search.score, lifted_bound(search, relaxation)))
    detail = f"worst violation at least {100 * search.least_worst:.4g} %"
    search.log("level out", began, f"{detail}, {_told(search, model, before)}")


def _model(search: Search, relaxation: Relaxation) -> MipModel:
    """The whole problem over the pairs that a better answer can use."""
    assert search.best is not None  # noqa: S101 - callers asked already
    keep = open_pairs(search, relaxation) & ~hopeless_pairs(search)
    units, view = np.arange(search.problem.num_units), window(search, relaxation)
    return MipModel(search.problem, search.aim, search.best, units, keep, window=view, strict=False)


def _solve(search: Search, model: MipModel, effort: float) -> MipAnswer:
    """Run SCIP and take its answer."""
    answer = solve_mip(model, ScipParams(), _limits(search, effort), search.clock)
    search.clock.work += 0.05 + len(model.pairs) / 1e5 + answer.work
    if answer.chosen is not None:
        search.offer(answer.chosen)
    return answer


def _told(search: Search, model: MipModel, before: float) -> str:
    gained = f", {before - search.score:.3g} gained" if search.score < before else ""
    return f"{len(model.pairs)} pairs left of {search.problem.num_pairs}{gained}"


def _limits(search: Search, effort: float) -> ScipLimits:
    """Nodes where work is limited, else wall seconds."""
    clock = search.clock
    if clock.counts_work:
        nodes = max(1, int(NODES_PER_WORK * min(effort, clock.left())))
        return ScipLimits(clock.seconds_left(), nodes, search.seed)
    return ScipLimits(min(effort, clock.left()), None, search.seed)
