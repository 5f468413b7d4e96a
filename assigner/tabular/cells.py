"""Typed cells (Excel, Parquet, JSON) as the text a person would have typed."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import Any


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
