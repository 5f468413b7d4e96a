"""Values of NumPy and dataclasses as the plain ones that JSON knows."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np


def plain_values(value: Any) -> Any:
    """The value as JSON knows it: no NumPy, tuples as lists, dates as text, None for what is not finite."""
    if isinstance(value, Mapping):
        return {str(key): plain_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_values(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value.isoformat() if isinstance(value, date) else value


def write_json(document: Any, path: Path) -> None:
    """A document as a JSON file; its floats read back to the same values."""
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
