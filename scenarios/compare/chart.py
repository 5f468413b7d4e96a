"""The picture of a comparison: a dot with its range for each scenario, in one panel for each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.page.svg import (
    BLUE,
    INK,
    MUTED,
    PALE,
    RULE,
    Value,
    box,
    chart,
    clip,
    label,
    line,
    tag,
    tip,
)
from scenarios.compare.figures import figure_words, shown
from scenarios.compare.model import Comparison, Entry, Row

WIDTH, LEFT, TOP, ROW = 1080.0, 230.0, 40.0, 26.0
GAP, ROOM = 26.0, 66.0
"""Space between panels, and in a panel behind the longest range for the number."""

PANELS = ("levels.imbalance", "moved_clients", "revenue_at_risk")
NAME = 30

HALO: dict[str, Value] = {"paint_order": "stroke", "stroke": "#fff", "stroke_width": 4}
"""Numbers stay readable where the line of the first column runs through them."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """One panel: where it begins, how wide it is, and the figure at its right end."""

    row: Row
    x: float
    width: float
    most: float

    def at(self, value: float) -> float:
        """Where a value lies."""
        return self.x + (self.width - ROOM) * max(value, 0.0) / self.most


def comparison_chart(tr: Translator, comparison: Comparison) -> Markup:
    """One line for each column: median as a dot, the range of its seeds as a bar, number behind.

    The upright line is the first column's median; less is better in all panels.
    """
    panels = _panels(comparison)
    height = TOP + ROW * len(comparison.columns)
    words = figure_words(tr)
    heads = [label(panel.x, 12, words[panel.row.key], "t b") for panel in panels]
    marks = [part for panel in panels for part in _marks(tr, panel, height)]
    title = tr.gettext(
        "Scenarios side by side: dot and number are the median, the bar is the range of the seeds"
    )
    return chart(WIDTH, height + 6, title, *_stripes(comparison), *heads, *marks)


def _panels(comparison: Comparison) -> list[_Panel]:
    width = (WIDTH - LEFT - GAP * (len(PANELS) - 1)) / len(PANELS)
    return [
        _Panel(row, LEFT + n * (width + GAP), width, _most(row))
        for n, row in enumerate(comparison.figure(key) for key in PANELS)
    ]


def _most(row: Row) -> float:
    return max([one.high for one in row.entries if one is not None], default=0.0) or 1.0


def _stripes(comparison: Comparison) -> list[Markup]:
    """A pale ground under every second line, and the names."""
    parts = []
    for n, column in enumerate(comparison.columns):
        y = TOP + ROW * n
        if n % 2 == 0:
            parts.append(box(0, y, WIDTH, ROW, PALE))
        name = label(LEFT - 14, y + ROW / 2, clip(column.title, NAME), "t b" if n == 0 else "t", "end")
        parts.append(tag("g", tip(column.title), name))
    return parts


def _marks(tr: Translator, panel: _Panel, height: float) -> list[Markup]:
    entries = panel.row.entries
    axis = [line(panel.x, TOP - 8, panel.x, height, RULE)]
    if entries[0] is not None:
        x = panel.at(entries[0].median)
        axis.append(line(x, TOP - 8, x, height, MUTED, stroke_dasharray="3 3"))
    return axis + [_mark(tr, panel, one, n) for n, one in enumerate(entries)]


def _mark(tr: Translator, panel: _Panel, one: Entry | None, n: int) -> Markup:
    y = TOP + ROW * n + ROW / 2
    if one is None:
        return label(panel.x + 6, y, tr.gettext("no answer"), "t s m")
    x, key = panel.at(one.median), panel.row.key
    parts: list[str] = [tip(_range_words(tr, key, one))]
    if one.high > one.low:
        low, high = panel.at(one.low), panel.at(one.high)
        parts.append(box(low, y - 3, high - low, 6, "#c9ced3", rx=3))
    parts.append(_dot(x, y, n))
    parts.append(label(panel.at(one.high) + 10, y, shown(tr, key, one.median), "t s n", "start", **HALO))
    return tag("g", *parts)


def _dot(x: float, y: float, n: int) -> Markup:
    """A square for what the others are held against, circles for them."""
    if n == 0:
        return box(x - 4.5, y - 4.5, 9, 9, INK)
    return tag("circle", cx=x, cy=y, r=5, fill=BLUE, stroke="#fff", stroke_width=1)


def _range_words(tr: Translator, key: str, one: Entry) -> str:
    if one.low == one.high:
        return shown(tr, key, one.median)
    low, high = shown(tr, key, one.low), shown(tr, key, one.high)
    return tr.gettext("{median}, from {low} to {high}", median=shown(tr, key, one.median), low=low, high=high)


def reading(tr: Translator, seeds: Sequence[int]) -> str:
    """How the picture is to be read, by how many seeds the columns have."""
    if max(seeds, default=0) > 1:
        return tr.gettext(
            "Dots are medians, bars reach from the best to the worst seed; the square and the dashed line "
            "are what the others are held against. Less is better."
        )
    return tr.gettext(
        "The square and the dashed line are what the others are held against. Less is better. With one seed "
        "nobody can tell how much of a difference is noise: --seeds 5 shows it."
    )
