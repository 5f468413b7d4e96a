"""Values that JSON and every database take."""

from __future__ import annotations

from typing import Any

from assigner.report.plain import plain_values


def clean(text: object, most: int = 10_000) -> str:
    """A text that every database takes: no zero characters, no halves of pairs, not too long."""
    return str(text).replace("\0", "").encode("utf-8", "replace").decode()[:most]


def plain(value: Any) -> Any:
    """Plain values with clean texts."""
    found = plain_values(value)
    return _cleaned(found)


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {clean(key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return clean(value) if isinstance(value, str) else value
