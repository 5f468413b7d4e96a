"""Dives: knapsacks against brute force, rooms of whole and of broken loads, parts, groups, whole costs."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.optimize.bounding import relax
from assigner.optimize.clock import Clock
from assigner.optimize.eject_dive import Diver, draw_groups, plunge, regroup
from assigner.optimize.eject_linear import relax_part, solve_part
from assigner.optimize.eject_params import DiveParams
from assigner.optimize.eject_room import Part, build_room, fill, has_room_only, knapsack
from assigner.optimize.search import Search
from assigner.optimize.tables import Aim, cost_grid, evaluate
from assigner.problem.model import Problem
from assigner.solution import SolverConfig, never_stop
from benchmarks.gap_files import GapInstance
from benchmarks.gap_make import make_instance
from benchmarks.gap_problem import gap_problem

HAND = GapInstance(
    "hand",
    np.array([[1, 5, 1], [4, 2, 4]]),
    np.array([[2, 2, 2], [3, 1, 3]]),
    np.array([3, 4], dtype=np.int64),
)
"""Agent 0 holds one job only: one of jobs 0 and 2 (1), the other goes to agent 1 (4) beside job 1 (2): 7."""


def search_of(problem: Problem, work: float = 5.0) -> Search:
    """A search with a work limit and nothing known."""
    config = SolverConfig(time_limit=None, work_limit=work, target_gap=0.0)
    aim = Aim.weighted(problem)
    return Search(problem, aim, Clock(config, never_stop), 1, 1, 0.0, lambda _a, _b, _c: None)


def diver_of(search: Search) -> Diver:
    """Dives at the prices of the whole relaxation."""
    rng = np.random.default_rng(0)
    found = relax(search.problem, search.aim, rng=rng, seconds_left=lambda: None)
    return Diver(search, found, DiveParams())


items = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 20)), min_size=0, max_size=8)


@settings(max_examples=60, deadline=None)
@given(items, st.integers(0, 25))
def test_knapsack_against_brute_force(pieces: list[tuple[int, int]], limit: int) -> None:
    load = np.array([a for a, _ in pieces], dtype=np.int64)
    worth = np.array([b for _, b in pieces], dtype=np.float64)
    taken = knapsack(load, worth, limit)
    choices = (np.array(x, dtype=bool) for x in itertools.product((False, True), repeat=len(pieces)))
    best = max(float(worth[x].sum()) for x in choices if load[x].sum() <= limit)
    assert load[taken].sum() <= limit
    assert worth[taken].sum() == best


def test_a_room_holds_whole_loads_as_they_are() -> None:
    problem = gap_problem(HAND)
    assert has_room_only(problem, DiveParams())
    room = build_room(problem, Aim.weighted(problem), DiveParams())
    assert np.array_equal(room.load, HAND.resource)
    assert np.array_equal(room.limit, HAND.capacity)
    assert np.array_equal(room.cost, HAND.cost)


def test_broken_loads_are_rounded_up_so_that_what_fits_the_room_fits() -> None:
    problem = gap_problem(HAND)
    side = replace(problem.side, coef=problem.side.coef / 3, limit=problem.side.limit / 3)
    room = build_room(replace(problem, side=side), Aim.weighted(problem), DiveParams(grid=100))
    # 3 / 3 is at most 100 steps: 2 / 3 of 1 are 67; 4 / 3 are at most 100: 3 / 4 of them 75, 1 / 4 are 25
    assert np.isin(room.limit, (99, 100)).all()
    assert np.array_equal(room.load, [[67, 67, 67], [75, 25, 75]])


def test_limits_of_several_loads_or_apart_units_are_no_room() -> None:
    problem = gap_problem(HAND)
    assert not has_room_only(replace(problem, apart=np.array([[0, 1]], dtype=np.int32)), DiveParams())
    assert not has_room_only(problem, DiveParams(most_cells=5))
    shared = replace(problem.side, row=np.zeros(6, dtype=np.int32))
    assert not has_room_only(replace(problem, side=shared), DiveParams())


def test_a_fill_takes_what_saves_most() -> None:
    problem = gap_problem(HAND)
    room = build_room(problem, Aim.weighted(problem), DiveParams())
    part = Part(np.arange(2), np.arange(3), np.zeros(2))
    # Without prices jobs 0 and 2 save 3 with agent 0, which holds one; agent 1 saves 3 with job 1 only.
    assert fill(room, part, 0).tolist() in ([0], [2])
    assert fill(room, part, 1).tolist() == [1]


def test_the_relaxation_and_the_program_of_the_whole() -> None:
    problem = gap_problem(HAND)
    room = build_room(problem, Aim.weighted(problem), DiveParams())
    part = Part(np.arange(2), np.arange(3), np.zeros(2))
    # 3 units of agent 0's room hold one and a half of jobs 0 and 2: 1 + 0.5 + 2 (half at agent 1) + 2 = 5.5
    relaxed, _ = relax_part(room, part, DiveParams(), None)
    assert relaxed is not None
    assert relaxed.value == pytest.approx(5.5)
    sits, _ = solve_part(room, part, DiveParams(), None)
    assert sits is not None
    assert room.cost[sits, np.arange(3)].sum() == 7
    full = replace(room, limit=np.array([1, 4]))
    assert relax_part(full, part, DiveParams(), None)[0] is None
    assert solve_part(full, part, DiveParams(), None)[0] is None


@pytest.mark.parametrize("kind", ["c", "d", "e"])
def test_dives_and_groups_give_answers_that_keep_the_limits(kind: str) -> None:
    search = search_of(gap_problem(make_instance(kind, 8, 60, 5)))
    diver, rng = diver_of(search), np.random.default_rng(3)
    plunge(diver, 0.03, rng)
    assert search.best is not None
    assert evaluate(search.problem, search.best).feasible
    before = search.score
    assert before >= diver.relaxation.bound - 1e-6
    regroup(diver, 0.05, rng)
    assert search.score <= before
    assert evaluate(search.problem, search.best).feasible


def test_a_dive_that_cannot_win_ends_without_an_answer() -> None:
    search = search_of(gap_problem(make_instance("d", 6, 40, 2)))
    diver = diver_of(search)
    part, target = diver.whole()
    assert np.isinf(target)
    assert diver.dive(part, np.floor(diver.relaxation.bound), 1)[0] is None


def test_groups_of_two_workers_share_no_manager() -> None:
    search = search_of(gap_problem(make_instance("e", 10, 60, 1)))
    diver, rng = diver_of(search), np.random.default_rng(0)
    plunge(diver, 0.02, rng)
    search.workers = 2
    for _ in range(20):
        groups = draw_groups(diver, rng)
        together = np.concatenate(groups)
        assert len(groups) == 2
        assert len(np.unique(together)) == len(together)


def test_bounds_are_rounded_up_to_whole_costs() -> None:
    problem = gap_problem(HAND)
    assert cost_grid(problem, Aim.weighted(problem)) == 1.0
    doubled = replace(problem, pair_disruption=2 * problem.pair_disruption, const_disruption=0.5)
    search = search_of(doubled)
    assert search.grid == 2.0
    search.raise_bound(10.6)  # 0.5 + 2 x whole numbers: 12.5 is the first at or above
    assert search.bound == 12.5
    broken = replace(problem, pair_disruption=problem.pair_disruption + 0.25)
    search = search_of(broken)
    assert search.grid == 0.0
    search.raise_bound(5.6)
    assert search.bound == 5.6
