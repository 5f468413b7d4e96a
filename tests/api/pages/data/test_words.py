"""What pages of a base say, as functions of plain values."""

from __future__ import annotations

from typing import Any

from api.jobs.ending import cancelled_problem
from api.pages.data.base import was_stopped
from api.pages.data.disputes import decided_line
from api.pages.data.touches import touch_cells
from api.pages.stopping import of_a_search, of_drawing, of_reading
from assigner.i18n import Translator

EN, RU = Translator("en"), Translator("ru")

TOUCH: dict[str, Any] = {
    "day": "2026-05-03",
    "kind_word": "call",
    "contact": "Ivan",
    "summary": "an order",
    "points": 0.75,
    "why_not": "",
}


def test_a_touch_counts_or_says_why_it_does_not() -> None:
    assert touch_cells(EN, TOUCH) == ["3\u00a0May\u00a02026", "call", "Ivan — an order", "yes", "0.8"]
    assert touch_cells(EN, TOUCH | {"why_not": "no contact name"})[3:] == ["no: no contact name", ""]


def test_a_decision_names_the_manager_the_day_and_who_decided() -> None:
    decision = {
        "manager_name": "Bob",
        "created_at": "2026-05-03T10:00:00+00:00",
        "created_by_name": "Anna",
        "reason": "",
    }
    assert decided_line(EN, decision) == "Decided: Bob (3 May 2026 · Anna)"
    unknown = decision | {"created_by_name": None, "reason": "an old friend"}
    assert decided_line(RU, unknown) == "Решено: Bob (03.05.2026 · an old friend)"


def test_stopping_says_what_stays() -> None:
    assert of_a_search(EN).button == "Stop, and keep the best answer"
    assert of_reading(EN).button == "Stop reading"
    assert of_drawing(RU).button == "Прекратить отбор"


def test_a_base_whose_reading_was_stopped_has_nothing_to_mend() -> None:
    assert was_stopped({"problem": cancelled_problem(EN)})
    assert not was_stopped({"problem": cancelled_problem(EN) | {"type": "x/input"}})
    assert not was_stopped({"problem": None})
