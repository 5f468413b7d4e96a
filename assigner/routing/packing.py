"""A routing plan as bytes and back: a NumPy archive of arrays, and one JSON text; nothing that could run."""

from __future__ import annotations

import io
import zlib
from dataclasses import fields
from typing import Any
from zipfile import BadZipFile

import numpy as np
from pydantic import TypeAdapter, ValidationError

from assigner.errors import InputError, Issue, Severity
from assigner.routing.plan import Book, Cells, RoutingPlan, Team, Words

FORMAT = "assigner-routing/1"
_PARTS = {"team": Team, "cells": Cells, "book": Book}
_WORDS = TypeAdapter(Words)
_SPOILED = (BadZipFile, zlib.error, ValueError, LookupError, OSError, EOFError, RuntimeError, ValidationError)
"""Everything that spoiled bytes were seen to raise while they are read."""


def to_bytes(plan: RoutingPlan) -> bytes:
    """The plan as bytes; equal plans give equal bytes."""
    arrays: dict[str, Any] = {
        "format": np.array(FORMAT),
        "words": np.frombuffer(_WORDS.dump_json(plan.words), dtype=np.uint8),
    }
    for part, kind in _PARTS.items():
        values = getattr(plan, part)
        arrays |= {f"{part}.{spec.name}": getattr(values, spec.name) for spec in fields(kind)}
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **arrays)
    return stream.getvalue()


def from_bytes(data: bytes) -> RoutingPlan:
    """The plan from its bytes. Raises `InputError` for anything else than `to_bytes` of this version made."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        if str(arrays["format"]) != FORMAT:
            raise _unreadable(f"its format is {arrays['format']}, not {FORMAT}")
        parts: dict[str, Any] = {
            part: kind(**{spec.name: arrays[f"{part}.{spec.name}"] for spec in fields(kind)})
            for part, kind in _PARTS.items()
        }
        return RoutingPlan(words=_WORDS.validate_json(arrays["words"].tobytes()), **parts)
    except _SPOILED as error:
        raise _unreadable(str(error)) from error


def _unreadable(reason: str) -> InputError:
    text = f"the stored routing plan can't be read: {reason}"
    return InputError([Issue(Severity.ERROR, "routing_plan", text, "Approve the proposal once more.")])
