"""The part of docs/scenarios.md about edits, taken apart for tests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assigner.i18n import Translator
from scenarios.edits import KINDS, EditDoc, FieldDoc, describe_edits
from scenarios.edits.choosing import ClientsEdit
from tests.project.places import ROOT

DOCUMENT = ROOT / "docs" / "scenarios.md"
_HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
_EXAMPLE = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def part() -> str:
    """Everything about edits: from its heading to the next one of the same rank."""
    text = DOCUMENT.read_text("utf-8").split("\n## Edits\n", 1)[1]
    return text.split("\n## ", 1)[0]


def sections() -> dict[str, str]:
    """Text by heading."""
    pieces = _HEADING.split(part())
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def examples(section: str) -> list[str]:
    """The YAML of a section."""
    return _EXAMPLE.findall(section)


def row(field: FieldDoc) -> str:
    """The line of a field in its table."""
    default = "required" if field.required else f"`{field.default}`" if field.default else ""
    return f"| `{field.name}` | {field.takes.replace('|', '/')} | {default} | {field.about} |"


def own_fields(doc: EditDoc) -> Iterator[FieldDoc]:
    """The fields of a kind without those that say which clients are meant."""
    shared = issubclass(KINDS[doc.kind], ClientsEdit)
    return (one for one in doc.fields if not (shared and one.name.split(".")[0] in ("clients", "where")))


def shared_fields() -> Iterator[FieldDoc]:
    """The fields that say which clients are meant."""
    doc = next(one for one in describe_edits(Translator()) if one.kind == "pin")
    return (one for one in doc.fields if one.name.split(".")[0] in ("clients", "where"))
