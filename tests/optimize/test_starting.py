"""A given start is where the search begins; every better answer is told at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from assigner.checker import check
from assigner.optimize import solve
from assigner.optimize.search import nearest
from assigner.portfolio import NOBODY, IntArray
from assigner.solution import SolverConfig
from tests.optimize.support import SHORT, judge, problem_of, with_policy
from tests.strategies import make_case

HARDLY = SolverConfig(work_limit=0.01, time_limit=None)


@pytest.mark.parametrize("mode", ["weighted", "lexicographic"])
@pytest.mark.parametrize("seed", range(4))
def test_an_answer_that_is_started_from_is_never_made_worse(seed: int, mode: str) -> None:
    case = with_policy(make_case(seed, 60, 5, feasible=True), "objective", mode=mode)
    problem = problem_of(case)
    first = solve(problem, SHORT)
    again = solve(problem, HARDLY, start=first.assignment)
    assert judge(case, again).ok
    if mode == "weighted":
        assert again.score <= first.score + 1e-9 * max(1.0, first.score)


def test_a_start_that_breaks_eligibility_is_followed_as_far_as_it_goes() -> None:
    case = make_case(3, 40, 4, feasible=True)
    problem = problem_of(case)
    nobody = np.full(case.portfolio.num_clients, NOBODY, dtype=np.int32)
    chosen = nearest(problem, nobody)
    assert (problem.pair_unit[chosen] == np.arange(problem.num_units)).all()
    kept = nearest(problem, problem.assignment(chosen))
    assert (kept == chosen).all()


def test_every_better_answer_is_told_and_keeps_the_rules() -> None:
    """The last one told is the answer, and each one that was told is better than the one before."""
    case = make_case(1, 60, 5, feasible=True)
    told: list[IntArray] = []

    def remember(answer: Callable[[], IntArray]) -> None:
        told.append(answer())

    solution = solve(problem_of(case), SHORT, on_best=remember)
    verdicts = [check(case.portfolio, case.evidence, case.policy, answer) for answer in told]
    assert verdicts
    assert all(verdict.ok for verdict in verdicts)
    scores = [verdict.after.score for verdict in verdicts]
    assert scores == sorted(scores, reverse=True)
    assert (told[-1] == solution.assignment).all()
