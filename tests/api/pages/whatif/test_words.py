"""What differs, what the curve says, what an edit says, whose problem it is: by hand."""

from __future__ import annotations

from typing import Any

import pytest

from api.errors import Conflict, Unprocessable
from api.pages.whatif.curve_words import advice, chart_points, point_name, price
from api.pages.whatif.differing import cell, differences
from api.pages.whatif.fields import fields_of
from api.pages.whatif.ground import Ground, ground_of
from api.pages.whatif.problems import Problem, problems_of
from api.pages.whatif.words import edit_words
from api.services.scenarios.telling import edit_schema
from assigner.errors import InputError
from assigner.i18n import Translator
from scenarios.edits import parse_edits

EN = Translator("en")


def entry(median: float, difference: float | None = None, noise: str | None = None) -> dict[str, Any]:
    return {"median": median, "low": median, "high": median, "difference": difference, "noise": noise}


def comparison(noise: str) -> dict[str, Any]:
    """90 moves under today's policy, 100 in the scenario; the imbalance falls from 20 to 12.5."""
    return {
        "figures": [
            {
                "figure": "levels.imbalance",
                "better": "less",
                "entries": [entry(20.0), entry(12.5, -7.5, "real")],
            },
            {"figure": "moved_clients", "better": "less", "entries": [entry(90), entry(100, 10, noise)]},
            {"figure": "revenue_at_risk", "better": "less", "entries": [entry(5), entry(5, 0.0, "same")]},
        ],
        "moves": {"differing": [[0, 12], [12, 0]]},
    }


def test_differences_say_which_way_is_better_and_what_may_be_noise() -> None:
    assert differences(EN, comparison("noise"), 1) == [
        "Imbalance of the books: 20.00% → 12.50%, better",
        "Clients that change hands: 90 → 100, which may be noise",
        "12 clients have another manager than under today's policy",
    ]
    assert "Clients that change hands: 90 → 100, worse" in differences(EN, comparison("real"), 1)


def test_today_s_policy_tells_its_figures() -> None:
    assert differences(EN, comparison("real"), 0)[:2] == [
        "Imbalance of the books: 20.00%",
        "Clients that change hands: 90",
    ]


def test_a_cell_marks_noise_by_a_sign() -> None:
    assert cell(EN, "moved_clients", entry(100, 10, "noise")) == "100 (≈ +10)"
    assert cell(EN, "moved_clients", entry(100, 10, "real")) == "100 (+10)"
    assert cell(EN, "moved_clients", entry(100)) == "100"
    assert cell(EN, "moved_clients", None) == "–"


def answer(disruption: float, imbalance: float, removed: float, money: float, moved: int) -> dict[str, Any]:
    return {
        "disruption": disruption,
        "imbalance": imbalance,
        "removed_share": removed,
        "money": money,
        "moved_capacity": moved / 100,
        "moved_clients": moved,
    }


def curve(knee: int | None = 1) -> dict[str, Any]:
    """From 100 % to 20 %: the first 60 points cost 600 a year, 10 each; the last 20 cost 4,000, 200 each."""
    answers = [answer(1, 100, 0.0, 0, 10), answer(2, 40, 0.75, 600, 15), answer(8, 20, 1.0, 4600, 40)]
    beaten = answer(9, 45, 0.6, 9000, 60)
    return {"answers": answers, "knee": knee, "runs": [*answers, beaten], "today": answer(0, 250, 0, 0, 0)}


def test_the_knee_is_explained_with_its_price() -> None:
    assert advice(EN, curve()) == (
        "The first 5.0% of moved capacity remove 75% of the removable imbalance: from 100.0% to 40.0%."
    )
    assert price(EN, curve()) == "Up to there one point of imbalance costs 10 a year, beyond it 200."


def test_without_a_knee_the_curve_says_so() -> None:
    assert advice(EN, curve(None)).startswith("The curve has no bend")
    assert price(EN, curve(None)) == ""
    alone = curve(None) | {"answers": curve()["answers"][:1]}
    assert "nothing to trade" in advice(EN, alone)


def test_points_are_named_and_the_beaten_plan_is_marked() -> None:
    points = chart_points(EN, curve())
    assert [point["name"] for point in points[:3]] == [
        "plan 1 (calmest)",
        "plan 2 (knee)",
        "plan 3 (fairest)",
    ]
    assert [bool(point.get("knee")) for point in points] == [False, True, False, False, False]
    assert points[3]["dominated"]
    assert points[4]["today"]  # 250 is less than three times the 100 of the calmest plan
    assert points[1]["say"] == "plan 2 (knee): imbalance 40.0%, disruption 2.0%, 15 clients move"


def test_today_far_off_is_left_out_of_the_chart() -> None:
    far = curve() | {"today": answer(0, 301, 0, 0, 0)}
    assert not any(point.get("today") for point in chart_points(EN, far))
    assert point_name(EN, far, 1) == "plan 2 (knee)"


def test_an_edit_says_its_fields_with_names_of_people() -> None:
    ground = Ground(managers={"M01": "Anna"})
    fields = fields_of("pin", edit_schema("pin", EN))
    edit = {"kind": "pin", "manager": "M01", "where": {"segments": {"region": ["North"]}, "free": True}}
    assert edit_words(EN, ground, fields, edit) == [
        ("Only of these segments", "region=North"),
        ("Whom they belong to", "nobody"),
        ("Manager", "Anna"),
    ]


def test_problems_find_their_edit_and_field() -> None:
    with pytest.raises(InputError) as caught:
        parse_edits([{"kind": "leave", "managers": ["M01"]}, {"kind": "hire", "commission_rate": 3.0}])
    found = {(one.edit, one.path) for one in problems_of(caught.value)}
    assert found == {(1, ("manager",)), (1, ("commission_rate",))}


def test_problems_of_the_service_keep_their_place() -> None:
    error = Unprocessable("no", errors=[{"where": "settings.count", "value": 1, "message": "wrong"}])
    assert problems_of(error) == [Problem(None, ("settings", "count"), "wrong")]
    assert problems_of(Conflict("busy")) == [Problem(None, (), "busy")]


def test_the_ground_lists_managers_segments_and_goals() -> None:
    cells = [
        {"goal": "potential/total", "dimension": "total", "value": ""},
        {"goal": "potential/region", "dimension": "region", "value": "North"},
        {"goal": "potential/region", "dimension": "region", "value": "East"},
        {"goal": "potential/region", "dimension": "region", "value": "North"},
    ]
    ground = ground_of({"managers": [{"manager_id": "M01", "name": "Anna"}], "cells": cells})
    assert ground == Ground(
        {"M01": "Anna"}, {"region": ("North", "East")}, ("potential/total", "potential/region")
    )
