from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assigner.evidence import State
from assigner.i18n import Translator
from assigner.inspection import Inspection
from assigner.portfolio import MergedCard
from assigner.report.inspection.findings import junk_table
from assigner.report.inspection.page import render_page, write_page
from assigner.report.inspection.page.maps import problems_map
from assigner.report.inspection.view import inspection_view
from tests import builders
from tests.report.inspection import cases

LIMIT = 3_000_000
VOID = {"meta", "br", "rect", "line", "circle", "path", "link", "img"}


def page(found: Inspection, language: str = "en") -> str:
    return render_page(inspection_view(found), Translator(language))


class Nesting(HTMLParser):
    """Checks that every element is closed in its turn, and collects ids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_is_whole_and_stands_alone(language: str) -> None:
    text = page(cases.random_inspection(), language)
    nesting = Nesting()
    nesting.feed(text)
    assert nesting.open == []
    assert "default-src 'none'" in text
    assert re.findall(r'(?:src|href)="(?!#)', text) == []
    assert "<script" not in text


def test_every_link_leads_somewhere() -> None:
    text, nesting = page(cases.tiny()), Nesting()
    nesting.feed(text)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(nesting.ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(nesting.ids)


def test_an_id_is_given_once() -> None:
    nesting = Nesting()
    nesting.feed(page(cases.random_inspection()))
    assert len(nesting.ids) == len(set(nesting.ids))


def test_the_russian_page_is_russian() -> None:
    text = page(cases.tiny(), "ru")
    assert "В каком состоянии клиентская база" in text
    assert "Владелец: Manager 0" in text
    shown = re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.S)
    words = set(re.findall(r"[A-Za-z]{4,}", shown))
    given = "Manager Alpha Beta Gamma Delta Ivan Petrov buyer talked about order number North South correct"
    known = "client potential base xlsx decisions yaml Excel"
    assert words - set(given.split()) - set(known.split()) == set()


def test_names_can_not_bring_markup() -> None:
    found = cases.tiny()
    evil = builders.text(["<script>alert(1)</script>", '"><b>', "c", "d", "e"])
    clients = replace(found.portfolio.clients, name=evil)
    text = page(replace(found, portfolio=replace(found.portfolio, clients=clients)))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_dispute_shows_what_counts_and_what_does_not() -> None:
    text = page(cases.tiny())
    assert "does not count: summary too short" in text
    assert "Owner: Manager 0" in text
    assert "Rival: Manager 1" in text


def test_a_cell_with_many_problems_is_hatched() -> None:
    # Two invalid tax ids on two cards: all of them; one blank card of two is a half, not more.
    chart = problems_map(Translator(), junk_table(inspection_view(cases.tiny())), 5)
    assert chart.count('fill="url(#many-problems)"') == 1


@pytest.mark.parametrize(
    ("language", "note"),
    [("en", "what is odd on the card that went into another"), ("ru", "странности присоединённой карточки")],
)
def test_merged_cards_are_listed_with_what_is_not_told_of_them(language: str, note: str) -> None:
    found = cases.tiny()
    assert note not in page(found, language)
    card = MergedCard("c9", "Alpha Ltd", 0, 1, reason="same phone")
    text = page(replace(found, portfolio=replace(found.portfolio, merged=(card,))), language)
    assert note in text
    assert "Alpha Ltd" in text


def test_a_base_without_managers_problems_or_clients_still_has_a_page() -> None:
    nobody = builders.portfolio(builders.clients([-1]), builders.managers(1))
    found = cases.inspection(nobody, builders.evidence(nobody, [State.FREE]))
    text = page(found)
    assert "No client is disputed." in text
    assert "Nothing odd was found." in text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_twenty_thousand_clients_fit_into_three_megabytes(tmp_path: Path, language: str) -> None:
    path = tmp_path / "inspect.html"
    write_page(inspection_view(cases.random_inspection(20_000, 60)), language, path)
    assert path.stat().st_size < LIMIT
