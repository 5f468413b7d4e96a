"""Between what a form holds and the edit that it says: pure, both ways.

A form holds texts, numbers, flags and lists of texts. What can't be read is handed on as it stands, so that
the service says what is wrong with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from api.pages.whatif.fields import Control, Field

Document = dict[str, Any]
Raw = Mapping[tuple[str, ...], Any]
"""What a form holds, by the path of the field."""

NONE = "none"
"""Chosen where none of the choices is meant."""

BETWEEN = "="
"""Between a segment column and its value, where both are chosen in one list."""


def edit_of(kind: str, fields: Sequence[Field], raw: Raw) -> Document:
    """The edit that a filled form says; what is blank is left out."""
    return {"kind": kind} | _document(fields, raw)


def raw_of(fields: Sequence[Field], edit: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    """What a form holds where it says this edit; defaults where the edit says nothing."""
    return {field.path: _raw(field, value_at(edit, field.path)) for field in fields}


def _document(fields: Sequence[Field], raw: Raw) -> Document:
    found: Document = {}
    for field in fields:
        value = _value(field, raw.get(field.path))
        if value is None and not _is_asked_goals(field):
            continue
        inner = found
        for part in field.path[:-1]:
            inner = inner.setdefault(part, {})
        inner[field.name] = value
    return found


def _is_asked_goals(field: Field) -> bool:
    """A list of goals has to be given; without any it is that of the policy by default."""
    return field.path == ("goals",)


def value_at(edit: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """What an edit says at a path, None where it says nothing."""
    found: Any = edit
    for part in path:
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _value(field: Field, raw: Any) -> Any:
    """The plain value, None where the field is blank."""
    if raw is None or raw in ("", [], {}):
        return None
    read = READ.get(field.control)
    return raw if read is None else read(field, raw)


def _whole(field: Field, raw: Any) -> Any:
    return int(raw) if float(raw).is_integer() else raw


def _flag(field: Field, raw: Any) -> Any:
    return None if bool(raw) == bool(field.default) else bool(raw)


def _choice(field: Field, raw: Any) -> Any:
    return raw == "true" if field.yes_no else raw


def _choices(field: Field, raw: Iterable[str]) -> Any:
    chosen = list(raw)
    return [] if field.none and chosen == [NONE] else chosen


def _segments(field: Field, raw: Iterable[str]) -> Any:
    found: dict[str, list[str]] = {}
    for one in raw:
        dimension, _, value = one.partition(BETWEEN)
        found.setdefault(dimension.strip(), []).append(value.strip())
    return found


def _numbers(field: Field, raw: str) -> Any:
    return [_any(field, part) for part in re.split(r"[;\s]+", raw.strip()) if part]


def _amounts(field: Field, raw: Mapping[str, Any]) -> Any:
    return {key: value for key, value in raw.items() if value is not None} or None


def _rows(field: Field, raw: Iterable[Raw]) -> Any:
    return [found for row in raw if (found := _document(field.parts, row))] or None


def _books(field: Field, raw: Iterable[Raw]) -> Any:
    rows = _rows(field, raw) or []
    return {row.get("manager", ""): row.get("values", []) for row in rows} or None


def _pairs(field: Field, raw: str) -> Any:
    lines = [line.partition(":") for line in raw.splitlines() if line.strip()]
    return {key.strip(): _any(field, value) for key, _, value in lines}


def _any(field: Field, raw: str) -> Any:
    """A number, true, false or a list where it reads like one, else the text."""
    text = raw.strip()
    try:
        return json.loads(text)
    except ValueError:
        return text


READ: Mapping[Control, Callable[[Field, Any], Any]] = {
    Control.WHOLE: _whole,
    Control.FLAG: _flag,
    Control.CHOICE: _choice,
    Control.CHOICES: _choices,
    Control.SEGMENTS: _segments,
    Control.NUMBERS: _numbers,
    Control.AMOUNTS: _amounts,
    Control.ROWS: _rows,
    Control.BOOKS: _books,
    Control.PAIRS: _pairs,
    Control.ANY: _any,
}


def _raw(field: Field, value: Any) -> Any:
    """What the control shows for a value; None: nothing was said."""
    if value is None:
        return _blank(field)
    show = SHOWN.get(field.control)
    return value if show is None else show(field, value)


LISTS = frozenset(
    {Control.CHOICES, Control.MANAGERS, Control.DIMENSIONS, Control.VALUES, Control.SEGMENTS}
    | {Control.CLIENTS}
)
"""Controls that hold a list of texts."""

ROWS = frozenset({Control.ROWS, Control.BOOKS})


def _blank(field: Field) -> Any:
    if field.control in LISTS | ROWS:
        return list(field.default or [])
    if field.control is Control.AMOUNTS:
        return {}
    if field.control is Control.FLAG:
        return bool(field.default)
    return field.default


def _show_pairs(field: Field, value: Mapping[str, Any]) -> str:
    return "\n".join(f"{key}: {_show_any(field, one)}" for key, one in value.items())


def _show_any(field: Field, value: Any) -> str:
    """As it would be typed: texts that read like something else in quotes."""
    if isinstance(value, str) and _any(field, value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)


SHOWN: Mapping[Control, Callable[[Field, Any], Any]] = {
    Control.CHOICE: lambda field, value: str(value).lower() if field.yes_no else value,
    Control.CHOICES: lambda field, value: list(value) or ([NONE] if field.none else []),
    Control.SEGMENTS: lambda field, value: [
        f"{name}{BETWEEN}{one}" for name, values in value.items() for one in values
    ],
    Control.NUMBERS: lambda field, value: "; ".join(map(str, value)),
    Control.ROWS: lambda field, value: [raw_of(field.parts, row) for row in value],
    Control.BOOKS: lambda field, value: [
        raw_of(field.parts, {"manager": name, "values": values}) for name, values in value.items()
    ],
    Control.PAIRS: _show_pairs,
    Control.ANY: _show_any,
}
