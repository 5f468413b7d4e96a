"""Proven optima against every division of tiny bases, judged by the independent checker alone."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from assigner.checker import check
from assigner.errors import RulesConflict
from assigner.optimize import solve
from tests.optimize.brute import Divisions, divide
from tests.optimize.support import TO_PROOF, answer, judge, problem_of, tiny_case, with_policy
from tests.strategies import Case

SEEDS = (
    *(
        3,
        4,
        5,
        7,
        9,
        10,
        16,
        17,
        23,
        28,
        37,
        40,
        41,
        42,
        47,
        61,
        86,
        101,
        102,
        112,
        118,
        140,
        148,
        154,
        160,
        174,
        176,
    ),
    *(
        186,
        188,
        206,
        207,
        212,
        213,
        219,
        228,
        234,
        247,
        255,
        300,
        314,
        318,
        333,
        344,
        354,
        365,
        376,
        528,
        538,
        564,
    ),
)
"""Picked so that every rule binds somewhere, some have hundreds of divisions, some none; asserted below."""
LEVEL_SEEDS = range(100, 118)
ORDERS = (
    ("imbalance", "disruption", "fit"),
    ("disruption", "imbalance", "fit"),
    ("fit", "imbalance", "disruption"),
)
RULES = (
    "keep",
    "eligible",
    "banned",
    "together",
    "apart",
    "max_load",
    "min_load",
    "loss_cap",
    "move_budget",
    "absorption",
)


@cache
def divisions(seed: int) -> Divisions:
    """All lawful divisions of a tiny case."""
    return divide(tiny_case(seed))


def near(score: float) -> float:
    """What counts as equal at this score (model §7)."""
    return 1e-6 * max(1.0, abs(score))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_proven_optimum_is_the_best_of_all_divisions(seed: int) -> None:
    case, every = tiny_case(seed), divisions(seed)
    if not len(every.score):
        with pytest.raises(RulesConflict):
            answer(case)
        return
    solution = answer(case)
    assert solution.status == "optimal"
    assert solution.score == pytest.approx(every.optimum, abs=near(every.optimum))
    assert solution.bound <= solution.score
    assert solution.bound <= every.optimum + 1e-9 * max(1.0, every.optimum)
    assert solution.bound >= every.optimum - near(every.optimum)
    verdict = judge(case, solution)
    assert verdict.ok
    assert verdict.after.score == pytest.approx(solution.score, abs=near(solution.score))


@pytest.mark.parametrize("slack", [0.0, 0.5])
@pytest.mark.parametrize("seed", LEVEL_SEEDS)
def test_every_level_is_optimal_within_the_slack_of_the_levels_before(seed: int, slack: float) -> None:
    order = ORDERS[seed % len(ORDERS)]
    room = dict.fromkeys(order, slack)
    case = with_policy(tiny_case(seed), "objective", mode="lexicographic", order=order, slack=room)
    every = divide(case)
    if not len(every.score):
        with pytest.raises(RulesConflict):
            answer(case)
        return
    solution = answer(case)
    best = every.lexicographic(order, [slack] * len(order))
    assert judge(case, solution).ok
    assert solution.bound <= every.optimum + near(every.optimum)
    if problem_of(case).num_units:
        assert [level.level for level in solution.levels] == list(order)
    for level, optimum in zip(solution.levels, best, strict=False):
        assert level.value == pytest.approx(optimum, abs=near(optimum))
        assert level.bound <= optimum + near(optimum)


def without(case: Case, rule: str) -> Case:
    """The case with one rule switched off."""
    return with_policy(case, "rules", **{rule: case.policy.rules.model_dump()[rule] | {"enabled": False}})


def binds(case: Case, rule: str) -> bool:
    """Whether the best division without the rule breaks it."""
    free = divide(without(case, rule))
    if not len(free.score):
        return False
    best = free.assignments[int(np.argmin(free.score))]
    broken = check(case.portfolio, case.evidence, case.policy, best).breaks
    return rule.replace("_", "-") in {found.rule for found in broken}


@pytest.mark.parametrize("rule", RULES)
def test_the_sample_has_every_rule_and_each_binds_somewhere(rule: str) -> None:
    """Where a rule binds, a solver that forgot it would have found a better division in the tests above."""
    solved = (seed for seed in SEEDS if len(divisions(seed).score))
    assert any(binds(tiny_case(seed), rule) for seed in solved)


def test_the_sample_has_conflicts_and_decisions() -> None:
    """Enough cases with something to decide, and some that can't be kept."""
    counts = [len(divisions(seed).score) for seed in SEEDS]
    assert sum(count > 1 for count in counts) >= 40
    assert sum(count > 100 for count in counts) >= 5
    assert sum(count == 0 for count in counts) >= 4


def test_the_objectives_weights_move_the_optimum() -> None:
    """With other weights the optimum is another one, and it is found again."""
    changed = 0
    for seed in (42, 118, 148, 206, 234, 300, 314):
        case = with_policy(
            tiny_case(seed), "objective", weights={"imbalance": 0.2, "disruption": 3, "fit": 2}
        )
        every = divide(case)
        solution = solve(problem_of(case), TO_PROOF)
        assert solution.score == pytest.approx(every.optimum, abs=near(every.optimum))
        before = divisions(seed)
        first, second = (int(np.argmin(found.score)) for found in (before, every))
        changed += not np.array_equal(before.assignments[first], every.assignments[second])
    assert changed
