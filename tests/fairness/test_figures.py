"""Figures of fairness against values derived by hand (model §8)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.fairness import (
    Envy,
    coefficient_of_variation,
    envy_up_to_one,
    gini,
    jain,
    leximin,
    min_max_ratio,
    pain_by_manager,
    spread,
    worst_ratio,
)
from assigner.portfolio import NOBODY

EQUAL = np.ones(4)
ONE_HAS_ALL = np.array([0.0, 0.0, 0.0, 4.0])
NOTHING = np.zeros(3)
RATIOS = st.lists(st.floats(0, 100), min_size=1, max_size=8)


def ints(*values: int) -> Any:
    return np.array(values, dtype=np.int32)


def test_coefficient_of_variation() -> None:
    # 1 and 3: mean 2, deviations 1 and 1
    assert coefficient_of_variation(np.array([1.0, 3.0])) == pytest.approx(0.5)
    assert coefficient_of_variation(EQUAL) == 0.0
    assert coefficient_of_variation(NOTHING) == 0.0


def test_gini() -> None:
    # sorted 1, 3: (-1 x 1 + 1 x 3) / (2 x 4) = 0.25; one has all: 3 / 4
    assert gini(np.array([3.0, 1.0])) == pytest.approx(0.25)
    assert gini(ONE_HAS_ALL) == pytest.approx(0.75)
    assert gini(EQUAL) == pytest.approx(0.0)
    assert gini(NOTHING) == 0.0


def test_jain() -> None:
    # (1 + 3)² / (2 x (1 + 9)) = 0.8; one has all: 1 / 4
    assert jain(np.array([1.0, 3.0])) == pytest.approx(0.8)
    assert jain(ONE_HAS_ALL) == pytest.approx(0.25)
    assert jain(EQUAL) == pytest.approx(1.0)
    assert jain(NOTHING) == 1.0


def test_min_max_ratio() -> None:
    assert min_max_ratio(np.array([1.5, 0.5])) == pytest.approx(1 / 3)
    assert min_max_ratio(ONE_HAS_ALL) == 0.0
    assert min_max_ratio(NOTHING) == 1.0
    assert min_max_ratio(np.zeros(0)) == 1.0


def test_worst_ratio_is_farthest_from_one() -> None:
    assert worst_ratio(np.array([0.6, 1.3])) == 0.6
    assert worst_ratio(np.array([0.5, 1.5])) == 1.5
    assert worst_ratio(np.zeros(0)) == 1.0


def test_leximin_vector_is_sorted_upwards() -> None:
    assert leximin(np.array([1.2, 0.8, 1.0])).tolist() == [0.8, 1.0, 1.2]


def test_spread_leaves_out_managers_without_a_target() -> None:
    # ratios 0.5 and 1.5; the third manager has no target
    figures = spread(np.array([5.0, 15.0, 7.0]), np.array([10.0, 10.0, 0.0]))
    assert figures.leximin.tolist() == [0.5, 1.5]
    assert figures.coefficient_of_variation == pytest.approx(0.5)
    assert figures.worst_ratio == 1.5


@given(RATIOS)
def test_figures_stay_in_their_ranges(values: list[float]) -> None:
    ratio = np.array(values)
    assert -1e-9 <= gini(ratio) <= 1 - 1 / len(values) + 1e-9
    assert 1 / len(values) - 1e-9 <= jain(ratio) <= 1 + 1e-9
    assert 0 <= min_max_ratio(ratio) <= 1


@given(st.lists(st.floats(0.1, 100), min_size=1, max_size=8), st.floats(0.1, 10))
def test_figures_do_not_depend_on_the_unit(values: list[float], unit: float) -> None:
    ratio = np.array(values)
    for figure in (gini, jain, min_max_ratio, coefficient_of_variation):
        assert figure(ratio * unit) == pytest.approx(figure(ratio), abs=1e-9)


@given(st.lists(st.floats(0.1, 100), min_size=2, max_size=8))
def test_jain_and_variation_say_the_same(values: list[float]) -> None:
    """Jain = 1 / (1 + cv²), an identity of the two formulas."""
    ratio = np.array(values)
    assert jain(ratio) == pytest.approx(1 / (1 + coefficient_of_variation(ratio) ** 2))


def test_envy_that_one_client_explains_is_none() -> None:
    # m0 has 3; m1 has 5 + 2: without the 5 he has 2, less than 3
    assert envy_up_to_one(np.array([3.0, 5.0, 2.0]), ints(0, 1, 1), np.ones(2)) == ()


def test_envy_beyond_one_client_is_listed() -> None:
    # m1 has 3 x 4 = 12: without one client 8, still 5 more than m0's 3
    found = envy_up_to_one(np.array([3.0, 4.0, 4.0, 4.0]), ints(0, 1, 1, 1), np.ones(2))
    assert found == (Envy(0, 1, 5.0),)


def test_envy_only_between_equal_weights() -> None:
    amount, manager = np.array([3.0, 4.0, 4.0, 4.0]), ints(0, 1, 1, 1)
    assert envy_up_to_one(amount, manager, np.array([0.5, 1.0])) == ()
    assert envy_up_to_one(amount, manager, np.zeros(2)) == ()


def test_clients_of_nobody_raise_no_envy() -> None:
    amount, manager = np.array([3.0, 4.0, 4.0, 4.0]), ints(0, 1, NOBODY, NOBODY)
    assert envy_up_to_one(amount, manager, np.ones(2)) == ()


def test_pain_is_shared_by_those_who_give_away() -> None:
    # m0 gives away 5 and 2, m1's client stays, the free client is nobody's loss
    pain, moved = np.array([5.0, 2.0, 9.0, 7.0]), np.array([True, True, False, True])
    assert pain_by_manager(pain, moved, ints(0, 0, 1, NOBODY), 2).tolist() == [7.0, 0.0]
