"""Targets, tolerances, violations and imbalance on hand-made cells (model §4)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.fairness import Balance, Eligible, Entitled, MeasuredCells, imbalance, violations
from assigner.fairness.balance import attainable_targets, tolerances
from assigner.policy import Goal, Measure
from assigner.portfolio import NOBODY


def ints(*values: int) -> Any:
    return np.array(values, dtype=np.int32)


def entitled(rows: list[list[int]], weight: list[float]) -> Entitled:
    return Entitled(Eligible.of_mask(np.array(rows, dtype=bool)), np.array(weight))


def cell(amount: list[float], rows: list[list[int]], weight: list[float]) -> MeasuredCells:
    """One cell with everybody in it."""
    return MeasuredCells.of(
        np.array(amount), np.zeros(len(amount), dtype=np.int32), 1, entitled(rows, weight)
    )


def test_target_is_the_share_of_weight_among_the_eligible() -> None:
    # c0 (6) may go to both: weights 1 and 0.5 claim 4 and 2; c1 (3) only to m0: T = 4 + 3 and 2
    cells = cell([6.0, 3.0], [[1, 1], [1, 0]], [1.0, 0.5])
    assert cells.target == pytest.approx(np.array([[7.0, 2.0]]))
    assert cells.num_clients.tolist() == [2]
    assert cells.num_eligible.tolist() == [2]


def test_manager_without_weight_has_no_target() -> None:
    cells = cell([6.0, 3.0], [[1, 0], [1, 0]], [1.0, 0.0])
    assert cells.target == pytest.approx(np.array([[9.0, 0.0]]))


def test_indivisible_client_counts_as_one_share() -> None:
    # raw 10 + 1 + 1 = 12 over two equals: share 6, so c0 counts 6; T = (6 + 1 + 1) / 2 = 4
    cells = cell([10.0, 1.0, 1.0], [[1, 1]] * 3, [1.0, 1.0])
    assert cells.counted == pytest.approx([6.0, 1.0, 1.0])
    assert cells.target == pytest.approx(np.array([[4.0, 4.0]]))
    assert cells.indivisible.tolist() == [0]


def test_client_as_large_as_the_share_is_not_cut() -> None:
    # three equal clients, three equal managers: every share is one client, up to rounding
    cells = cell([0.1] * 3, [[1, 1, 1]] * 3, [1.0, 1.0, 1.0])
    assert cells.indivisible.tolist() == []


def test_loads_ignore_clients_of_nobody() -> None:
    cells = cell([5.0, 3.0, 2.0], [[1, 1]] * 3, [1.0, 1.0])
    # 10 / 2 = 5 each: nothing is cut
    assert cells.loads(ints(1, NOBODY, 1)) == pytest.approx(np.array([[0.0, 7.0]]))


def test_attainable_equals_ideal_when_nobody_exceeds() -> None:
    assert attainable_targets(np.array([5.0, 5.0]), np.array([5.0, 1.0])) == pytest.approx([5.0, 5.0])


def test_who_exceeds_is_set_to_his_fixed_load() -> None:
    # m0 has 8 of 12 for certain; the remaining 4 are shared 1 : 1 by the others
    attainable = attainable_targets(np.array([4.0, 4.0, 4.0]), np.array([8.0, 0.0, 1.0]))
    assert attainable == pytest.approx([8.0, 2.0, 2.0])


def test_sharing_is_repeated_until_nobody_exceeds() -> None:
    # first m0 (10 > 6): rest 8 for m1 and m2, 4 each; now m1 (5 > 4) exceeds too: rest 3 for m2
    attainable = attainable_targets(np.array([6.0, 6.0, 6.0]), np.array([10.0, 5.0, 0.0]))
    assert attainable == pytest.approx([10.0, 5.0, 3.0])


def test_nothing_left_is_no_target_even_with_float_noise() -> None:
    # 0.1 + 0.2 are all of the cell and both are m0's: what is left, 5e-17 at most, is nothing
    attainable = attainable_targets(np.array([0.15, 0.15]), np.array([0.1 + 0.2, 0.0]))
    assert attainable[1] == 0.0


@given(
    st.lists(st.floats(0.1, 100), min_size=2, max_size=6),
    st.lists(st.floats(0, 1), min_size=6, max_size=6),
)
def test_attainable_targets_share_out_exactly_the_cell(target: list[float], parts: list[float]) -> None:
    """Sum of A is the sum of T, and nobody's A is below what he has for certain."""
    ideal = np.array(target)
    fixed = np.array(parts[: len(target)]) * ideal.sum() / max(1e-9, sum(parts[: len(target)]))
    attainable = attainable_targets(ideal, fixed)
    assert attainable.sum() == pytest.approx(ideal.sum(), rel=1e-6)
    assert (attainable >= fixed * (1 - 1e-6) - 1e-6 * ideal.sum()).all()


def test_tolerances_grow_with_large_clients() -> None:
    # A = 10: h = 12 gives 0.6 above; below only the clients up to 10 count: h_j = 4 gives 0.2
    low, high = tolerances(np.array([10.0]), np.array([12.0, 4.0, 1.0]), 0.05)
    assert (low[0], high[0]) == pytest.approx((0.2, 0.6))


def test_lower_tolerance_is_at_most_a_half() -> None:
    # h_j = 10 = A: 0.5 x 10 / 10 = 0.5, the most there is
    low, high = tolerances(np.array([10.0]), np.array([10.0 * (1 + 1e-12)]), 0.05)
    assert (low[0], high[0]) == pytest.approx((0.5, 0.5))


def test_tolerance_is_taus_without_movable_clients() -> None:
    low, high = tolerances(np.array([10.0]), np.zeros(0), 0.15)
    assert (low[0], high[0]) == (0.15, 0.15)


def test_violation_on_both_sides_and_inside() -> None:
    # A = 10, tau 0.1: 13 is 0.3 - 0.1 over, 6 is 0.4 - 0.1 under, 10.5 is inside
    tau = np.full(3, 0.1)
    assert violations(np.array([13.0, 6.0, 10.5]), np.full(3, 10.0), tau, tau) == pytest.approx(
        [0.2, 0.3, 0.0]
    )


def test_imbalance_is_weighted_mean_plus_worst() -> None:
    # goal 0 (weight 1): mean of 0.1 and 0.3 = 0.2; goal 1 (weight 3): 0.4; goal 2 has no cells
    # mean (0.2 + 3 x 0.4) / 4 = 0.35, worst 0.4: 75 %
    level, mean, worst = imbalance(np.array([0.1, 0.3, 0.4]), ints(0, 0, 1), np.array([1.0, 3.0, 9.0]))
    assert (level, mean, worst) == pytest.approx((75.0, 0.35, 0.4))


def test_no_cell_is_no_imbalance() -> None:
    assert imbalance(np.zeros(0), ints(), np.array([1.0])) == (0.0, 0.0, 0.0)


def balance(fixed_to: Any, min_clients: float = 2) -> Balance:
    """Six clients of 1, in North (4) and South (2), two equal managers."""
    who = entitled([[1, 1]] * 6, [1.0, 1.0])
    cells = MeasuredCells.of(np.ones(6), ints(0, 0, 0, 0, 1, 1), 2, who)
    goal = Goal(measure=Measure.COUNT, dimension="region", tolerance=0.0)
    return Balance.of((goal,), (cells,), fixed_to, min_clients)


def test_cell_with_fewer_than_two_clients_per_manager_is_left_out() -> None:
    # North has 4 clients for 2 managers, South 2: too small
    cells = balance(ints(*[NOBODY] * 6))
    assert cells.too_small == ((0, 1),)
    assert cells.code.tolist() == [0, 0]
    assert cells.target == pytest.approx([2.0, 2.0])


def test_every_cell_counts_with_a_minimum_of_zero() -> None:
    cells = balance(ints(*[NOBODY] * 6), min_clients=0)
    assert cells.too_small == ()
    assert cells.code.tolist() == [0, 0, 1, 1]


def test_balance_of_a_division() -> None:
    # North: A = 2 each, loads 3 and 1; h = h_j = 1: tolerance 0.25; v = 0.5 - 0.25 on both sides
    cells = balance(ints(*[NOBODY] * 6))
    load = cells.loads(ints(0, 0, 0, 1, 0, 1))
    assert load == pytest.approx([3.0, 1.0])
    violation = cells.violations(load)
    assert violation == pytest.approx([0.25, 0.25])
    assert cells.imbalance(violation) == pytest.approx((50.0, 0.25, 0.25))


def test_manager_without_anything_attainable_has_no_cell() -> None:
    # all of North is fixed to m0, nothing is left for m1
    cells = balance(ints(0, 0, 0, 0, NOBODY, NOBODY))
    assert cells.manager_idx.tolist() == [0]
    assert cells.attainable == pytest.approx([4.0])
    assert cells.violations(cells.loads(ints(0, 0, 0, 0, 1, 1))) == pytest.approx([0.0])
