"""Typed cells (Excel, Parquet, JSON) as the text a person would have typed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from typing import Any

import numpy as np

from assigner.portfolio import StrArray
from assigner.tabular.vocabulary import vocabulary


@cache
def _blank_spellings() -> frozenset[str]:
    """Words that say nothing ("-", "NULL", "#N/A") as they are usually written."""
    words = vocabulary().blanks
    return frozenset(spelled for word in words for spelled in (word, word.upper(), word.capitalize()))


def column_of(cells: Iterable[str]) -> StrArray:
    """The cells as a column: stripped, those that say nothing blank, equal texts held once."""
    stripped = list(map(str.strip, cells))
    distinct = set(stripped)
    if 2 * len(distinct) < len(stripped):
        held = {text: text for text in distinct}
        stripped = [held[text] for text in stripped]
    if hits := distinct & _blank_spellings():
        stripped = ["" if text in hits else text for text in stripped]
    column = np.empty(len(stripped), dtype=object)
    column[:] = stripped
    return column


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
    if isinstance(value, list | tuple):
        return ";".join(cell_text(part) for part in value)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value).strip()


def cell_text(value: Any) -> str:
    """The cell as stripped text: dates in ISO form, lists joined by ";", None and NaN blank."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float):
        return _float_text(value)
    return _other_text(value)
