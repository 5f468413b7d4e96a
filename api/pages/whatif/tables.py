"""A table whose rows can be opened by a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nicegui import ui

from api.pages.parts import text
from api.pages.visit import Visit


def acting_table(
    visit: Visit,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    act: Callable[[int], None],
    title: str,
) -> None:
    """The first column names the row, the others are numbers; the button at the end calls `act(row)`."""
    with ui.element("div").classes("scroll").props('tabindex="0"'), ui.element("table").classes("plain"):
        with ui.element("thead"), ui.element("tr"):
            for n, head in enumerate(heads):
                text("th", head).props('scope="col"').classes("num" if n else "")
            text("th", visit.tr.gettext("Figures")).props('scope="col"')
        with ui.element("tbody"):
            for n, row in enumerate(rows):
                _row(n, row, act, title)


def _row(n: int, row: Sequence[str], act: Callable[[int], None], title: str) -> None:
    with ui.element("tr"):
        for place, cell in enumerate(row):
            text("td", cell).classes("num" if place else "")
        with ui.element("td"):
            button = ui.button(title, on_click=lambda: act(n)).props("flat dense size=sm")
            button.props["aria-label"] = f"{title}: {row[0]}"
