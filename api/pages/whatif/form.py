"""The form of one edit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from api.pages.calling import acting
from api.pages.parts import notice, text
from api.pages.visit import Visit
from api.pages.whatif.fields import Field
from api.pages.whatif.ground import Ground
from api.pages.whatif.inputs import Inputs
from api.pages.whatif.problems import Problem
from api.pages.whatif.values import edit_of, raw_of
from api.pages.whatif.words import kind_word

Keep = Callable[[dict[str, Any], int], Awaitable[None]]


class EditForm:
    """Fields of one edit, with what is wrong beside each; `at` is its place among the edits."""

    def __init__(
        self,
        visit: Visit,
        ground: Ground,
        fields: Sequence[Field],
        edit: dict[str, Any],
        at: int,
        keep: Keep,
        cancel: Callable[[], None],
    ) -> None:
        self.fields, self.kind, self.at = fields, str(edit["kind"]), at
        say, raw = visit.tr.gettext, raw_of(fields, edit)
        with ui.element("section").classes("edit-form") as self.place:
            text("h3", kind_word(visit.tr, self.kind))
            self.left = ui.element("div").props('role="alert"')
            first = [field for field in fields if field.path[0] != "where"]
            self.groups = [Inputs(visit, ground, self.kind, first, raw)]
            where = [field for field in fields if field.path[0] == "where"]
            if where:
                text("h4", say("Which clients, by condition"))
                self.groups.append(Inputs(visit, ground, self.kind, where, raw))
            with ui.row():
                ui.button(say("Keep"), on_click=acting(visit, lambda: keep(self.edit(), at))).props(
                    "unelevated"
                )
                ui.button(say("Cancel"), on_click=cancel).props("flat")

    def edit(self) -> dict[str, Any]:
        """The edit that the form says."""
        raw: dict[tuple[str, ...], Any] = {}
        for group in self.groups:
            raw |= group.raw()
        return edit_of(self.kind, self.fields, raw)

    def tell(self, problems: Sequence[Problem]) -> None:
        """Show each problem at its field, and above the form those that belong to none."""
        places: dict[tuple[str, ...], str] = {}
        for one in problems:
            places[one.path] = " ".join(filter(None, (places.get(one.path), one.text)))
        for group in self.groups:
            group.tell(places)
        paths = [path for group in self.groups for path in group.told()]
        self.left.clear()
        with self.left:
            for path, found in places.items():
                if not any(path[: len(one)] == one for one in paths):
                    notice(found, "bad")

    def delete(self) -> None:
        """Take the form off the page."""
        self.place.delete()
