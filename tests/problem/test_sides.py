"""Hard limits as rows over pairs, number by number (model §3)."""

from __future__ import annotations

import numpy as np
import pytest

from assigner.portfolio import NOBODY
from tests import builders
from tests.checker.support import CLAIMED, FREE, PROVEN, case, rules
from tests.problem.support import coefficients, problem, side_row


def test_max_load_counts_raw_loads_and_takes_locked_clients_off() -> None:
    """c2 (5) is locked to m0: 25 - 5 = 20 is left for c0 (10) and c1 (20); m1 has the whole 25."""
    base = builders.clients([0, 1, 0], potential=[10, 20, 5])
    of = case(
        base, builders.managers(2), state=[CLAIMED, CLAIMED, PROVEN], policy=rules(max_load={"potential": 25})
    )
    made = problem(of)
    row, other = (side_row(made, "max-load", j) for j in (0, 1))
    assert coefficients(made, row) == {(0, 0): 10, (1, 0): 20}
    assert (made.side.constant[row], made.side.limit[row], made.side.asked[row]) == (5, 20, 25)
    assert (made.side.constant[other], made.side.limit[other]) == (0, 25)


def test_min_load_is_the_same_with_the_sign_turned() -> None:
    """Load >= 25 is -load <= -25; with the locked 5: -(c0 + c1) <= -20."""
    base = builders.clients([0, 1, 0], potential=[10, 20, 5])
    of = case(
        base, builders.managers(2), state=[CLAIMED, CLAIMED, PROVEN], policy=rules(min_load={"potential": 25})
    )
    made = problem(of)
    row = side_row(made, "min-load", 0)
    assert coefficients(made, row) == {(0, 0): -10, (1, 0): -20}
    assert (made.side.limit[row], made.side.asked[row]) == (-20, 25)


def test_a_managers_own_limit_goes_before_the_policys() -> None:
    """max_clients of m0 is 1; m1 has none of his own and gets the policy's 9."""
    of = case(
        builders.clients([0, 1]),
        builders.managers(2, max_clients=[1, np.nan]),
        policy=rules(max_load={"count": 9}),
    )
    made = problem(of)
    assert [made.side.asked[side_row(made, "max-load", j, "count")] for j in (0, 1)] == [1, 9]


def test_switching_max_load_off_drops_own_limits_too() -> None:
    team = builders.managers(1, max_clients=[1])
    assert (
        len(problem(case(builders.clients([0]), team, policy=rules(max_load={"enabled": False}))).side) == 0
    )


@pytest.mark.parametrize(("workload", "rows"), [(None, 0), ([3.0, 4.0], 2)])
def test_a_workload_limit_needs_the_column(workload: list[float] | None, rows: int) -> None:
    base = builders.clients([0, 1], workload=workload)
    of = case(base, builders.managers(2), policy=rules(max_load={"workload": 10}))
    assert len(problem(of).side) == rows


def test_limits_are_for_managers_who_stay() -> None:
    team = builders.managers(2, leaving=[False, True])
    made = problem(case(builders.clients([0, 1]), team, policy=rules(max_load={"count": 5})))
    assert made.side.manager.tolist() == [0]


def test_loss_cap_counts_own_revenue_that_stays() -> None:
    """m0 owns c0 (100) and c1 (50), but c1 is pinned to m1 and no loss: he keeps 0.8 x 100 = 80.

    m1 owns c2 (30): 0.8 x 30 = 24; what he receives does not count.
    """
    base = builders.clients([0, 0, 1], revenue=[100, 50, 30], pinned=[NOBODY, 1, NOBODY])
    made = problem(case(base, builders.managers(2), policy=rules(loss_cap={"cap": 0.2})))
    first, second = (side_row(made, "loss-cap", j) for j in (0, 1))
    assert coefficients(made, first) == {(0, 0): -100}
    assert made.side.limit[first] == pytest.approx(-80)
    assert coefficients(made, second) == {(1, 1): -30}
    assert made.side.limit[second] == pytest.approx(-24)


def test_loss_cap_is_inactive_without_commission() -> None:
    """m0 has rate 0; m1 owns nobody with revenue; only m2 is protected."""
    base = builders.clients([0, 1, 2], revenue=[100, 0, 10])
    team = builders.managers(3, rate=[0.0, 0.05, np.nan])
    made = problem(case(base, team, policy=rules(loss_cap={"cap": 0.2})))
    assert made.side.manager.tolist() == [2]


def test_move_budget_counts_owned_clients_that_leave_their_owner() -> None:
    """4 owned (c3 of the leaver m2), c4 free: 0.5 x 4 = 2 moves, 0.5 x 100 = 50 of revenue.

    c0 is pinned away and counts whatever is decided: 1 move with 10 of revenue are gone.
    """
    base = builders.clients([0, 0, 1, 2, NOBODY], revenue=[10, 20, 30, 40, 50], pinned=[1] + [NOBODY] * 4)
    of = case(
        base,
        builders.managers(3, leaving=[False, False, True]),
        state=[CLAIMED] * 4 + [FREE],
        policy=rules(move_budget={"clients": 0.5, "revenue": 0.5}),
    )
    made = problem(of)
    count, revenue = (side_row(made, "move-budget", measure=m) for m in ("count", "revenue"))
    assert coefficients(made, count) == {(0, 1): 1, (1, 0): 1, (2, 0): 1, (2, 1): 1}
    assert (made.side.asked[count], made.side.limit[count]) == (2, 1)
    assert coefficients(made, revenue) == {(0, 1): 20, (1, 0): 30, (2, 0): 40, (2, 1): 40}
    assert (made.side.asked[revenue], made.side.limit[revenue]) == (50, 40)


def test_absorption_counts_whom_the_manager_did_not_own() -> None:
    """The holding {c0 of m0, c1 of m1} brings one new client to either, two to m2; c2 is new to all."""
    base = builders.clients([0, 1, NOBODY], groups=["g", "g", ""])
    of = case(
        base,
        builders.managers(3),
        state=[CLAIMED, CLAIMED, FREE],
        policy=rules(absorption={"clients": 4}),
    )
    made = problem(of)
    rows = [coefficients(made, side_row(made, "absorption", j)) for j in range(3)]
    assert rows == [{(0, 0): 1, (1, 0): 1}, {(0, 1): 1, (1, 1): 1}, {(0, 2): 2, (1, 2): 1}]
    assert made.side.limit.tolist() == [4, 4, 4]


def test_a_pin_to_another_manager_is_absorbed_by_him() -> None:
    base = builders.clients([0, 1], pinned=[1, NOBODY])
    made = problem(case(base, builders.managers(2), policy=rules(absorption={"clients": 4})))
    assert made.side.constant.tolist() == [0, 1]
    assert made.side.limit.tolist() == [4, 3]


def test_excluded_clients_count_in_no_limit() -> None:
    base = builders.clients([0, 0], potential=[10, 99], revenue=[10, 99], excluded=[False, True])
    of = case(
        base,
        builders.managers(1),
        policy=rules(max_load={"potential": 50}, loss_cap={"cap": 0.5}, move_budget={"revenue": 0.5}),
    )
    made = problem(of)
    assert made.side.asked.tolist() == [50, 5, 5]
    assert made.side.constant.tolist() == [0, 0, 0]
