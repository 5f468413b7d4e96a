"""What must be violated: bounds by relaxations without the pairs that alone cost too much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assigner.optimize.bounding import RelaxationInfeasible, relax
from assigner.optimize.clock import Clock
from assigner.optimize.ladder import climb
from assigner.optimize.params import LadderParams, SearchParams
from assigner.optimize.relax import Relaxation
from assigner.optimize.search import Search
from assigner.optimize.tables import Aim
from assigner.portfolio import BoolArray
from assigner.problem import Problem
from assigner.solution import SolverConfig, never_stop
from tests.optimize.test_bounds import SOLVABLE, divided, room


def new_search(problem: Problem, most: int = 60) -> Search:
    """A search without an answer yet and with plenty of effort."""
    clock = Clock(SolverConfig(work_limit=1e3, time_limit=None), never_stop)
    params = replace(SearchParams(), ladder=LadderParams(most=most, share=1.0))
    return Search(problem, Aim.weighted(problem), clock, 0, 1, 0.0, lambda *_: None, params)


def relaxed(search: Search, closed: BoolArray | None = None) -> Relaxation | None:
    """The relaxation without some pairs."""
    rng = np.random.default_rng(1)
    try:
        return relax(search.problem, search.aim, rng=rng, seconds_left=lambda: None, closed=closed)
    except RelaxationInfeasible:
        return None


def climbed(problem: Problem, most: int = 60) -> tuple[Search, Relaxation, Relaxation]:
    """The search afterwards, the relaxation before, and the guide."""
    search = new_search(problem, most)
    whole = relaxed(search)
    assert whole is not None
    search.raise_bound(whole.bound)
    return search, whole, climb(search, whole, lambda closed: relaxed(search, closed))


@pytest.mark.parametrize("most", [1, 4, 60])
@pytest.mark.parametrize("seed", SOLVABLE)
def test_the_bound_stays_below_the_optimum_and_never_falls(seed: int, most: int) -> None:
    problem, every = divided(seed)
    search, whole, _ = climbed(problem, most)
    assert whole.bound <= search.bound <= every.optimum + room(every.optimum)


def test_it_raises_the_bound_of_many_tiny_cases() -> None:
    """Else the cases above would not look at anything."""
    raised = 0
    for seed in SOLVABLE:
        search, whole, _ = climbed(divided(seed)[0])
        raised += search.bound > whole.bound + 1e-6
    assert raised >= 5
