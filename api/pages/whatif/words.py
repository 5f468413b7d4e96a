"""Edits and their fields in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.pages.whatif.fields import Control, Field
from api.pages.whatif.ground import Ground
from api.pages.whatif.texts import CHOICES, FIELDS, GROUPS, KINDS, OWNED, PLACEHOLDERS
from api.pages.whatif.values import raw_of, value_at
from assigner.i18n import Translator

GROUPED = {
    "people": ("hire", "leave", "return_from_leave", "share", "ramp", "manager_limits"),
    "books": ("eligibility", "merge_teams", "split_book", "release_dead_souls", "decide_dispute"),
    "clients": ("pin", "ban", "together", "apart", "lift", "exclude", "grow", "resegment"),
    "fairness": ("goals", "tolerance", "weight", "mode"),
    "rules": ("keep", "evidence", "caps", "budget", "scope", "set"),
}
"""Kinds of edit by what they are about."""

SPECIAL = {
    ("budget", "clients"): "Share of the clients",
    ("hire", "manager"): "Id of the new manager",
}
"""Fields that are called otherwise in one kind of edit."""

AMOUNT = "amount"
"""The kind of fields that hold a number for each of some choices."""

NAMED = re.compile(r"`(\w+)`")
"""A field that is named in what another one means."""

MOST = 6
"""Values of a list that are told."""


def kind_word(tr: Translator, kind: str) -> str:
    """What a kind of edit is called."""
    return tr.gettext(KINDS[kind]) if kind in KINDS else kind


def kind_options(tr: Translator) -> dict[str, str]:
    """All kinds to choose from, by what they are about."""
    return {
        kind: f"{tr.gettext(GROUPS[group])} · {kind_word(tr, kind)}"
        for group, kinds in GROUPED.items()
        for kind in kinds
    }


def field_label(tr: Translator, kind: str, field: Field) -> str:
    """What a field is called."""
    if field.label:
        return field.label
    if kind == AMOUNT:
        return choice_word(tr, field, field.name)
    if (kind, field.name) in SPECIAL:
        return tr.gettext(SPECIAL[(kind, field.name)])
    if field.name in FIELDS:
        return tr.gettext(FIELDS[field.name])
    return tr.gettext(CHOICES[field.name]) if field.name in CHOICES else field.name


def placeholder_label(tr: Translator, entry: str, name: str) -> str:
    """What a placeholder of a ready-made scenario is called: one name means something else in each."""
    found = PLACEHOLDERS.get(entry, {})
    return tr.gettext(found[name]) if name in found else name


def about_words(tr: Translator, field: Field) -> str:
    """What a field means; other fields that it names are called as they are on the page."""
    return NAMED.sub(lambda found: f"«{_called(tr, found[1])}»", field.about)


def _called(tr: Translator, name: str) -> str:
    return tr.gettext(FIELDS[name]) if name in FIELDS else name


def choice_word(tr: Translator, field: Field, choice: str) -> str:
    """What one of the choices of a field is called."""
    words = OWNED if field.name == "free" else CHOICES
    return tr.gettext(words[choice]) if choice in words else choice


def edit_words(
    tr: Translator, ground: Ground, fields: Sequence[Field], edit: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """What an edit says: each filled field with its value."""
    raw = raw_of(fields, edit)
    said = [field for field in fields if value_at(edit, field.path) not in (None, {}, [])]
    return [
        (field_label(tr, str(edit["kind"]), field), _value(tr, ground, field, raw[field.path]))
        for field in said
    ]


def _value(tr: Translator, ground: Ground, field: Field, raw: Any) -> str:
    if field.control in (Control.ROWS, Control.BOOKS):
        return "; ".join(", ".join(_row(tr, ground, field.parts, row)) for row in raw)
    if field.control is Control.AMOUNTS:
        return ", ".join(f"{choice_word(tr, field, key)} {value}" for key, value in raw.items())
    if isinstance(raw, list):
        names = [_one(tr, ground, field, one) for one in raw[:MOST]]
        return ", ".join(names) + (f" … ({len(raw)})" if len(raw) > MOST else "")
    return _one(tr, ground, field, raw)


def _row(tr: Translator, ground: Ground, parts: Sequence[Field], row: Mapping[Any, Any]) -> Iterator[str]:
    return (_value(tr, ground, one, row[one.path]) for one in parts if row.get(one.path) not in (None, ""))


def _one(tr: Translator, ground: Ground, field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return tr.gettext(CHOICES["true" if value else "false"])
    if field.control in (Control.MANAGER, Control.MANAGERS):
        return ground.manager(str(value))
    if isinstance(value, float):
        return tr.number(value, 0 if value.is_integer() else 2)
    return choice_word(tr, field, str(value))
