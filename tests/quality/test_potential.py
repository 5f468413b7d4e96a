"""Potentials that can hardly be true (model §11): factor 20 against the median, and the revenue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assigner.policy import Policy
from assigner.policy.model import QualityPolicy
from assigner.quality import Check
from tests.quality.bases import Found, cards, found, judge, portfolio


def odd(potential: list[float], policy: Policy | None = None, **columns: Sequence[object]) -> Found:
    base = cards([0] * len(potential), potential=potential, **columns)
    return found(judge(portfolio(base), policy), Check.IMPLAUSIBLE_POTENTIAL)


def test_outliers_are_judged_against_the_tier() -> None:
    # tier A: median of (100 x 8, 2001) is 100, 2001 > 20 x 100; tier B: median 4000 of (4000 x 8, 199),
    # 199 x 20 = 3980 < 4000. Against the whole base neither would be odd.
    potential = [100.0] * 8 + [2001.0] + [4000.0] * 8 + [199.0]
    assert odd(potential, tier=["A"] * 9 + ["B"] * 9) == [
        ("potential", 8, "2001", "above 100"),
        ("potential", 17, "199", "below 4000"),
    ]


def test_twenty_times_the_median_is_still_plausible() -> None:
    assert odd([100.0] * 8 + [2000.0, 5.0]) == []


def test_the_factor_is_the_policys() -> None:
    policy = Policy(quality=QualityPolicy(outlier_factor=10))
    assert odd([100.0] * 8 + [1001.0], policy) == [("potential", 8, "1001", "above 100")]


def test_industries_stand_in_for_tiers_and_the_base_for_industries() -> None:
    potential = [100.0] * 8 + [9000.0] * 8
    assert odd(potential, industry=["food"] * 8 + ["oil"] * 8) == []
    # over the whole base the median is (100 + 9000) / 2 = 4550: 100 x 20 is below it
    assert [cell[1] for cell in odd(potential)] == list(range(8))
    # where there are tiers, industries say nothing; who has no tier is compared with nobody
    assert odd([*potential, 1.0], tier=["A"] * 8 + ["B"] * 8 + [""], industry=["food"] * 17) == []


def test_eight_clients_with_a_potential_make_a_standard() -> None:
    # 7 positive potentials beside the outlier are 8; a 0 does not count, so with 6 nothing is judged
    assert odd([1.0] * 7 + [1000.0]) == [("potential", 7, "1000", "above 1")]
    assert odd([1.0] * 6 + [0.0, 1000.0]) == []


def test_a_potential_below_the_revenue_is_found_and_a_blank_one_is_not() -> None:
    # c0 buys more than it could; c1 exactly what it could; c2 has no potential stated
    cells = odd([100.0, 50.0, 0.0], revenue=[100.5, 50.0, 10.0])
    assert cells == [("potential", 0, "100", "revenue 100.5")]


def test_the_revenue_tells_more_than_the_median() -> None:
    cells = odd([1000.0] * 8 + [1.0], revenue=[0.0] * 8 + [5.0])
    assert cells == [("potential", 8, "1", "revenue 5")]


def test_a_potential_that_was_read_from_something_else_is_not_judged() -> None:
    base = cards([0] * 9, potential=[1.0] * 8 + [1000.0])
    facts = portfolio(replace(base, potential_source="revenue"))
    assert found(judge(facts), Check.IMPLAUSIBLE_POTENTIAL) == []
