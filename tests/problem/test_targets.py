"""Balance cells: targets, tolerances and weights by hand (model §4)."""

from __future__ import annotations

import numpy as np
import pytest

from assigner.policy import Policy
from assigner.policy.model import BalancePolicy, Goal, Measure
from assigner.problem.model import Cells
from tests import builders
from tests.checker.support import CLAIMED, PROVEN, case
from tests.problem.support import problem
from tests.strategies import Case

SMALL = Policy(balance=BalancePolicy(min_clients_per_manager=0))


def cells(of: Case) -> Cells:
    return problem(of).cells


def test_a_client_is_everybodys_who_may_have_it() -> None:
    """c1 (40) is m0's alone: T = (30 + 40 + 10, 30 + 10) = (80, 40), nothing is cut at 80.

    c1 is fixed. Largest movable 60: tau_hi = 0.5 x 60 / A = (0.375, 0.75). Largest that fits:
    m0 60 -> tau_lo 0.375, m1 20 -> 0.25. Bands: 80 x (0.625 .. 1.375), 40 x (0.75 .. 1.75).
    """
    base = builders.clients([0, 0, 1], potential=[60, 40, 20], motive=["x", "y", "x"])
    team = builders.managers(2, eligible={"motive": [None, {"x"}]})
    made = cells(case(base, team, policy=SMALL))
    assert made.target.tolist() == [[80, 40]]
    assert made.attainable.tolist() == [[80, 40]]
    assert made.low == pytest.approx(np.array([[50, 30]]))
    assert made.high == pytest.approx(np.array([[110, 70]]))
    assert made.base_load.tolist() == [[0, 0]]  # c1 is a unit of one pair, no constant


def test_what_is_fixed_above_the_target_leaves_less_for_the_others() -> None:
    """Raw 150 in halves of 75: the locked 90 counts 75. T = 67.5 each; m0 holds 75 > 67.5, so A = (75, 60).

    Movable 30s: tau = 15/75 = 0.2 and 15/60 = 0.25 on both sides.
    """
    base = builders.clients([0, 1, 1], potential=[90, 30, 30])
    made = cells(case(base, builders.managers(2), state=[PROVEN, CLAIMED, CLAIMED], policy=SMALL))
    assert made.target == pytest.approx(np.array([[67.5, 67.5]]))
    assert made.attainable == pytest.approx(np.array([[75, 60]]))
    assert made.base_load.tolist() == [[75, 0]]
    assert made.low == pytest.approx(np.array([[60, 45]]))
    assert made.high == pytest.approx(np.array([[90, 75]]))


def test_exceeding_spreads_from_manager_to_manager() -> None:
    """T = 40 each of 120. m0 holds 60 -> the rest is 30 each; now m1's 35 exceeds -> m2 gets 25.

    All of c0 = 60 is cut first: share = 125/3 = 41.67 of the raw 125: counted 41.67 + 35 + 3 x 10 = 106.67.
    T = 35.56; m0 holds 41.67 -> the others 32.5 each; m1's 35 exceeds -> A2 = 30.
    """
    base = builders.clients([0, 1, 2, 2, 2], potential=[60, 35, 10, 10, 10])
    state = [PROVEN, PROVEN, CLAIMED, CLAIMED, CLAIMED]
    made = cells(case(base, builders.managers(3), state=state, policy=SMALL))
    assert made.target == pytest.approx(np.full((1, 3), 320 / 9))
    assert made.attainable == pytest.approx(np.array([[125 / 3, 35, 30]]))


def test_weights_share_the_load() -> None:
    """Full time and half time: two thirds and one third of 90."""
    base = builders.clients([0, 0, 1], potential=[30, 30, 30])
    made = cells(case(base, builders.managers(2, fte=[1, 0.5]), policy=SMALL))
    assert made.target == pytest.approx(np.array([[60, 30]]))


def test_cells_with_few_clients_are_left_out() -> None:
    """3 clients of 2 managers are fewer than 2 each; 4 are enough."""
    assert len(cells(case(builders.clients([0, 0, 1]), builders.managers(2)))) == 0
    assert len(cells(case(builders.clients([0, 0, 1, 1]), builders.managers(2)))) == 1


def test_the_mean_is_over_the_cells_of_a_goal_then_over_goals() -> None:
    """Weights 1 and 2: the total's two cells weigh 1/3 / 2, the four of the regions 2/3 / 4."""
    goals = (
        Goal(measure=Measure.POTENTIAL, tolerance=0.05, weight=1),
        Goal(measure=Measure.COUNT, dimension="region", tolerance=0.1, weight=2),
    )
    policy = Policy(balance=BalancePolicy(min_clients_per_manager=0, goals=goals))
    base = builders.clients([0, 0, 1, 1], region=["N", "N", "S", "S"])
    made = cells(case(base, builders.managers(2), policy=policy))
    assert made.weight == pytest.approx(np.array([[1 / 6, 1 / 6], [1 / 6, 1 / 6], [1 / 6, 1 / 6]]))
    assert [goal.key for goal in made.goal] == ["potential/total", "count/region", "count/region"]
    assert made.value == (-1, 0, 1)


def test_a_goal_without_cells_takes_no_weight() -> None:
    """The table has no tier: the total alone carries the mean."""
    goals = (
        Goal(measure=Measure.POTENTIAL, tolerance=0.05),
        Goal(measure=Measure.POTENTIAL, dimension="tier", tolerance=0.1, weight=9),
    )
    policy = Policy(balance=BalancePolicy(min_clients_per_manager=0, goals=goals))
    made = cells(case(builders.clients([0, 1]), builders.managers(2), policy=policy))
    assert made.weight == pytest.approx(np.array([[0.5, 0.5]]))


def test_who_may_have_nothing_of_a_cell_has_no_target_there() -> None:
    """m1 takes South only: his part of the Northern cell is 0 and weighs nothing."""
    base = builders.clients([0, 0, 1, 1], region=["N", "N", "S", "S"])
    team = builders.managers(2, eligible={"region": [None, {"S"}]})
    made = cells(case(base, team, policy=SMALL))
    north = made.value.index(0)
    assert made.attainable[north].tolist() == [2, 0]
    assert made.weight[north, 1] == 0
