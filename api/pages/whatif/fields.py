"""From the JSON schema of a kind of edit to the fields of a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Schema = Mapping[str, Any]


class Control(StrEnum):
    """What a field is filled in with."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    MANAGER = "manager"
    MANAGERS = "managers"
    DIMENSION = "dimension"
    DIMENSIONS = "dimensions"
    VALUE = "value"
    VALUES = "values"
    SEGMENTS = "segments"  # values of several dimensions
    GOAL = "goal"
    CLIENTS = "clients"
    NUMBERS = "numbers"
    AMOUNTS = "amounts"  # a number for each of some keys
    ROWS = "rows"
    BOOKS = "books"  # rows of a manager and the values that he gets
    PAIRS = "pairs"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: `path` inside the edit, what is chosen from, limits, fields of its rows.

    `yes_no` marks a choice of true and false, where leaving it blank means something else than both; `none`
    one of several where choosing none differs from leaving it blank. `label` is what it is called where its
    name does not say it.
    """

    path: tuple[str, ...]
    control: Control
    about: str = ""
    required: bool = False
    default: Any = None
    low: float | None = None
    high: float | None = None
    options: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()
    yes_no: bool = False
    none: bool = False
    label: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path[-1]


NAMED = {
    "manager": Control.MANAGER,
    "like": Control.MANAGER,
    "managers": Control.MANAGERS,
    "to": Control.MANAGERS,
    "givers": Control.MANAGERS,
    "receivers": Control.MANAGERS,
    "owners": Control.MANAGERS,
    "dimension": Control.DIMENSION,
    "dimensions": Control.DIMENSIONS,
    "segments": Control.SEGMENTS,
    "eligible": Control.SEGMENTS,
    "goal": Control.GOAL,
    "add": Control.VALUES,
    "remove": Control.VALUES,
}
"""Fields whose name says what they hold."""

EXCEPT = {
    ("hire", "manager"): Control.TEXT,
    ("eligibility", "values"): Control.VALUES,
    ("resegment", "value"): Control.VALUE,
    ("split_book", "values"): Control.BOOKS,
}
"""Where the kind of edit matters too: whoever is hired is in no list yet."""

TYPES = {
    "string": Control.TEXT,
    "number": Control.NUMBER,
    "integer": Control.WHOLE,
    "boolean": Control.FLAG,
    "date": Control.DATE,
}
ITEMS = {"number": Control.NUMBERS, "object": Control.ROWS, "string": Control.CLIENTS}


def fields_of(kind: str, schema: Schema) -> tuple[Field, ...]:
    """The fields of a kind of edit, those of its conditions too, in their order."""
    return tuple(_fields(kind, schema, schema.get("$defs", {}), ()))


def _fields(kind: str, schema: Schema, parts: Schema, above: tuple[str, ...]) -> Iterator[Field]:
    for name, given in schema["properties"].items():
        if name == "kind":
            continue
        spec = _plain(given, parts)
        if "properties" in spec:
            yield from _fields(kind, spec, parts, (*above, name))
        else:
            yield _field(kind, (*above, name), given, parts, required=name in schema.get("required", ()))


def _field(kind: str, path: tuple[str, ...], given: Schema, parts: Schema, *, required: bool) -> Field:
    spec, name = _plain(given, parts), path[-1]
    control = EXCEPT.get((kind, name)) or NAMED.get(name) or _control(spec, parts)
    yes_no = control is Control.FLAG and "anyOf" in given
    enum = _enum(spec, parts)
    return Field(
        path=path,
        control=Control.CHOICE if yes_no else control,
        about=given.get("description", ""),
        required=required and "anyOf" not in given,
        default=given.get("default"),
        low=spec.get("minimum", spec.get("exclusiveMinimum")),
        high=spec.get("maximum"),
        options=("true", "false") if yes_no else enum,
        parts=_rows(kind, path, spec, parts, control),
        yes_no=yes_no,
        none=(kind, name) == ("keep", "states"),
    )


def _plain(spec: Schema, parts: Schema) -> Schema:
    """The schema itself: what it refers to, and what it is where it is not null."""
    if "$ref" in spec:
        return _plain(parts[spec["$ref"].rpartition("/")[2]], parts)
    if "anyOf" in spec:
        return _plain(next(one for one in spec["anyOf"] if one.get("type") != "null"), parts)
    return spec


def _control(spec: Schema, parts: Schema) -> Control:
    kind = spec.get("format") or spec.get("type")
    if "enum" in spec:
        return Control.CHOICE
    if kind == "array":
        item = _plain(spec["items"], parts)
        return Control.CHOICES if "enum" in item else ITEMS[item["type"]]
    if kind == "object":
        return Control.AMOUNTS if _enum(spec, parts) else Control.PAIRS
    return TYPES.get(str(kind), Control.ANY)


def _enum(spec: Schema, parts: Schema) -> tuple[str, ...]:
    """What can be chosen, of a value, of the items of a list, of the keys of a mapping."""
    for one in (spec, spec.get("items", {}), spec.get("propertyNames", {})):
        found = _plain(one, parts).get("enum")
        if found:
            return tuple(found)
    return ()


def _rows(
    kind: str, path: tuple[str, ...], spec: Schema, parts: Schema, control: Control
) -> tuple[Field, ...]:
    if control is Control.ROWS:
        return tuple(_fields(kind, _plain(spec["items"], parts), parts, ()))
    if control is Control.BOOKS:
        return (
            Field(("manager",), Control.MANAGER, required=True),
            Field(("values",), Control.VALUES, required=True),
        )
    return ()
