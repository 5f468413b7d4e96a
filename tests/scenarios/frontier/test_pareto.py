"""Dominance and bounds: worked examples and what must hold for any answers."""

from __future__ import annotations

import itertools
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.errors import InternalError
from scenarios.frontier.model import Bound
from scenarios.frontier.pareto import best_within, bound_at, refuse_contradictions, staircase, undominated
from tests.scenarios.frontier.cases import answer

LEVEL = st.floats(0, 100, allow_nan=False)
PAIRS = st.lists(st.tuples(LEVEL, LEVEL), min_size=1, max_size=12)


def test_dominated_answers_are_dropped() -> None:
    # (2, 6) is worse than (1, 5) in both; (3, 5) is no fairer than (1, 5) and more painful.
    found = undominated([answer(3, 5), answer(2, 6), answer(1, 5), answer(4, 1), answer(0, 9)])
    assert [(one.disruption, one.imbalance) for one in found] == [(0, 9), (1, 5), (4, 1)]


@given(PAIRS)
def test_what_is_kept_is_monotone_and_beats_what_is_dropped(pairs: list[tuple[float, float]]) -> None:
    answers = [answer(*pair) for pair in pairs]
    kept = undominated(answers)
    assert all(a.disruption < b.disruption for a, b in itertools.pairwise(kept))
    assert all(a.imbalance > b.imbalance for a, b in itertools.pairwise(kept))
    for one in answers:
        assert any(k.disruption <= one.disruption and k.imbalance <= one.imbalance + 1e-9 for k in kept)
    assert undominated(kept) == kept
    assert set(kept) <= set(answers)


def test_a_bound_under_more_freedom_holds_under_less() -> None:
    # 7 is proven up to disruption 4, so 5 up to 2 says nothing new; 2 holds everywhere.
    stairs = staircase([Bound(2, 5), Bound(4, 7), Bound(inf, 2), Bound(6, 2)])
    assert stairs == (Bound(4, 7), Bound(inf, 2))
    assert [bound_at(stairs, x) for x in (0, 2, 4, 4.1, 1000)] == [7, 7, 7, 2, 2]
    assert staircase([Bound(3, 0.0)]) == ()
    assert bound_at((), 1.0) == 0


@given(
    st.lists(st.tuples(st.one_of(LEVEL, st.just(inf)), st.one_of(LEVEL, st.just(inf))), max_size=12), LEVEL
)
def test_the_staircase_says_what_all_bounds_say_together(pairs: list[tuple[float, float]], at: float) -> None:
    bounds = [Bound(*pair) for pair in pairs]
    stairs = staircase(bounds)
    assert bound_at(stairs, at) == max((b.imbalance for b in bounds if b.disruption >= at), default=0.0)
    assert all(a.disruption < b.disruption for a, b in itertools.pairwise(stairs))
    assert all(a.imbalance > b.imbalance for a, b in itertools.pairwise(stairs))


@given(PAIRS)
def test_bounds_below_all_answers_contradict_none(pairs: list[tuple[float, float]]) -> None:
    answers = [answer(*pair) for pair in pairs]
    bounds = [Bound(one.disruption, best_within(answers, one.disruption)) for one in answers]
    refuse_contradictions(answers, staircase(bounds))


@pytest.mark.parametrize("bound", [Bound(3, 5.1), Bound(inf, 5.1), Bound(2, inf)])
def test_a_bound_above_an_answer_is_a_defect(bound: Bound) -> None:
    with pytest.raises(InternalError, match="proven to be the least"):
        refuse_contradictions([answer(2, 5)], staircase([bound]))


def test_the_best_within_a_cap() -> None:
    answers = [answer(1, 9), answer(2, 4), answer(3, 6)]
    assert [best_within(answers, cap) for cap in (0.5, 1, 2.5, 9)] == [inf, 9, 4, 4]
