"""Sheet names as spreadsheet programs accept them."""

from __future__ import annotations

import re

MAX_LENGTH = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = "history"


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A valid name close to `wanted` that is not in `taken` (lower-case names), which it is added to."""
    base = _FORBIDDEN.sub(" ", wanted).strip().strip("'").strip() or "-"
    if base.lower() == _RESERVED:
        base += "_"
    name, n = _cut(base, ""), 1
    while name.lower() in taken:
        n += 1
        name = _cut(base, f" ({n})")
    taken.add(name.lower())
    return name


def _cut(base: str, suffix: str) -> str:
    """The name with its suffix in at most 31 units of UTF-16, which is how spreadsheet programs count."""
    room = MAX_LENGTH - len(suffix)
    while len(base.encode("utf-16-le")) // 2 > room:
        base = base[:-1]
    return base.rstrip(" '") + suffix
