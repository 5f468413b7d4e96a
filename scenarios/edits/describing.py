"""What kinds of edit there are, with every field: for the command line and for documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from assigner.i18n import Translator
from assigner.policy.comments import flow
from assigner.policy.problems import inner_parts
from scenarios.edits.union import KINDS


@dataclass(frozen=True, slots=True)
class FieldDoc:
    """One field: its place (`where.segments`), what it takes, its default as written, what it means."""

    name: str
    takes: str
    required: bool
    default: str
    about: str


@dataclass(frozen=True, slots=True)
class EditDoc:
    """One kind of edit and its fields, those of parts behind them."""

    kind: str
    about: str
    fields: tuple[FieldDoc, ...]


def describe_edits(tr: Translator) -> tuple[EditDoc, ...]:
    """Every kind of edit, in the reader's language."""
    return tuple(
        EditDoc(kind, tr.gettext(str(model.__doc__)), tuple(_fields(model, tr)))
        for kind, model in KINDS.items()
    )


def _fields(model: type[BaseModel], tr: Translator, above: str = "") -> Iterator[FieldDoc]:
    schema = model.model_json_schema()
    for name, spec in model.model_fields.items():
        if name == "kind":
            continue
        yield FieldDoc(
            name=above + name,
            takes=_takes(schema["properties"][name], schema.get("$defs", {}), tr),
            required=spec.is_required(),
            default=_default(spec),
            about=tr.gettext(str(spec.description)),
        )
        for inner in inner_parts(spec.annotation):
            yield from _fields(inner, tr, f"{above}{name}.")


def _default(spec: FieldInfo) -> str:
    """The default as YAML; "" where there is none, or where it says nothing."""
    value: Any = (
        None if spec.is_required() else spec.get_default(call_default_factory=True, validated_data={})
    )
    if value is None or value in ("", (), {}):
        return ""
    return flow(list(value) if isinstance(value, tuple) else value)


def _takes(schema: dict[str, Any], parts: dict[str, Any], tr: Translator) -> str:
    """What a field takes, of its JSON schema; `parts` are the schemas it refers to."""
    if "$ref" in schema:
        return _takes(parts[schema["$ref"].rpartition("/")[2]], parts, tr)
    if "anyOf" in schema:
        return _takes(next(one for one in schema["anyOf"] if one.get("type") != "null"), parts, tr)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return tr.gettext("list: {what}", what=_takes(schema["items"], parts, tr))
    texts = {
        "date": "date",
        "string": "text",
        "number": "number",
        "integer": "whole number",
        "boolean": "true or false",
        "object": "keys and values",
        "any": "any value",
    }
    kind = schema.get("format", schema.get("type", ""))
    return tr.gettext(texts[kind if kind in texts else "any"])
