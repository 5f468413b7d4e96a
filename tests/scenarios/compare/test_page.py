"""comparison.html: self-contained, escaped, in both languages."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assigner.i18n import Translator
from scenarios.compare import compare
from scenarios.compare.moving_table import write_moves
from scenarios.compare.page import render_page, write_page
from tests.scenarios.compare.documents import column, document
from tests.scenarios.compare.test_golden import by_hand


class Cells(HTMLParser):
    """The texts of all table cells, row by row."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._inside = True
        elif tag == "br" and self._inside:
            self.rows[-1][-1] += "|"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data.strip()

    def row(self, start: str) -> list[str]:
        return next(row for row in self.rows if row and row[0].startswith(start))


def test_the_page_says_what_the_comparison_says() -> None:
    cells = Cells(render_page(by_hand(), Translator()))
    # Medians 2.2, 0.6 and 2.5: the hire lies below the base's range 2.0..2.4, the calm one begins inside.
    assert cells.row("Imbalance of the books") == [
        "Imbalance of the books",
        "9.00",
        "2.20|2.00 … 2.40",
        "0.60|−1.60|0.50 … 0.70",
        "2.50|≈ +0.30|2.30 … 2.60",
        "–",
    ]
    # m0 has 120 % of a fair share in the base and 10 clients for each whole one.
    assert cells.row("Manager m0")[1:4] == ["120.0%|12", "120.0%|12", "100.0%|10"]
    assert cells.row("Manager new")[2:4] == ["–|–", "50.0%|5"]
    assert cells.row("potential · region")[1:4] == ["North", "10.0%", "0.0%|−10.0 pp"]
    # c0 moves in the hire alone, c1 in both; who stays is blank.
    assert cells.row("c0") == ["c0", "Manager m0", "", "Manager new", "", ""]
    assert cells.row("c1") == ["c1", "Manager m0", "Manager m1", "Manager m1", "", ""]
    assert cells.row("Stuck")[0].endswith("No answer: move-budget: 17 must move")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_needs_nothing_else_and_takes_names_for_texts(language: str) -> None:
    page = render_page(by_hand(), Translator(language), "<b>base</b>")
    assert "&lt;b&gt;base" in page
    assert "Calm &amp; &lt;quiet&gt;" in page
    assert "<quiet>" not in page
    assert "<script" not in page
    assert not re.search(r'(src|href)="(?!#)', page)
    assert not re.search(r"url\((?!#)", page)


def test_the_russian_page_is_russian(tmp_path: Path) -> None:
    write_page(by_hand(), "ru", tmp_path / "p.html")
    page = (tmp_path / "p.html").read_text("utf-8")
    assert '<html lang="ru">' in page
    assert "Кто в каком сценарии переходит" in page


def test_a_comparison_in_which_nobody_moves() -> None:
    page = render_page(compare([column("a", document(), managers=["m0"], today=["m0"])]), Translator())
    assert "Nobody moves in any scenario." in page
    assert "every manager is within the tolerance" in page


def test_moves_as_a_table(tmp_path: Path) -> None:
    write_moves(by_hand(), tmp_path / "moves.csv")
    with (tmp_path / "moves.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["client_id", "previous_manager_id", "base", "hire", "calm", "stuck"],
            ["c0", "m0", "m0", "new", "m0", ""],
            ["c1", "m0", "m1", "m1", "m0", ""],
        ]
