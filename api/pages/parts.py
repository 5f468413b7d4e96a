"""Small pieces that pages are made of: tiles, tabs, notices, tables. All texts are put in as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from api.pages.visit import Visit


class Tile(NamedTuple):
    """One figure: what it is, its value, what it is today, and a remark."""

    title: str
    value: str
    today: str = ""
    remark: str = ""


class Column(NamedTuple):
    """One column of a table: its head, and whether it holds numbers."""

    title: str
    number: bool = False


def heading(title: str, lead: str = "") -> None:
    """The page's title and a line on what it is for."""
    text("h1", title)
    if lead:
        text("p", lead).classes("lead")


def text(tag: str, content: str) -> ui.element:
    """An HTML element with a text: never markup, whatever the text says."""
    return TextElement(tag=tag, text=content)


def tiles(found: Iterable[Tile]) -> None:
    """Figures side by side."""
    with ui.element("div").classes("tiles"):
        for tile in found:
            with ui.element("div").classes("tile"):
                ui.label(tile.title).classes("title")
                with ui.element("div").classes("value"):
                    if tile.today:  # from before to after, as everywhere
                        ui.label(f"{tile.today} → ").classes("today").style("display: inline")
                    ui.label(tile.value).style("display: inline")
                if tile.remark:
                    ui.label(tile.remark).classes("remark")


def tabs(visit: Visit, entries: Sequence[tuple[str, str]]) -> None:
    """Links to the parts of one thing; the present one is marked."""
    with ui.element("nav").classes("tabs").props(f'aria-label="{visit.tr.gettext("Parts")}"'):
        for title, path in entries:
            link = ui.link(title, path)
            if path.split("?")[0] == visit.path:
                link.props('aria-current="page"')


def notice(content: str, kind: str = "") -> ui.element:
    """A remark that stands out. `kind`: "", "bad" or "warn"."""
    with ui.element("div").classes(f"notice {kind}").props('role="status"') as made:
        ui.label(content).style("white-space: pre-line")
    return made


@contextmanager
def folded(title: str, *, shown: bool = False) -> Iterator[ui.element]:
    """What opens when its title is pressed: in the browser alone, so it never waits for the server."""
    with ui.element("details").classes("fold").props("open" if shown else "") as made:
        text("summary", title)
        yield made


def empty(content: str) -> ui.element:
    """What stands where nothing is yet; use it as a block to add the next thing to do."""
    with ui.element("div").classes("empty") as made:
        ui.label(content).classes("muted")
    return made


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[str | tuple[str, str]]], caption: str = ""
) -> None:
    """A plain table of at most some hundred rows. A cell is a text, or a text with the address of a link."""
    with ui.element("div").classes("scroll").props('tabindex="0"'), ui.element("table").classes("plain"):
        if caption:
            text("caption", caption).classes("muted small")
        with ui.element("thead"), ui.element("tr"):
            for column in columns:
                head = text("th", column.title).props('scope="col"')
                if column.number:
                    head.classes("num")
        with ui.element("tbody"):
            for row in rows:
                _row(columns, row)


def _row(columns: Sequence[Column], row: Sequence[str | tuple[str, str]]) -> None:
    with ui.element("tr"):
        for column, cell in zip(columns, row, strict=True):
            if isinstance(cell, tuple):
                with ui.element("td").classes("num" if column.number else ""):
                    ui.link(*cell)
            else:
                made = text("td", cell)
                if column.number:
                    made.classes("num")
