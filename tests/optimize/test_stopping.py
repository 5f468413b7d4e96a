"""Time limits, cancelling and progress of a solve."""

from __future__ import annotations

import contextlib
import time

import pytest

from assigner.errors import NoAnswer
from assigner.optimize import solve
from assigner.problem import Problem
from assigner.solution import Progress, SolverConfig
from tests.optimize.support import SHORT, judge, problem_of, with_policy
from tests.strategies import Case, make_case


@pytest.fixture(scope="module", name="large")
def _large() -> Case:
    """300 clients and 8 managers with every feature."""
    return make_case(1, 300, 8, feasible=True)


@pytest.fixture(scope="module", name="problem")
def _problem(large: Case) -> Problem:
    made = problem_of(large)
    solve(made, SHORT)  # compiles the kernels, so that the clocks below measure the search
    return made


def test_the_time_limit_is_kept(large: Case, problem: Problem) -> None:
    began = time.perf_counter()
    solution = solve(problem, SolverConfig(time_limit=2.0, target_gap=0.0))
    assert time.perf_counter() - began <= 2.0 + 2.0
    assert solution.stopped_by in ("time limit", "proof")
    assert judge(large, solution).ok


def test_the_time_limit_is_kept_over_all_levels(large: Case, problem: Problem) -> None:
    """Running out of time is no cancelling."""
    case = with_policy(large, "objective", mode="lexicographic")
    made = problem_of(case)
    assert made.num_units == problem.num_units
    began = time.perf_counter()
    solution = solve(made, SolverConfig(time_limit=2.0, target_gap=0.0))
    assert time.perf_counter() - began <= 2.0 + 2.0
    assert solution.stopped_by != "cancel"
    assert judge(case, solution).ok


@pytest.mark.parametrize("limit", [0.0, 0.05])
def test_hardly_any_time_gives_an_answer_or_says_that_there_is_none(
    large: Case, problem: Problem, limit: float
) -> None:
    began = time.perf_counter()
    with contextlib.suppress(NoAnswer):
        assert judge(large, solve(problem, SolverConfig(time_limit=limit))).ok
    assert time.perf_counter() - began <= 2.0


def test_cancelling_after_the_first_answer_returns_it_soon(large: Case, problem: Problem) -> None:
    answered: list[float] = []

    def watch(progress: Progress) -> None:
        if progress.score is not None:
            answered.append(time.perf_counter())

    solution = solve(
        problem,
        SolverConfig(time_limit=60.0, target_gap=0.0),
        on_progress=watch,
        should_stop=lambda: bool(answered),
    )
    assert time.perf_counter() - answered[0] <= 2.0
    assert solution.stopped_by == "cancel"
    assert judge(large, solution).ok


def test_cancelling_in_the_middle_of_the_exact_solver_stops_it(large: Case, problem: Problem) -> None:
    """Two seconds into the run CP-SAT or a walk is at work; either stops within a second or so."""
    began = time.perf_counter()
    solution = solve(
        problem,
        SolverConfig(time_limit=60.0, target_gap=0.0),
        should_stop=lambda: time.perf_counter() - began > 2.0,
    )
    assert time.perf_counter() - began <= 4.0
    assert solution.stopped_by in ("cancel", "proof")
    assert judge(large, solution).ok


def test_stopping_at_once_never_hangs(large: Case, problem: Problem) -> None:
    began = time.perf_counter()
    with contextlib.suppress(NoAnswer):
        assert judge(large, solve(problem, should_stop=lambda: True)).ok
    assert time.perf_counter() - began <= 2.0


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_progress_goes_one_way(seed: int) -> None:
    """The bound only rises, the score only falls, the clock only runs, and nothing ever passes the other."""
    seen: list[Progress] = []
    solution = solve(problem_of(make_case(seed, 80, 5, feasible=True)), SHORT, on_progress=seen.append)
    assert seen
    bounds = [progress.bound for progress in seen if progress.bound is not None]
    scores = [progress.score for progress in seen if progress.score is not None]
    assert bounds == sorted(bounds)
    assert scores == sorted(scores, reverse=True)
    seconds = [progress.seconds for progress in seen]
    assert seconds == sorted(seconds)
    assert (scores[-1], bounds[-1]) == (solution.score, solution.bound)
    for progress in seen:
        assert progress.gap is None or progress.gap >= 0


def test_the_target_gap_ends_the_run_early() -> None:
    case = make_case(5, 150, 6, feasible=True)
    config = SolverConfig(work_limit=20.0, time_limit=None, target_gap=0.9)
    solution = solve(problem_of(case), config)
    assert solution.stopped_by in ("target gap", "proof")
    assert solution.score - solution.bound <= 0.9 * solution.score + 1e-9


def test_phases_tell_the_story() -> None:
    """Every phase has a name, its seconds, and the best score and bound after it; none of them gets worse."""
    solution = solve(problem_of(make_case(2, 80, 5, feasible=True)), SHORT)
    assert solution.phases
    assert sum(phase.seconds for phase in solution.phases) <= solution.seconds + 0.1
    bounds = [phase.bound for phase in solution.phases if phase.bound is not None]
    assert bounds == sorted(bounds)
