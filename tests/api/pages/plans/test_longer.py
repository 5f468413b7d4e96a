"""Why a proof is loose, and which time would tell more."""

from __future__ import annotations

from typing import Any

import pytest

from api.pages.plans.longer import longer_seconds, loose_words
from assigner.i18n import Translator

EN = Translator("en")


@pytest.mark.parametrize(
    ("limit", "most", "longer"),
    [
        (2.0, 600.0, 60.0),
        (60.0, 600.0, 240.0),
        (200.0, 600.0, 600.0),
        (600.0, 600.0, None),
        (None, 600.0, None),
    ],
)
def test_a_longer_search_is_four_times_as_long_but_a_minute_at_least(
    limit: float | None, most: float, longer: float | None
) -> None:
    assert longer_seconds(limit, most) == longer


def plan(
    origin: str = "propose", stopped_by: str = "time limit", gap: float | None = 0.317
) -> dict[str, Any]:
    return {
        "origin": origin,
        "config": {"time_limit": 2.0},
        "figures": {"gap": gap, "stopped_by": stopped_by},
    }


def test_a_wide_gap_is_explained_by_the_short_search() -> None:
    words = loose_words(EN, plan(), 60.0)
    assert words.startswith("The search used up its 2 s. 31.7% does not say that a better plan exists")
    assert words.endswith("60 s usually tell more.")
    again = loose_words(EN, plan("resolve"), None)
    assert again.endswith("Solving again spends only a fifth of its time on the proof.")
    assert "is not known yet" in loose_words(EN, plan(gap=None), None)
    assert loose_words(EN, plan(stopped_by="cancel"), None).startswith("The search was stopped early.")
