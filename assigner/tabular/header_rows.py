"""Headers that stand in two rows, a group word above and its columns below, as 1C prints them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assigner.tabular.units import UNIT_NAMES, unit_of_header
from assigner.tabular.vocabulary import fold

Row = Sequence[str]
_NUMBER = re.compile(r"[\s(≈~+−$€£₽-]*\d")
MAX_COLUMNS = 16_384
"""Of a table: as many as Excel has. What is wider is no table of clients."""


def is_numeric(cell: str) -> bool:
    """Whether a cell begins like a number, a date or a phone."""
    return _NUMBER.match(cell) is not None


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands among the first rows, both included, what it says, and what stands above."""

    top: int
    bottom: int
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...] = ()


def header_at(rows: Sequence[Row], at: int, groups: Mapping[int, Mapping[int, int]] | None = None) -> Header:
    """The header that holds row `at`: one row, or two of which one holds group words.

    `groups` tells per row the merged cells that lie side by side, as first to last column; without it
    (text files) a group word reaches as far to the right as the cells beside it are blank.
    """
    header = _header_at(rows, at, groups or {})
    titles = (cell.strip() for row in rows[: header.top] for cell in row)
    return replace(header, titles=tuple(filter(None, titles)))


def _header_at(rows: Sequence[Row], at: int, merged: Mapping[int, Mapping[int, int]]) -> Header:
    if at + 1 < len(rows) and _is_above(rows[at], rows[at + 1], merged.get(at)):
        return _joined(rows, at, merged.get(at))
    if at > 0 and _names_columns(rows[at - 1], rows[at], merged.get(at - 1)):
        return _joined(rows, at - 1, merged.get(at - 1))
    names = tuple(cell.strip() for cell in rows[at])
    return Header(at, at, _cut(names), (names,))


def _reach(top: Row, below: Row, merged: Mapping[int, int] | None) -> dict[int, int]:
    """Last column of every group word of `top`; a word over its own column only is no group."""
    found = {}
    filled = [at for at, cell in enumerate(top) if cell.strip()]
    for at, following in zip(filled, [*filled[1:], len(below)], strict=True):
        last = merged.get(at, at) if merged else following - 1
        while last > at and (last >= len(below) or not below[last].strip()):
            last -= 1
        if last > at:
            found[at] = last
    return found


def _is_above(top: Row, below: Row, merged: Mapping[int, int] | None) -> bool:
    """Whether a header is followed by a second row that names the columns under its group words only.

    A data row is none: it has an id under a header of its own, or a number.
    """
    under = [at for at, cell in enumerate(below) if cell.strip()]
    if not under or any(is_numeric(below[at].strip()) for at in under):
        return False
    covered = {at for first, last in _reach(top, below, merged).items() for at in range(first, last + 1)}
    own = [at for at, cell in enumerate(top) if cell.strip() and at not in covered]
    return bool(covered) and bool(own) and covered.issuperset(under)


def _names_columns(top: Row, below: Row, merged: Mapping[int, int] | None) -> bool:
    """Whether the row above the header helps: names a column without a header, or tells twins apart."""
    words = [at for at, cell in enumerate(top) if cell.strip()]
    if len(words) < 2 or any(is_numeric(top[at].strip()) for at in words):
        return False
    names = Counter(fold(cell) for cell in below if cell.strip())
    blank = any(at < len(below) and not below[at].strip() for at in words)
    return blank or (max(names.values()) > 1 and bool(_reach(top, below, merged)))


def _joined(rows: Sequence[Row], top: int, merged: Mapping[int, int] | None) -> Header:
    """Two rows as one: the lower name where it is there and unique, else with its group word before it."""
    above, below = rows[top], rows[top + 1]
    width = max(len(above), len(below))
    upper = [cell.strip() for cell in (*above, *[""] * (width - len(above)))]
    lower = [cell.strip() for cell in (*below, *[""] * (width - len(below)))]
    words = list(upper)
    for first, last in _reach(upper, lower, merged).items():
        words[first : last + 1] = [upper[first]] * (last + 1 - first)
    names = [low or up for low, up in zip(lower, upper, strict=True)]
    counts = Counter(map(fold, names))
    names = [
        f"{word} {low}" if low and word and counts[fold(low)] > 1 else _with_unit(name, word)
        for name, low, word in zip(names, lower, words, strict=True)
    ]
    return Header(top, top + 1, _cut(tuple(names)), (tuple(upper), tuple(lower)))


def _with_unit(name: str, word: str) -> str:
    """A name with the unit that its group word has, such as "Показатели, тыс. руб."."""
    unit = unit_of_header(word)
    return f"{name}, {UNIT_NAMES[unit]}" if name and unit != 1 and unit_of_header(name) == 1 else name


def _cut(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names without blanks at the end."""
    width = max((at + 1 for at, name in enumerate(names) if name), default=0)
    return names[:width]
