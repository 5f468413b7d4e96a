"""Things of one name are told apart wherever one is chosen."""

from __future__ import annotations

from typing import Any

from api.pages.moments import moment
from api.pages.naming import labels
from assigner.i18n import Translator

EN, RU = Translator("en"), Translator("ru")


def made(key: str, name: str, at: str) -> dict[str, Any]:
    return {"id": key, "name": name, "created_at": f"2026-06-01T{at}+00:00"}


def test_a_moment_has_day_and_minute() -> None:
    assert moment(EN, "2026-06-01T09:05:59+00:00") == "1 Jun 2026, 09:05 UTC"


def test_only_what_is_called_alike_gets_a_time_and_a_number_where_that_is_the_same() -> None:
    items = [
        made("d", "Spring", "10:00:30"),
        made("c", "Spring", "10:00:00"),
        made("b", "Spring", "09:00:00"),
        made("a", "Autumn", "08:00:00"),
        made("e", "", "11:00:00"),
    ]
    assert labels(EN, items) == {
        "d": "Spring · 1 Jun 2026, 10:00 UTC (2)",
        "c": "Spring · 1 Jun 2026, 10:00 UTC (1)",
        "b": "Spring · 1 Jun 2026, 09:00 UTC",
        "a": "Autumn",
        "e": "e",
    }
