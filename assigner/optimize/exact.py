"""Cases small enough for branch and cut: neighbourhoods for answers and a tree for the bound."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from assigner.optimize.branch import branch, level_out
from assigner.optimize.candidates import candidates_near
from assigner.optimize.polish import polish
from assigner.optimize.proof import prove
from assigner.optimize.relax import Relaxation
from assigner.optimize.search import Search
from assigner.optimize.tables import violations
from assigner.optimize.window import open_pairs

FIRST_TURN = 0.1
"""Share of the effort that the first turn takes; each turn takes twice as much as the one before."""

MATTERS = 0.1
"""Share of the gap that the worst violation must explain before it is minimised alone."""


def run_exact(
    search: Search,
    relaxation: Relaxation,
    rng: np.random.Generator,
    relax_again: Callable[[Relaxation], Relaxation],
) -> None:
    """Turns until the end: a better answer closes pairs, which makes the next tree smaller."""
    effort = FIRST_TURN * min(search.clock.left(), 60.0)
    while not search.finished():
        if _worst_matters(search) and not search.clock.counts_work:
            level_out(search, relaxation, 2 * effort)
        relaxation = relax_again(relaxation)
        if search.finished():
            break
        if int(open_pairs(search, relaxation).sum()) <= search.params.fine_pairs:
            prove(search, relaxation, effort)
        if not search.finished():
            _turn(search, relaxation, effort, rng)
        effort = min(2 * effort, max(0.1, search.clock.left()))


def _worst_matters(search: Search) -> bool:
    """Whether the best answer's worst violation is still far above the least one in view of the gap."""
    if search.best is None:
        return False
    worst = float(violations(search.problem, search.best).max(initial=0.0))
    price = 100 * search.aim.imbalance
    return price * (worst - search.least_worst) > max(MATTERS * search.gap_points, 1e-3 * search.score)


def _turn(search: Search, relaxation: Relaxation, effort: float, rng: np.random.Generator) -> None:
    """Neighbourhoods, then the tree; with workers for both at the same time."""
    near = candidates_near(search, relaxation)
    if search.clock.left() < effort:  # too little for a tree that says more than the last one
        polish(search, relaxation, near, search.clock.left(), rng)
        return
    if search.clock.counts_work:  # SCIP's steps don't repeat
        polish(search, relaxation, near, effort, rng)
        if not search.finished():
            prove(search, relaxation, 2 * effort)
        return
    if search.workers == 1:
        polish(search, relaxation, near, effort, rng)
        if not search.finished() and search.params.switches.branch:
            branch(search, relaxation, 2 * effort)
        return
    polish(search, relaxation, near, 0.3 * effort, rng)
    with ThreadPoolExecutor(1) as pool:
        tree = pool.submit(branch, search, relaxation, 2 * effort)
        polish(search, relaxation, near, 2 * effort, rng)
        tree.result()
