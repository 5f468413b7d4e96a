"""Rows of fields that are added and taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from nicegui import ui

from api.pages.visit import Visit

Raw = Mapping[tuple[str, ...], Any]


class Filled(Protocol):
    """A group of controls."""

    def raw(self) -> dict[tuple[str, ...], Any]:
        """What is filled in."""


class Rows:
    """The rows; with `fixed` it is one group that stays, whose value is that of its fields by name."""

    def __init__(
        self,
        visit: Visit,
        title: str,
        about: str,
        make: Callable[[Raw], Filled],
        rows: Sequence[Raw] | None,
        *,
        fixed: bool = False,
    ) -> None:
        self.visit, self.make, self.fixed = visit, make, fixed
        self.rows: list[Filled] = []
        with ui.element("fieldset").classes("group"):
            with ui.element("legend"):
                ui.label(title).style("display: inline")
            ui.label(about).classes("muted small")
            self.place = ui.element("div")
            for row in rows or ():
                self._add(row)
            if not fixed:
                ui.button(visit.tr.gettext("Add a row"), on_click=lambda: self._add({})).props("flat dense")

    @property
    def value(self) -> Any:
        """What is filled in: rows, or of a fixed group its fields by name."""
        if self.fixed:
            return {path[-1]: value for path, value in self.rows[0].raw().items()}
        return [row.raw() for row in self.rows]

    def _add(self, raw: Raw) -> None:
        with self.place, ui.element("div").classes("group-row") as line:
            made = self.make(raw)
            if not self.fixed:
                title = self.visit.tr.gettext("Take the row away")
                ui.button(title, on_click=lambda: self._remove(made, line)).props("flat dense")
        self.rows.append(made)

    def _remove(self, made: Filled, line: ui.element) -> None:
        self.rows.remove(made)
        line.delete()
