"""What an audit changes (model §2, §10)."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest

from assigner.audit import Answer, list_claims, state_changes
from assigner.audit.model import StateChange
from assigner.portfolio import Portfolio
from tests.audit.cases import base, weigh, with_answers
from tests.evidence.cases import sale, touch


def changes(facts: Portfolio, answers: dict[tuple[int, int], Answer]) -> tuple[StateChange, ...]:
    return state_changes(weigh(facts), weigh(with_answers(facts, answers)), answers)


def test_a_false_active_client_becomes_claimed() -> None:
    # two calls of today: points 2, strength 1 - e^(-2/3)
    facts = base([touch(0, 0, 0), touch(0, 0, 1)], [0])
    (change,) = changes(facts, {(0, 0): Answer.REFUTED})
    assert (change.state_before, change.state_after) == ("active", "claimed")
    assert change.strength_before == pytest.approx(1 - exp(-(1 + 2 ** (-1 / 180)) / 3))
    assert change.strength_after == 0.0


def test_a_discarded_honest_touch_that_is_confirmed_counts_again() -> None:
    # one credible call, one with a note too short: claimed; confirmed, both count on two days: active
    facts = base([touch(0, 0, 3), touch(0, 0, 9, summary="price")], [0])
    (change,) = changes(facts, {(0, 0): Answer.CONFIRMED})
    assert (change.state_before, change.state_after) == ("claimed", "active")
    assert change.strength_after > change.strength_before > 0


def test_confirming_what_counts_anyway_changes_nothing() -> None:
    facts = base([touch(0, 0, 3), touch(1, 0, 3)], [0, 0])
    assert changes(facts, {(0, 0): Answer.CONFIRMED, (1, 0): Answer.UNREACHED}) == ()
    assert [claim.client_idx for claim in list_claims(facts, weigh(facts))] == [0, 1]
    after = with_answers(facts, {(0, 0): Answer.CONFIRMED})
    assert [claim.client_idx for claim in list_claims(after, weigh(after))] == [1]


def test_a_refuted_rival_ends_a_dispute() -> None:
    # owner and rival with two calls each: disputed. The rival's are refuted: no dispute, the state stays.
    rows = [touch(0, j, age) for j in (0, 1) for age in (2, 5)]
    (change,) = changes(base(rows, [0]), {(0, 1): Answer.REFUTED})
    assert (change.manager_idx, change.disputed_before, change.disputed_after) == (1, True, False)
    assert (change.state_before, change.state_after) == ("active", "active")


def test_transactions_outlive_a_refutation() -> None:
    # a sale and two calls: proven by the sale alone; only the strength falls, to that of 3 points
    facts = base([sale(0, 0, 0), touch(0, 0, 1), touch(0, 0, 2)], [0])
    (change,) = changes(facts, {(0, 0): Answer.REFUTED})
    assert (change.state_before, change.state_after) == ("proven", "proven")
    assert change.strength_after == pytest.approx(1 - exp(-1))


def test_changes_are_sorted_by_manager_then_client() -> None:
    rows = [touch(i, j, 2) for i in (0, 1) for j in (0, 1)]
    pairs = [(1, 1), (0, 1), (1, 0), (0, 0)]
    found = changes(base(rows, [0, 0]), dict.fromkeys(pairs, Answer.REFUTED))
    assert [(change.manager_idx, change.client_idx) for change in found] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_evidence_of_two_days_is_not_compared() -> None:
    facts = base([touch(0, 0, 2)], [0])
    later = replace(weigh(facts), as_of=weigh(facts).as_of.replace(month=7))
    with pytest.raises(ValueError, match="same day"):
        state_changes(weigh(facts), later, {})
