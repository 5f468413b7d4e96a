"""Judgements where the team differs, levels in per cent, clients of leavers, long lists folded: by hand."""

from __future__ import annotations

from typing import Any

import pytest

from api.pages.whatif.differing import another_team, differences
from api.pages.whatif.measures import told, told_difference
from api.pages.whatif.schedule import pool_of
from assigner.i18n import Translator
from tests.api.pages.whatif.test_words import entry

EN, RU = Translator("en"), Translator("ru")
LEAVE = [{"kind": "leave", "managers": ["M02"]}]
STAKE = "Commission at stake: 42,131 → 18,621"


def comparison(books: tuple[int, int] = (3, 3)) -> dict[str, Any]:
    """Commission at stake falls, 17 proven clients are kept no longer; `books` in each column."""
    managers = [
        {"figures": {"after.ratio": {"entries": [entry(1.0) if n < num else None for num in books]}}}
        for n in range(max(books))
    ]
    return {
        "figures": [
            {
                "figure": "commission_at_stake",
                "better": "less",
                "entries": [entry(42131), entry(18621, -23510, "real")],
            },
            {"figure": "kept_proven", "better": "more", "entries": [entry(200), entry(183, -17, "real")]},
        ],
        "managers": managers,
        "moves": {"differing": [[0, 0], [0, 0]]},
    }


def test_what_is_kept_is_told_beside_what_moves() -> None:
    assert "Proven clients kept: 200 → 183, worse" in differences(EN, comparison(), 1)
    assert "Proven clients kept: 200" in differences(EN, comparison(), 0)


def test_commission_at_stake_is_judged_for_the_same_team_only() -> None:
    assert f"{STAKE}, better" in differences(EN, comparison(), 1, [{"kind": "budget"}])
    assert STAKE in differences(EN, comparison(), 1, LEAVE)
    assert STAKE in differences(EN, comparison((3, 5)), 1, [{"kind": "hire"}])


@pytest.mark.parametrize(("books", "edits", "other"), [((3, 3), [], False), ((3, 2), [], True)])
def test_a_team_differs_by_its_number(books: tuple[int, int], edits: list[Any], other: bool) -> None:
    assert another_team(comparison(books), 1, edits) is other
    assert another_team(comparison(books), 1, LEAVE)


def test_levels_are_per_cent_as_on_the_curve() -> None:
    assert told(EN, "levels.imbalance", 242.92) == "242.92%"
    assert told(RU, "levels.disruption", 0.54) == "0,54\u00a0%"
    assert told(EN, "score", 22.87) == "22.87"
    assert told_difference(EN, "levels.imbalance", -7.5) == "−7.50 pp"
    assert told_difference(EN, "levels.imbalance", 0.001) == ""
    assert told_difference(EN, "score", 1.5) == "+1.50"


@pytest.mark.parametrize(
    ("pool", "from_id", "found"),
    [("nobody", "", "nobody"), ("nobody", "M02", "leaver"), ("dormant", "M02", "dormant")],
)
def test_a_client_of_a_leaver_is_not_nobody_s(pool: str, from_id: str, found: str) -> None:
    assert pool_of({"pool": pool, "from_id": from_id}) == found
