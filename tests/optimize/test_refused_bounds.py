"""A bound above an answer is a defect: it is refused and told, never hidden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assigner.optimize.clock import Clock
from assigner.optimize.search import Search, today
from assigner.optimize.tables import Aim
from assigner.optimize.warm import smallest_problem
from assigner.solution import SolverConfig, never_stop


@pytest.fixture
def search() -> Search:
    """Twelve units with their cheapest managers: disruption 12 x 1/6, score 2."""
    costs = np.full((12, 3), 2 / 6)
    costs[np.arange(12), np.arange(12) % 3] = 1 / 6  # four units for each manager
    problem = replace(smallest_problem(), pair_disruption=costs.ravel())
    made = Search(
        problem,
        Aim.weighted(problem),
        Clock(SolverConfig(), never_stop),
        seed=0,
        workers=1,
        target_gap=0.0,
        report=lambda phase, score, bound: None,
    )
    assert made.offer(today(problem))
    assert made.score == pytest.approx(2.0)
    return made


def test_a_bound_below_the_answer_is_taken(search: Search) -> None:
    assert search.raise_bound(1.5)
    assert search.bound == 1.5


def test_a_weaker_bound_changes_nothing(search: Search) -> None:
    search.raise_bound(1.5)
    assert search.raise_bound(-np.inf)
    assert search.bound == 1.5


def test_float_noise_above_the_answer_counts_as_equal(search: Search) -> None:
    """2 + 1e-7 is within 1e-6 of the score: the bound is the score itself, never more."""
    assert search.raise_bound(2.0 + 1e-7)
    assert search.bound == search.score
    assert search.proven


@pytest.mark.parametrize("bound", [2.1, np.inf])
def test_a_bound_above_the_answer_is_refused_and_told(search: Search, bound: float) -> None:
    search.raise_bound(1.5)
    assert not search.raise_bound(bound)
    assert search.bound == 1.5
    assert [phase.name for phase in search.phases] == ["bound refused"]
