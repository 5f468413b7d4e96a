"""Kinds of edits and ready-made scenarios, as forms need them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.context import Context
from api.security.actor import Actor
from api.security.operations import operation
from assigner.i18n import Translator
from assigner.policy.nodes import read_document
from scenarios.catalogue import Entry, catalogue
from scenarios.edits import KINDS, describe_edits
from scenarios.scenario import text_in

Document = dict[str, Any]

_NAMED = ("properties", "$defs")
"""Places of a JSON schema whose keys are names of the user's, not words of the schema."""


@operation("list_edits")
def list_edits(ctx: Context, actor: Actor) -> list[Document]:
    """Every kind of edit with its fields in words and its JSON schema, in the actor's language."""
    tr = actor.tr
    return [{**asdict(one), "schema": edit_schema(one.kind, tr)} for one in describe_edits(tr)]


def edit_schema(kind: str, tr: Translator) -> Document:
    """The JSON schema of one kind; descriptions in the reader's language, titles left out."""
    found: Document = _spoken(KINDS[kind].model_json_schema(), tr)
    found["required"] = ["kind", *(name for name in found.get("required", ()) if name != "kind")]
    return found


def _spoken(schema: Any, tr: Translator) -> Any:
    if isinstance(schema, list):
        return [_spoken(one, tr) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found: Document = {}
    for key, value in schema.items():
        if key in _NAMED:
            found[key] = {name: _spoken(one, tr) for name, one in value.items()}
        elif key == "description":
            found[key] = tr.gettext(value)
        elif key != "title":
            found[key] = _spoken(value, tr)
    for part in found.get("$defs", {}).values():
        part.pop("description", None)  # what programmers are told of a part
    return found


@operation("list_catalogue")
def list_catalogue(ctx: Context, actor: Actor) -> list[Document]:
    """Ready-made scenarios with their placeholders, in the actor's language."""
    return [_entry(one, actor.tr) for one in catalogue(actor.tr)]


def _entry(entry: Entry, tr: Translator) -> Document:
    data: Any = read_document(entry.text()).data
    parameters = [
        {
            "name": one.name,
            "about": text_in(one.about, tr.language),
            "default": one.default,
            "required": not one.has_default,
        }
        for one in entry.parameters
    ]
    return {
        "name": entry.name,
        "title": text_in(entry.titles, tr.language),
        "about": text_in(entry.about, tr.language),
        "parameters": parameters,
        "edits": data["edits"],
    }
