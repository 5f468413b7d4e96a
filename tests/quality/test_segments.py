"""Blank, contradictory and misspelled segments (model §11)."""

from __future__ import annotations

import pytest

from assigner.quality import Check
from tests import builders
from tests.quality.bases import Found, cards, found, judge, portfolio

FIRST_INN, OTHER_INN = "7707083893", "7736050003"
"""Two INNs with fitting check digits."""


def cells(check: Check, **columns: list[str]) -> Found:
    count = len(next(iter(columns.values())))
    return found(judge(portfolio(cards([0] * count, **columns))), check)


def test_a_blank_is_found_in_standard_segments_only() -> None:
    # motive is a segment of the user's own; nothing says that every card must have it
    missing = cells(Check.MISSING_SEGMENT, region=["North", ""], tier=["", "A"], motive=["", "price"])
    assert missing == [("region", 1, "", ""), ("tier", 0, "", "")]


def test_cards_of_one_tax_id_must_agree_where_they_say_something() -> None:
    # c0, c1, c2 are one firm: c0 and c1 differ in tier, c2 says nothing; c3 is another firm
    tiers = cells(
        Check.CONTRADICTORY_SEGMENT,
        tax_id=[FIRST_INN, FIRST_INN, FIRST_INN, OTHER_INN],
        tier=["A", "B", "", "C"],
    )
    assert tiers == [("tier", 0, "A", "B"), ("tier", 1, "B", "A")]


def test_cards_with_one_invalid_tax_id_may_differ() -> None:
    # 7707083894: the last check digit should be 3
    assert cells(Check.CONTRADICTORY_SEGMENT, tax_id=["7707083894"] * 2, tier=["A", "B"]) == []


def test_cards_of_one_tax_id_may_differ_in_segments_of_the_users_own() -> None:
    assert cells(Check.CONTRADICTORY_SEGMENT, tax_id=[FIRST_INN] * 2, motive=["price", "service"]) == []


def test_a_cell_with_two_values_is_found() -> None:
    # each combination stands once, each of its parts twice
    region = ["North", "South"] * 2 + ["North; South", "south/NORTH"]
    found_cells = cells(Check.CONTRADICTORY_SEGMENT, region=region)
    assert found_cells == [
        ("region", 4, "North; South", "North, South"),
        ("region", 5, "south/NORTH", "South, North"),
    ]


@pytest.mark.parametrize(
    "region",
    [
        # "Oil/Gas" stands as often as "Oil": a value of its own
        ["Oil", "Gas", "Oil/Gas"],
        # there is no value "Far East" on its own
        ["North", "North", "North/Far East"],
        # one value twice is no contradiction
        ["North", "North", "North/North"],
    ],
)
def test_a_combination_that_may_be_meant_is_left_alone(region: list[str]) -> None:
    assert cells(Check.CONTRADICTORY_SEGMENT, region=region) == []


@pytest.mark.parametrize("odd", ["Масква", "Мсоква", "Мосва", "Москваа", "МОСКВА."])
def test_a_rare_value_one_mistake_away_from_a_frequent_one_is_found(odd: str) -> None:
    assert cells(Check.SIMILAR_SEGMENT, region=["Москва"] * 20 + [odd]) == [("region", 20, odd, "Москва")]


def test_punctuation_makes_no_other_value() -> None:
    regions = ["Санкт-Петербург"] * 20 + ["Санкт Петербург"]
    assert cells(Check.SIMILAR_SEGMENT, region=regions) == [
        ("region", 20, "Санкт Петербург", "Санкт-Петербург")
    ]


def test_twenty_cards_per_misspelled_one_are_needed() -> None:
    assert cells(Check.SIMILAR_SEGMENT, region=["Москва"] * 19 + ["Масква"]) == []
    assert len(cells(Check.SIMILAR_SEGMENT, region=["Москва"] * 40 + ["Масква"] * 2)) == 2


@pytest.mark.parametrize(
    ("frequent", "rare"),
    [
        ("Tier A", "Tier B"),  # a word of one letter tells them apart
        ("Cluster 1", "Cluster 2"),  # so does a digit
        ("Zambia", "Gambia"),  # and the first letter
        ("Австрия", "Австралия"),  # two letters more
        ("Северный", "Северная"),  # two letters changed
        ("East", "Best"),  # too short to tell
        ("East", "Eest"),
    ],
)
def test_values_that_are_only_alike_are_left_alone(frequent: str, rare: str) -> None:
    assert cells(Check.SIMILAR_SEGMENT, region=[frequent] * 50 + [rare]) == []


def test_the_most_frequent_neighbour_is_the_right_spelling() -> None:
    # both are one letter away from "Самора"; Самара stands in more cards
    regions = ["Самура"] * 20 + ["Самара"] * 30 + ["Самора"]
    assert cells(Check.SIMILAR_SEGMENT, region=regions) == [("region", 50, "Самора", "Самара")]


def test_a_blank_is_no_misspelling_of_anything() -> None:
    # "unknown" is the label of a blank; a value of the user's one letter away from it is no reason to change
    facts = portfolio(builders.clients([0] * 21, region=["unknowm"] * 20 + [""]))
    assert found(judge(facts), Check.SIMILAR_SEGMENT) == []
