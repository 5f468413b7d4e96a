"""Two hundred random companies with every rule on: lawful answers, judged by the independent checker.

Tiny ones are compared with every division there is; larger ones are stopped at random moments as well.
"""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from assigner.errors import NoAnswer, RulesConflict
from assigner.optimize import solve
from assigner.solution import SolverConfig
from tests.optimize.brute import divide
from tests.optimize.support import TO_PROOF, judge, problem_of
from tests.strategies import FEATURES, SCOPE, Case, make_case

SHORT = SolverConfig(work_limit=0.2, time_limit=None, target_gap=0.0)
NUM_LARGER, NUM_TINY = 160, 60
CHUNK = 10


def larger(seed: int) -> Case:
    """20 to 70 clients and 3 to 8 managers with every feature, which a plan is known for."""
    rng = np.random.default_rng(seed)
    return make_case(1000 + seed, int(rng.integers(20, 71)), int(rng.integers(3, 9)), feasible=True)


def accept(case: Case, config: SolverConfig, stop_after: int | None = None) -> bool:
    """Solve and let the checker judge; stopped at the question number `stop_after`. Whether it answered."""
    asked = iter(range(10**9))

    def should_stop() -> bool:
        return stop_after is not None and next(asked) >= stop_after

    try:
        solution = solve(problem_of(case), config, should_stop=should_stop)
    except NoAnswer:
        return False
    verdict = judge(case, solution)
    assert verdict.ok, verdict.breaks
    assert verdict.after.score == pytest.approx(solution.score, rel=1e-6, abs=1e-6)
    assert solution.bound <= solution.score
    return True


@pytest.mark.parametrize("first", range(0, NUM_LARGER, CHUNK))
def test_answers_keep_every_rule(first: int) -> None:
    """A plan is known for each, so nearly all must be answered even in a fifth of a second of work."""
    answered = [accept(larger(seed), SHORT) for seed in range(first, first + CHUNK)]
    assert sum(answered) >= CHUNK - 2


@pytest.mark.parametrize("first", range(0, NUM_TINY, CHUNK))
def test_tiny_ones_are_solved_to_the_optimum_of_all_divisions(first: int) -> None:
    for seed in range(first, first + CHUNK):
        compare_with_all(make_case(5000 + seed, 7, 3, features=FEATURES, feasible=seed % 3 > 0))


@pytest.mark.parametrize("first", range(0, 30, CHUNK))
def test_so_they_are_within_a_scope(first: int) -> None:
    features = (*FEATURES, SCOPE)
    for seed in range(first, first + CHUNK):
        compare_with_all(make_case(6000 + seed, 6, 3, features=features, feasible=seed % 3 > 0))
        drawn = np.random.default_rng(6000 + seed)
        case = make_case(7000 + seed, int(drawn.integers(20, 51)), 5, features=features, feasible=True)
        accept(case, SHORT)


def compare_with_all(case: Case) -> None:
    """The answer is the best of all divisions, or there is a conflict and no division."""
    every = divide(case)
    if not len(every.score):
        with pytest.raises(RulesConflict):
            solve(problem_of(case), TO_PROOF)
        return
    solution = solve(problem_of(case), TO_PROOF)
    near = 1e-6 * max(1.0, abs(every.optimum))
    assert judge(case, solution).ok
    assert solution.score == pytest.approx(every.optimum, abs=near)
    assert solution.bound <= every.optimum + near


@pytest.mark.parametrize("first", range(0, 30, CHUNK))
def test_stopped_at_a_random_moment_the_best_answer_so_far_is_returned(first: int) -> None:
    """The moment is a question to `should_stop`: the same moment on every machine."""
    rng = np.random.default_rng(first)
    config = SolverConfig(work_limit=2.0, time_limit=None, target_gap=0.0)
    for seed in range(first, first + CHUNK):
        with contextlib.suppress(NoAnswer):
            accept(larger(seed), config, stop_after=int(rng.integers(1, 60)))
