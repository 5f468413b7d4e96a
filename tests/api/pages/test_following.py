"""What is said of a job on its way: time, phase and figures in one line, in the reader's words."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import api.work
from api.pages.following import doing_words, elapsed_seconds, progress_words, time_words
from api.pages.texts import PHASES, SEARCHED
from assigner.i18n import Translator
from scenarios.onboarding.tiers import tiers_in_turn

EN, RU = Translator("en"), Translator("ru")
BEGAN = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


def job(state: str = "running") -> dict[str, Any]:
    return {"state": state, "started_at": BEGAN.isoformat()}


def test_seconds_count_from_the_start_while_it_is_at_work() -> None:
    assert elapsed_seconds(job(), BEGAN + timedelta(seconds=12)) == 12
    assert elapsed_seconds(job(), BEGAN - timedelta(seconds=1)) == 0  # clocks of two machines
    assert elapsed_seconds(job("succeeded"), BEGAN) is None
    assert elapsed_seconds(job() | {"started_at": None}, BEGAN) is None


@pytest.mark.parametrize(
    ("elapsed", "limit", "words"),
    [
        (12.7, 60.0, "12 of 60 s"),
        (60.0, 60.0, "60 of 60 s"),
        (61.0, 60.0, "the 60 s are over, the answer is on its way"),
        (12.7, None, "12 s"),
        (None, 60.0, ""),
    ],
)
def test_time_is_told_with_its_limit(elapsed: float | None, limit: float | None, words: str) -> None:
    assert time_words(EN, elapsed, limit) == words


def test_a_search_is_told_with_score_bound_and_gap() -> None:
    # The bound is rounded down, so that it never claims more than is proved.
    told = {"phase": "ladder", "seconds": 3.0, "score": 20.0, "bound": 18.999, "gap": 0.05005}
    assert progress_words(EN, told, 12.0, 60.0) == (
        "12 of 60 s · what no plan can avoid · score 20.00 · no plan can be below 18.99 · "
        "at most 5.0% from the best possible"
    )
    assert progress_words(RU, told, 12.0, 60.0).startswith("12 из 60 с · чего не избежать ни в одном плане")
    assert progress_words(EN, {}, None, None) == ""


def test_a_search_of_an_onboarding_says_what_it_is_about() -> None:
    told = {"phase": "search", "about": "dormant", "day": "2026-07-01", "done": 2, "total": 16}
    assert progress_words(EN, told, 3.0, None) == "3 s · 1 Jul 2026: dormant clients · search · 2 of 16"
    heirs = {"phase": "searching", "about": "worked", "day": None, "done": 0, "total": 2}
    assert progress_words(EN, heirs, None, None) == "heirs of the clients that are worked · 0 of 2"


def phases_of_jobs() -> set[str]:
    """Phases that the code of jobs names itself: `show("...")` and `{"phase": "..."}`."""
    named: list[ast.expr] = []
    for path in Path(api.work.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "show":
                named += node.args[:1]
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                named += [value for key, value in pairs if getattr(key, "value", "") == "phase"]
    said = {str(one.value) for one in named if isinstance(one, ast.Constant)}
    return said | {"solving", "searching"}  # said by a board that has heard nothing yet


def test_every_phase_of_a_job_has_words_in_both_languages() -> None:
    assert phases_of_jobs() == set(PHASES)
    assert all(doing_words(RU, phase) != doing_words(EN, phase) for phase in PHASES)


def test_every_search_of_an_onboarding_has_words() -> None:
    pools = {tier.name for tier in tiers_in_turn(take_active=True)}
    assert pools | {"worked", "rest"} == set(SEARCHED)
