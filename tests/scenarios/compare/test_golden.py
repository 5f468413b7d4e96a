"""A comparison by hand against stored files; `UPDATE_GOLDEN=1` stores them anew, to be looked at."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from rich.console import Console

from assigner.cli.screen import Screen
from assigner.i18n import Translator
from scenarios.cli.side_by_side import tell_comparison
from scenarios.compare import Comparison, compare
from scenarios.compare.chart import comparison_chart
from scenarios.compare.document import comparison_document
from tests.scenarios.compare.documents import column, document

GOLDEN = Path(__file__).parent / "golden"


def by_hand() -> Comparison:
    """A base with three seeds, a scenario beyond its noise, one inside it, and one without an answer."""
    north = ("potential/region", "North", "m0")
    base = [
        document(size, ratios={"m0": 1.2, "m1": 0.8}, cells={north: 0.1}, moved_clients=moved)
        for size, moved in ((2.0, 10), (2.2, 11), (2.4, 12))
    ]
    hire = [
        document(size, ratios={"m0": 1.0, "m1": 0.9, "new": 0.5}, cells={north: 0.0}, moved_clients=20)
        for size in (0.5, 0.6, 0.7)
    ]
    calm = [document(size, moved_clients=9, worst_deviation=0.031) for size in (2.3, 2.5, 2.6)]
    today = ["m0", "m0", "m1"]
    return compare(
        [
            column("base", *base, title="Base", managers=["m0", "m1", "m1"], today=today),
            column(
                "hire", *hire, title="Hire", managers=["new", "m1", "m1"], today=today, sentences=("New.",)
            ),
            column("calm", *calm, title="Calm & <quiet>", managers=["m0", "m0", "m1"], today=today),
            column("stuck", title="Stuck", problem="move-budget: 17 must move"),
        ]
    )


def as_before(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_document_is_as_before() -> None:
    document = comparison_document(by_hand())
    as_before("comparison.json", json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def test_chart_is_as_before() -> None:
    drawn = str(comparison_chart(Translator(), by_hand())).replace("><", ">\n<") + "\n"
    as_before("comparison.svg", drawn)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_screen_is_as_before(language: str) -> None:
    screen = Screen(Translator(language))
    stream = io.StringIO()
    screen.console = Console(file=stream, width=140, highlight=False, markup=False, emoji=False)
    tell_comparison(screen, by_hand())
    as_before(f"screen.{language}.txt", stream.getvalue())
