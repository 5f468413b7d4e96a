"""Who joins, comes back or leaves, as the form says it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.pages.whatif.ground import Ground
from api.pages.whatif.people import Wrong, comings, first_person, ramp_of
from api.services.studies import Coming
from assigner.i18n import Translator

EN = Translator("en")
Raw = dict[tuple[str, ...], Any]


def test_a_newcomer_with_everything() -> None:
    raw: Raw = {
        ("name",): " Nina ",
        ("id",): "N1",
        ("start_date",): "2026-07-01",
        ("share",): 0.5,
        ("eligible",): ["region=North", "region=East"],
    }
    people, wrong = comings(EN, "hire", [raw])
    nina = Coming(
        manager_id="N1",
        name="Nina",
        start=date(2026, 7, 1),
        share=0.5,
        eligible={"region": ("North", "East")},
    )
    assert (people, wrong) == ([nina], [])


def test_who_comes_back_is_chosen_and_keeps_name_and_segments() -> None:
    people, wrong = comings(EN, "return", [{("manager",): "M03", ("share",): 1.0}])
    assert (people, wrong) == ([Coming(manager_id="M03", returns=True)], [])


def test_everything_wrong_is_told_by_row_and_field() -> None:
    rows: list[Raw] = [
        {("share",): 0.0, ("name",): "A"},
        {("id",): "N2", ("name",): "B", ("start_date",): "soon"},
    ]
    people, wrong = comings(EN, "hire", rows)
    assert people == []
    assert wrong == [
        Wrong(0, "id", "must not be blank"),
        Wrong(0, "share", "must be more than 0 and at most 10"),
        Wrong(1, "start_date", "must be a date, as 2026-09-30"),
    ]


def test_a_newcomer_is_offered_an_id_that_nobody_has() -> None:
    assert first_person(Ground(managers={"N1": "", "N3": ""}), "hire")["id",] == "N2"


@pytest.mark.parametrize(
    ("text", "ramp"),
    [("25 50 100", (0.25, 0.5, 1.0)), ("50%; 100%", (0.5, 1.0)), ("12,5 100", (0.125, 1.0)), (" ", None)],
)
def test_a_ramp_in_per_cent(text: str, ramp: tuple[float, ...] | None) -> None:
    assert ramp_of(text) == ramp


def test_a_ramp_that_is_no_list_of_numbers() -> None:
    with pytest.raises(ValueError, match="half"):
        ramp_of("half 100")
