"""The start and the sign-in: what comes next, and what an empty field is told."""

from __future__ import annotations

from typing import Any

import pytest

from api.pages.first_steps import steps_of
from assigner.i18n import Translator
from tests.api.pages.visiting import World

BASE = {"id": "ds_1", "state": "ready"}


def plan(state: str) -> dict[str, Any]:
    return {"id": f"prop_{state}", "state": state}


@pytest.mark.parametrize(
    ("bases", "plans", "done", "path"),
    [
        ([], [], 0, "/data"),
        ([{"id": "ds_1", "state": "reading"}], [], 0, "/data"),
        ([BASE], [], 1, "/data/ds_1"),
        ([BASE], [plan("draft")], 2, "/proposals/prop_draft"),
        ([BASE], [plan("failed")], 2, "/proposals/new?dataset=ds_1"),
        ([BASE], [plan("proposed"), plan("draft")], 3, "/proposals/prop_proposed"),
        ([BASE], [plan("proposed"), plan("approved")], 4, "/proposals/prop_approved"),
    ],
)
def test_the_next_step_is_the_first_that_is_not_done(
    bases: list[dict[str, Any]], plans: list[dict[str, Any]], done: int, path: str
) -> None:
    steps = steps_of(Translator(), bases, plans)
    assert [step.done for step in steps] == [True] * done + [False] * (len(steps) - done)
    assert steps[done].path == path


def test_the_start_tells_the_steps_in_order_and_marks_the_next(empty: World) -> None:
    html = empty.page("head", "/")
    assert html.index("Bring your base") < html.index("Ask for a proposal") < html.index("Make it live")
    assert "Try with a demo company" in html
    assert "Загрузите базу" in empty.page("head", "/", "ru")


def test_programs_are_told_that_pages_are_not_for_them(empty: World) -> None:
    assert "This role works through the API" in empty.page("crm", "/")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Enter your login."),
        ({"login": " ", "password": "x"}, "Enter your login."),
        ({"login": "anna"}, "Enter a password."),
        ({"login": "anna", "password": ""}, "Enter a password."),
    ],
)
def test_an_empty_field_of_the_sign_in_is_told_in_words(
    empty: World, form: dict[str, str], said: str
) -> None:
    empty.client.cookies.clear()
    answer = empty.client.post("/sign-in", data=form)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert said in answer.text
