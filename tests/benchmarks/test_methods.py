"""Peers and ablations on tiny bases against every division of them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from assigner.errors import RulesConflict
from assigner.problem import Problem, build_problem
from benchmarks.solving.answers import Answer, Method, chosen_pairs, judge
from benchmarks.solving.methods import ABLATIONS, BY_HAND, SOLVERS, method
from benchmarks.solving.methods.cp_peer import limit_in_integers
from benchmarks.solving.methods.mip_peer import HIGHS_LINE, SCIP_LINE, course
from benchmarks.solving.records import Task
from tests.optimize.brute import Divisions, divide
from tests.optimize.support import problem_of, tiny_case

SEEDS = (10, 40, 86, 140, 212, 300, 376)
"""Every kind of hard limit and an apart rule come up in them; asserted below."""

CLOSE = 2e-4
"""Relative: what the peers' integers and tolerances lose."""


@cache
def tiny(seed: int) -> tuple[Problem, Divisions]:
    """A problem that can be solved, and all its divisions."""
    case = tiny_case(seed)
    return problem_of(case), divide(case)


def answer(
    name: str, problem: Problem, seconds: float = 10.0
) -> tuple[Answer, list[tuple[float | None, float | None]]]:
    """The answer, to optimality where the seconds allow, and what was reported on the way."""
    said: list[tuple[float | None, float | None]] = []
    task = Task(instance="tiny", method=name, seconds=seconds, target_gap=0.0, workers=1)
    found = method(name)(problem, task, lambda score, bound: said.append((score, bound)))
    return found, said


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", SOLVERS)
def test_a_solver_finds_the_optimum_and_no_bound_is_above_it(name: str, seed: int) -> None:
    problem, divisions = tiny(seed)
    found, said = answer(name, problem)
    assert found.chosen is not None
    assert found.bound is not None
    judged = judge(problem, found.chosen)
    room = CLOSE * max(1.0, divisions.optimum)
    assert judged.broken == 0
    assert judged.score == pytest.approx(divisions.optimum, abs=room)
    assert found.bound <= divisions.optimum + room
    assert all(score is None or score >= divisions.optimum - room for score, _ in said)
    assert all(bound is None or bound <= divisions.optimum + room for _, bound in said)


@pytest.mark.parametrize("name", BY_HAND)
def test_by_hand_is_never_better_than_the_optimum_unless_it_breaks_rules(name: str) -> None:
    for seed in SEEDS:
        problem, divisions = tiny(seed)
        found, _ = answer(name, problem)
        assert found.chosen is not None
        assert np.array_equal(problem.pair_unit[found.chosen], np.arange(problem.num_units))
        judged = judge(problem, found.chosen)
        assert judged.broken > 0 or judged.score >= divisions.optimum - 1e-9


@pytest.mark.parametrize("name", ABLATIONS)
def test_every_ablation_answers(name: str) -> None:
    problem, divisions = tiny(SEEDS[0])
    found, _ = answer(name, problem, seconds=0.5)
    assert found.chosen is not None
    assert found.bound is not None
    judged = judge(problem, found.chosen)
    assert judged.broken == 0
    assert judged.score >= divisions.optimum - 1e-9
    assert found.bound <= divisions.optimum + 1e-6 * max(1.0, divisions.optimum)


def test_the_tiny_bases_have_all_kinds_of_limits() -> None:
    rules = {rule for seed in SEEDS for rule in tiny(seed)[0].side.rule}
    assert rules >= {"max-load", "min-load", "loss-cap", "move-budget", "absorption"}
    assert any(len(tiny(seed)[0].apart) for seed in SEEDS)


@pytest.mark.parametrize("name", SOLVERS)
def test_rules_that_cannot_hold_together_leave_no_answer(name: str) -> None:
    problem = conflict()
    found, _ = answer(name, problem)
    assert found.chosen is None


@cache
def conflict() -> Problem:
    """The first tiny base whose rules exclude every division, but not already while it is built."""
    for seed in range(1, 400, 2):
        case = tiny_case(seed)
        try:
            problem = build_problem(case.portfolio, case.evidence, case.policy)
        except RulesConflict:
            continue
        if problem.num_units > 1 and not len(divide(case).score):
            return problem
    raise AssertionError("no such case")


def test_assignments_and_chosen_pairs_are_two_ways_to_say_the_same() -> None:
    for seed in SEEDS:
        problem, _ = tiny(seed)
        for chosen in (problem.pair_start[:-1], problem.pair_start[1:] - 1):
            assert np.array_equal(chosen_pairs(problem, problem.assignment(chosen)), chosen)


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="no method 'magic'"):
        method("magic")


def test_whole_limits_stay_as_they_are_and_others_still_hold() -> None:
    coef, _, high = limit_in_integers(np.array([1.0, 2.0]), 2.0 - 1e-12)
    assert (coef.tolist(), high) == ([1, 2], 2)
    coef, _, high = limit_in_integers(np.array([0.3, 0.3, 0.4000001]), 1.0)
    assert int(coef.sum()) > high  # 1.0000001 does not fit


def lines(text: str, pattern: Any) -> list[tuple[float | None, float | None]]:
    """Score and bound of every line that has them."""
    return list(course(text.splitlines(), pattern))


def test_the_course_of_highs_is_read_from_its_log() -> None:
    log = """
Src  Proc. InQueue |  Leaves   Expl. | BestBound       BestSol              Gap |   Cuts   InLp Confl. | LpIters     Time
         0       0         0   0.00%   100             inf                  inf        0      0      0         0     0.0s
 R       0       0         0   0.00%   107.6140587     300.0452687       64.13%        0      0      0        81     0.0s
        16      16         1   0.00%   112.7476876     120.4980159        6.43%      979     36      0      5051     3.0s
  Primal bound      120.498015901
"""  # noqa: E501
    expected = [(None, 100), (300.0452687, 107.6140587), (120.4980159, 112.7476876)]
    assert lines(log, HIGHS_LINE) == expected


def test_the_course_of_scip_is_read_from_its_log() -> None:
    log = """
 time | node  | left  |LP iter|LP it/n|mem/heur|mdpt |vars |cons |rows |cuts |sepa|confs|strbr|  dualbound   | primalbound  |  gap   | compl.
p 0.0s|     1 |     0 |     0 |     - | clique |   0 | 481 |  68 |  68 |   0 |  0 |   0 |   0 | 1.000000e+02 | 3.000000e+02 | 200.00%| unknown
  0.1s|     1 |     0 |   103 |     - |  3468k |   0 | 481 |  68 |  68 |   0 |  0 |   0 |   0 | 1.127843e+02 |      --      |    Inf | unknown
  2.9s|  96M| 1.128250e+02 | 1.204980e+02 |   6.80%
"""  # noqa: E501
    expected = [(300.0, 100.0), (None, 112.7843), (120.498, 112.825)]
    assert lines(log, SCIP_LINE) == expected


def test_methods_have_one_shape() -> None:
    wanted: Method = method("ours")
    assert callable(wanted)
