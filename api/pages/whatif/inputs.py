"""The controls of a form of fields: each with its label, what it means, and its own error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.validation_element import ValidationElement

from api.pages.visit import Visit
from api.pages.whatif.fields import Control, Field
from api.pages.whatif.ground import Ground
from api.pages.whatif.rows import Rows
from api.pages.whatif.values import BETWEEN, LISTS, NONE, raw_of
from api.pages.whatif.words import AMOUNT, about_words, choice_word, field_label

Widget = ValidationElement[Any] | ui.checkbox | Rows
OPEN = frozenset(
    {
        Control.MANAGER,
        Control.MANAGERS,
        Control.DIMENSION,
        Control.VALUE,
        Control.VALUES,
        Control.SEGMENTS,
        Control.CLIENTS,
        Control.GOAL,
    }
)
"""Lists in which something can be typed that is not there yet, such as who is hired by an edit above."""


class Inputs:
    """The controls of some fields, below one another."""

    def __init__(
        self,
        visit: Visit,
        ground: Ground,
        kind: str,
        fields: Sequence[Field],
        raw: Mapping[tuple[str, ...], Any],
    ) -> None:
        self.visit, self.ground, self.kind = visit, ground, kind
        self.widgets: dict[tuple[str, ...], Widget] = {}
        with ui.element("div").classes("fields"):
            for field in fields:
                self.widgets[field.path] = self._widget(field, raw.get(field.path))

    def raw(self) -> dict[tuple[str, ...], Any]:
        """What is filled in."""
        return {path: widget.value for path, widget in self.widgets.items()}

    def tell(self, problems: Mapping[tuple[str, ...], str]) -> None:
        """Show each problem at its field, no longer any other."""
        for path in self.told():
            widget: Any = self.widgets[path]
            mine = [found for place, found in problems.items() if place[: len(path)] == path]
            widget.error = " ".join(mine) or None

    def told(self) -> list[tuple[str, ...]]:
        """Fields that can show a problem of their own."""
        return [path for path, widget in self.widgets.items() if isinstance(widget, ValidationElement)]

    def _widget(self, field: Field, value: Any) -> Widget:
        if field.control in (Control.ROWS, Control.BOOKS, Control.AMOUNTS):
            return self._many(field, value)
        label = field_label(self.visit.tr, self.kind, field) + (" *" if field.required else "")
        if field.control is Control.FLAG:
            with ui.element("div"):
                box = ui.checkbox(label, value=bool(value))
                ui.label(about_words(self.visit.tr, field)).classes("muted small")
            return box
        return _hinted(self._single(field, label, value), about_words(self.visit.tr, field))

    def _single(self, field: Field, label: str, value: Any) -> ValidationElement[Any]:
        if field.control in (Control.NUMBER, Control.WHOLE):
            precision = 0 if field.control is Control.WHOLE else None
            return ui.number(label, value=value, precision=precision).props("step=any")
        if field.control is Control.DATE:
            return ui.input(label, value=value or "").props("type=date stack-label")
        if field.control is Control.PAIRS:
            return ui.textarea(label, value=value or "").props("autogrow")
        if field.control in OPEN or field.options:
            return self._list(field, label, value)
        return ui.input(label, value=value or "")

    def _list(self, field: Field, label: str, value: Any) -> ui.select:
        options = self._options(field)
        several = field.control in LISTS
        for one in value if several else [value] if value else []:
            options.setdefault(one, one)
        is_open = field.control in OPEN
        return ui.select(
            options,
            label=label,
            value=value if several else value or None,
            multiple=several,
            with_input=is_open,
            new_value_mode="add-unique" if is_open else None,
            key_generator=str if is_open else None,
            clearable=not several and not field.required,
        ).props("use-chips" if several else "")

    def _options(self, field: Field) -> dict[str, str]:
        ground = self.ground
        match field.control:
            case Control.MANAGER | Control.MANAGERS:
                return {one: f"{name} ({one})" for one, name in ground.managers.items()}
            case Control.DIMENSION | Control.DIMENSIONS:
                return {name: name for name in ground.segments}
            case Control.VALUE | Control.VALUES:
                return {value: value for values in ground.segments.values() for value in values}
            case Control.SEGMENTS:
                return _pairs(ground.segments.items())
            case Control.GOAL:
                return {goal: goal for goal in ground.goals}
            case _:
                none = (NONE,) if field.none else ()
                return {one: choice_word(self.visit.tr, field, one) for one in (*field.options, *none)}

    def _many(self, field: Field, value: Any) -> Rows:
        """Fields for each of some keys, or rows that can be added and taken away."""
        title = field_label(self.visit.tr, self.kind, field)
        if field.control is Control.AMOUNTS:
            parts = tuple(Field((one,), Control.NUMBER) for one in field.options)
            make = self._maker(AMOUNT, parts)
            return Rows(self.visit, title, field.about, make, [_by_path(value)], fixed=True)
        return Rows(self.visit, title, field.about, self._maker(self.kind, field.parts), value)

    def _maker(self, kind: str, parts: Sequence[Field]) -> Callable[[Mapping[tuple[str, ...], Any]], Inputs]:
        return lambda raw: Inputs(self.visit, self.ground, kind, parts, raw or raw_of(parts, {}))


def _by_path(value: Mapping[str, Any] | None) -> dict[tuple[str, ...], Any]:
    return {(key,): one for key, one in (value or {}).items()}


def _pairs(segments: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    return {f"{name}{BETWEEN}{value}": f"{name}: {value}" for name, values in segments for value in values}


def _hinted(widget: ValidationElement[Any], about: str) -> ValidationElement[Any]:
    """The control with a sentence on what it means."""
    widget.props["hint"] = about
    return widget.classes("w-full").props("outlined dense bottom-slots hide-bottom-space")
