"""Grids of small coloured cells: names on the left, names of columns above, slanted where they are long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assigner.report.page.svg import box, chart, clip, label, tag, tip

WIDTH, LEFT, ROW = 1080.0, 190.0, 24.0
LETTER = 7.2
RISE = 3.8  # of a letter of a slanted name
MAX_NAME = 16
LONGEST_NAME = 30
WIDEST_CELL = 92.0
SLANTED_TOP = 86.0
LEVEL_TOP = 30.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what stands in it, fill, class of the text, and what the pointer is told, "" for nothing."""

    text: str
    fill: str
    ink: str
    tip: str


def grid_chart(title: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell | None]]]) -> Markup:
    """Rows of cells under the heads of their columns; a cell that is None is left out."""
    cell = min((WIDTH - LEFT) / max(len(heads), 1), WIDEST_CELL)
    top = LEVEL_TOP
    if any(too_wide(head, cell) for head in heads):
        longest = min(max(map(len, heads)), LONGEST_NAME)
        top = max(SLANTED_TOP, 25 + RISE * longest)
        cell -= max(0.0, LEFT + cell * len(heads) + overhang(heads[-1], cell, longest) - WIDTH) / len(heads)
    parts = [column_head(head, LEFT + cell * (n + 0.5), top, LONGEST_NAME) for n, head in enumerate(heads)]
    parts.append(row_names([name for name, _ in rows], (LEFT, top), ROW))
    for r, (_, cells) in enumerate(rows):
        places = ((LEFT + cell * n, top + ROW * r) for n in range(len(cells)))
        parts += [_cell(one, place, cell) for one, place in zip(cells, places, strict=True) if one]
    return chart(WIDTH, top + ROW * len(rows) + 4, title, *parts)


def _cell(cell: Cell, place: tuple[float, float], width: float) -> Markup:
    x, y = place
    return tag(
        "g",
        *([tip(cell.tip)] if cell.tip else []),
        box(x + 1, y + 1, width - 2, ROW - 2, cell.fill, rx=2),
        label(x + width / 2, y + ROW / 2, cell.text, f"t s n {cell.ink}".rstrip(), "middle"),
    )


def too_wide(word: str, cell: float) -> bool:
    """Whether a name does not fit over its column."""
    return len(word) * LETTER > cell


def overhang(word: str, cell: float, most: int = MAX_NAME) -> float:
    """How far the slanted name of the last column reaches beyond it; the chart must leave that room."""
    return max(0.0, 0.92 * LETTER * min(len(word), most) - cell / 2)


def column_head(word: str, middle: float, top: float, most: int = MAX_NAME) -> Markup:
    """Name of a column over it, at most so long, slanted where the chart has made room for that."""
    if top < SLANTED_TOP - 6:
        return label(middle, top - 14, word, "t s m", "middle")
    turn = f"translate({middle - 4:.1f} {top - 7:.1f}) rotate(-32)"
    return label(0, 0, clip(word, most), "t s m", transform=turn)


def row_names(names: Sequence[str], place: tuple[float, float], row: float) -> Markup:
    """Names to the left of `place`, one in each row."""
    left, top = place
    rows = enumerate(names)
    return Markup("").join(
        label(left - 10, top + row * (n + 0.5), clip(name, 22), "t", "end") for n, name in rows
    )
