"""Cells as text: typed ones (Excel, Parquet, JSON) as a person would have typed them, columns at speed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import cache
from itertools import islice
from sys import getsizeof
from typing import Any

import numpy as np

from assigner.portfolio import StrArray
from assigner.tabular.memory import Meter
from assigner.tabular.vocabulary import vocabulary

_EXCEL_ERRORS = (
    "#n/a",
    "#value!",
    "#ref!",
    "#div/0!",
    "#name?",
    "#null!",
    "#num!",
    "#getting_data",
    "#spill!",
)
_POINTER = 8
_ROUNDED_UP = 8  # what an allocation takes on average beyond what was asked for
_DICT_ENTRY = 110  # a slot of a growing dict, its share of the table that is being copied included
_TRIAL_CELLS = 20_000
_MOSTLY = 0.7


@cache
def _blank_spellings() -> dict[str, str]:
    """Words that say nothing ("-", "NULL", "#N/A") as they are usually written, each read as blank."""
    words = (*vocabulary().blanks, *_EXCEL_ERRORS)
    return {spelled: "" for word in words for spelled in (word, word.upper(), word.capitalize(), "")}


class TextColumn:
    """One column, taken in chunks: cells stripped, those that say nothing blank, equal texts held once.

    A column in which nearly every text is new is not worth remembering: after a trial, its texts are only
    compared with the blank words.
    """

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._known = dict(_blank_spellings())
        self._parts: list[StrArray] = []
        self._num_cells = self._num_new = 0
        self._remembers = True

    def add(self, cells: Iterable[str]) -> StrArray:
        """Append cells; the chunk as it is held."""
        stripped = list(map(str.strip, cells))
        held = self._remembered(stripped) if self._remembers else self._looked_up(stripped)
        part = np.empty(len(held), dtype=object)
        part[:] = held
        self._parts.append(part)
        self._meter.take(_POINTER * len(held))
        return part

    def _remembered(self, stripped: list[str]) -> list[str]:
        before = len(self._known)
        held = list(map(self._known.setdefault, stripped, stripped))
        num_new = len(self._known) - before
        self._num_cells += len(stripped)
        self._num_new += num_new
        texts = sum(map(getsizeof, islice(reversed(self._known), num_new)))
        self._meter.take(texts + (_ROUNDED_UP + _DICT_ENTRY) * num_new)
        if self._num_cells >= _TRIAL_CELLS and self._num_new > _MOSTLY * self._num_cells:
            self._forget()
        return held

    def _looked_up(self, stripped: list[str]) -> list[str]:
        self._meter.take(sum(map(getsizeof, stripped)) + _ROUNDED_UP * len(stripped))
        return list(map(self._known.get, stripped, stripped))

    def _forget(self) -> None:
        self._remembers = False
        self._known = _blank_spellings()
        self._meter.take(-_DICT_ENTRY * self._num_new)
        self._num_new = 0

    def column(self) -> StrArray:
        """All cells; the chunks are let go."""
        if self._remembers:
            self._forget()
        parts, self._parts = self._parts, []
        return np.concatenate(parts) if parts else np.zeros(0, dtype=object)


def column_of(cells: Iterable[str]) -> StrArray:
    """Few cells as a column: stripped, those that say nothing blank."""
    return TextColumn(Meter(1 << 62)).add(cells)


def texts_of(cells: Sequence[Any]) -> Sequence[str]:
    """Typed cells of one column as text."""
    return cells if set(map(type, cells)) == {str} else list(map(cell_text, cells))


def _float_text(value: float) -> str:
    """123.0 becomes "123", so that ids kept as numbers read as they are shown; NaN and infinity are blank."""
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _other_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, list | tuple | dict):
        return _nested_text(value)
    return str(value).strip()


def _nested_text(value: list[Any] | tuple[Any, ...] | dict[Any, Any]) -> str:
    """A list of plain cells joined by ";", anything deeper as Python writes it, as far as it can."""
    try:
        if isinstance(value, dict) or any(isinstance(part, list | tuple | dict) for part in value):
            return str(value)
        return ";".join(cell_text(part) for part in value)
    except RecursionError:
        return ""


def cell_text(value: Any) -> str:
    """The cell as stripped text: dates in ISO form, lists joined by ";", None and NaN blank."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float):
        return _float_text(value)
    return _other_text(value)
