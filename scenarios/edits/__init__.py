"""The kinds of edit, each a pure function of a base, and their union."""

from scenarios.edits.applying import apply_edits, apply_one
from scenarios.edits.base import EditBase, EditRefused
from scenarios.edits.describing import EditDoc, FieldDoc, describe_edits
from scenarios.edits.parsing import parse_edits
from scenarios.edits.union import KINDS, Edit

__all__ = [
    "KINDS",
    "Edit",
    "EditBase",
    "EditDoc",
    "EditRefused",
    "FieldDoc",
    "apply_edits",
    "apply_one",
    "describe_edits",
    "parse_edits",
]
