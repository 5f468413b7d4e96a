"""A policy as commented YAML, written from the models, so that no number stands twice in the project."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from assigner.policy.model import Policy

_HEADER = """\
# The policy: every rule, goal, weight and number of the model, with its default.
# All keys are optional; an unknown key is an error. Paragraphs (§) refer to docs/model.md.
"""
_INDENT = "  "
_COLUMN = 34  # where comments begin
_PARAGRAPH = re.compile("§[0-9]+")
_WORD = re.compile(r"[a-z_]+|[A-Z][A-Za-z_]*/[A-Za-z_/]+|UTC")
_NO_WRAP = 1_000_000


def dump_policy(policy: Policy | None = None) -> str:
    """A policy, by default the documented one, as YAML with a comment on every key.

    Loading the text gives an equal policy.
    """
    lines = _part_lines(policy or Policy(), "")
    return _HEADER + "\n".join(lines) + "\n"


def _part_lines(part: BaseModel, indent: str) -> Iterator[str]:
    for name, spec in type(part).model_fields.items():
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            if not indent:
                yield ""
            yield _commented(f"{indent}{name}:", _heading(value, spec))
            yield from _part_lines(value, indent + _INDENT)
        else:
            yield _commented(f"{indent}{name}: {_value(value, indent)}", _comment(value, spec))


def _commented(text: str, comment: str) -> str:
    """A key with its comment, behind its first line."""
    first, *rest = text.split("\n")
    return "\n".join([f"{first.rstrip():<{_COLUMN}}  # {comment}", *rest])


def _heading(part: BaseModel, spec: FieldInfo) -> str:
    """What a part is about, and its paragraph of the model."""
    paragraph = _PARAGRAPH.match(type(part).__doc__ or "")
    return f"{spec.description} ({paragraph[0]})" if paragraph else str(spec.description)


def _comment(value: object, spec: FieldInfo) -> str:
    """Description of a key, and its default where the value differs from it."""
    default = spec.get_default()
    if default == value:
        return str(spec.description)
    return f"{spec.description} (default: {scalar(default)})"


def _value(value: object, indent: str) -> str:
    """A value behind its key; a list of parts takes one line for each."""
    if not (isinstance(value, tuple) and value and isinstance(value[0], BaseModel)):
        return scalar(value)
    return "".join(f"\n{indent}{_INDENT}- {_part_flow(part)}" for part in value)


def _part_flow(part: BaseModel) -> str:
    """A part on one line: {measure: potential, dimension: region, ...}."""
    return "{" + ", ".join(f"{name}: {scalar(value)}" for name, value in part) + "}"


def scalar(value: object) -> str:
    """A number, word, text, list of them or nothing as YAML reads it back."""
    if isinstance(value, tuple):
        return "[" + ", ".join(scalar(item) for item in value) + "]"
    if isinstance(value, str):
        return _text(str(value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return flow(value)


def flow(value: object) -> str:
    """Any plain data on one line of YAML."""
    return yaml.safe_dump([value], default_flow_style=True, width=_NO_WRAP, allow_unicode=True)[1:-2]


def _text(value: str) -> str:
    """A word as it is; any other text in double quotes, which keep every character."""
    if _WORD.fullmatch(value) and yaml.safe_load(value) == value:
        return value
    return yaml.safe_dump(value, default_style='"', width=_NO_WRAP, allow_unicode=True).rstrip("\n")
