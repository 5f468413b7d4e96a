"""The tolerance of a cell in words, wider where a client is large (docs/model.md, section 4)."""

from __future__ import annotations

import pytest

from api.pages.tolerance import band_words, is_wide, legend_words, usual, usual_words
from assigner.i18n import Translator

EN = Translator("en")
PLAIN = {"tolerance_low": 0.15, "tolerance_high": 0.15}
LUMPY = {"tolerance_low": 0.5, "tolerance_high": 1.25}
"""A cell with A = 100: half of its largest client, 250, is 1.25 of it; below, one half is the most."""


def test_the_usual_tolerance_is_that_of_the_goal() -> None:
    assert usual([LUMPY | {"tolerance": 0.15}, PLAIN | {"tolerance": None}]) == 0.15
    assert usual([{}]) == 0.0  # a base that was read before cells had tolerances


@pytest.mark.parametrize(
    ("deviation", "wide"),
    [(0.57, True), (0.15, False), (1.25, True), (1.3, False), (-0.4, True), (-0.6, False), (0.0, False)],
)
def test_a_star_stands_where_only_the_wider_tolerance_helps(deviation: float, wide: bool) -> None:
    assert is_wide(LUMPY, deviation, 0.15) is wide
    assert not is_wide(PLAIN, deviation, 0.15)


def test_the_tooltip_says_what_is_allowed_and_why_it_is_more() -> None:
    assert band_words(EN, PLAIN, 0.15) == "May be −15% to +15% here"
    assert band_words(EN, LUMPY, 0.15) == (
        "May be −50% to +125% here,\nwider than the usual 15%: half of the largest client that can move"
    )
    assert band_words(EN, {}, 0.15) == ""


def test_the_legend_explains_the_star() -> None:
    assert "A number with * is further off than usual, yet within the tolerance" in legend_words(EN)
    assert usual_words(EN, 0.15) == "Usual tolerance: 15%."
    assert usual_words(EN, 0.0) == ""
