"""Points, strength and one touch a day (model §2, second and third paragraph)."""

from __future__ import annotations

from math import exp

import pytest

from assigner.portfolio import NOBODY, Kind
from tests.evidence.cases import fates, policy, sale, touch, weigh


@pytest.mark.parametrize(
    ("kind", "points"),
    [
        (Kind.TRANSACTION, 3.0),
        (Kind.MEETING, 2.0),
        (Kind.PROPOSAL, 1.5),
        (Kind.CALL, 1.0),
        (Kind.EMAIL, 0.5),
        (Kind.OTHER, 0.25),
    ],
)
def test_points_of_a_touch_of_today(kind: Kind, points: float) -> None:
    evidence = weigh([touch(0, 0, 0, kind)])
    assert evidence.pair_points.tolist() == [points]
    assert evidence.strength(0, 0) == pytest.approx(1 - exp(-points / 3))


@pytest.mark.parametrize(
    ("kind", "age", "points"),
    [
        (Kind.MEETING, 180, 1.0),  # half after 180 days
        (Kind.MEETING, 360, 0.5),
        (Kind.TRANSACTION, 365, 1.5),  # half after 365
        (Kind.TRANSACTION, 730, 0.75),
    ],
)
def test_points_halve_with_age(kind: Kind, age: int, points: float) -> None:
    assert weigh([touch(0, 0, age, kind)]).pair_points.tolist() == pytest.approx([points])


def test_points_of_a_pair_add_up() -> None:
    # meeting today 2, call 180 days ago 0.5, order 365 days ago 1.5: 4 points, strength 1 - e^(-4/3) = 0.7364
    evidence = weigh([touch(0, 0, 0, Kind.MEETING), touch(0, 0, 180), sale(0, 0, 365)])
    assert evidence.pair_points.tolist() == pytest.approx([4.0])
    assert evidence.strength(0, 0) == pytest.approx(0.7364, abs=5e-5)


def test_scale_and_half_lives_come_from_the_policy() -> None:
    # call 30 days ago with half-life 30 and 4 points: 2; strength 1 - e^(-2/2)
    rules = policy(half_life_days=30, strength_scale=2, points={"call": 4})
    evidence = weigh([touch(0, 0, 30)], rules=rules)
    assert evidence.pair_points.tolist() == pytest.approx([2.0])
    assert evidence.strength(0, 0) == pytest.approx(1 - exp(-1))


def test_of_one_day_only_the_best_touch_counts() -> None:
    rows = [touch(0, 0, 5, Kind.EMAIL), touch(0, 0, 5, Kind.MEETING), touch(0, 0, 5), touch(0, 0, 6)]
    evidence = weigh(rows)
    assert fates(evidence) == ["same_day", "counted", "same_day", "counted"]
    # 2 x 2^(-5/180) + 1 x 2^(-6/180)
    assert evidence.pair_points.tolist() == pytest.approx([2 * 2 ** (-5 / 180) + 2 ** (-6 / 180)])
    assert evidence.pair_num_recent.tolist() == [2]


def test_a_transaction_beats_a_call_of_the_same_day() -> None:
    evidence = weigh([touch(0, 0, 5), sale(0, 0, 5)])
    assert fates(evidence) == ["same_day", "counted"]


def test_on_equal_points_the_transaction_counts() -> None:
    rules = policy(points={"transaction": 1}, transaction_half_life_days=180)
    assert fates(weigh([touch(0, 0, 5), sale(0, 0, 5)], rules=rules)) == ["same_day", "counted"]


def test_a_transaction_worth_less_than_a_call_still_proves() -> None:
    # an odd policy: the call counts for points, but the transaction took place
    rules = policy(points={"transaction": 0.5})
    evidence = weigh([touch(0, 0, 5), sale(0, 0, 5)], rules=rules)
    assert fates(evidence) == ["counted", "same_day"]
    assert evidence.pair_proven.tolist() == [True]


def test_a_discarded_touch_does_not_take_the_day() -> None:
    evidence = weigh([touch(0, 0, 5, Kind.MEETING, contact_name=""), touch(0, 0, 5)])
    assert fates(evidence) == ["no_contact_name", "counted"]


def test_same_day_is_judged_by_pair() -> None:
    rows = [touch(0, 0, 5), touch(0, 1, 5), touch(1, 0, 5)]
    assert fates(weigh(rows)) == ["counted"] * 3


def test_the_day_is_that_of_the_time_zone() -> None:
    # 20:00 and 22:00 UTC are one day in UTC, but 23:00 and 01:00 of the next day in Moscow
    rows = [touch(0, 0, 0) | {"at": f"2026-05-20T{hour}:00"} for hour in (20, 22)]
    assert fates(weigh(rows)) == ["counted", "same_day"]
    assert fates(weigh(rows, rules=policy(time_zone="Europe/Moscow"))) == ["counted", "counted"]


def test_pairs_are_sorted_and_listed_only_with_a_touch_that_counts() -> None:
    rows = [touch(1, 0, 5), touch(0, 2, 5), touch(0, 1, 5), touch(1, 1, 5, contact_name="")]
    evidence = weigh(rows)
    pairs = list(zip(evidence.pair_client.tolist(), evidence.pair_manager.tolist(), strict=True))
    assert pairs == [(0, 1), (0, 2), (1, 0)]
    assert evidence.pair_start.tolist() == [0, 2, 3]
    assert evidence.pair(1, 1) == NOBODY
    assert evidence.strength(1, 1) == 0.0


def test_last_touch_and_last_transaction() -> None:
    evidence = weigh([touch(0, 0, 5), sale(0, 0, 40), sale(0, 0, 60), touch(0, 0, 1, contact_name="")])
    assert [str(day) for day in evidence.pair_last_touch] == ["2026-05-27"]
    assert [str(day) for day in evidence.pair_last_transaction] == ["2026-04-22"]
    assert [str(day) for day in weigh([touch(0, 0, 5)]).pair_last_transaction] == ["NaT"]


def test_an_empty_log_leaves_nothing() -> None:
    evidence = weigh([])
    assert evidence.pair_client.tolist() == []
    assert evidence.from_activities
    assert evidence.discarded == {}
