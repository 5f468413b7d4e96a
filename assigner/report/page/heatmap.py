"""Who holds how much of each segment against what he should: one map for today, one for the plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.cells import CellRow
from assigner.report.page.grid import SLANTED_TOP, column_head, overhang, row_names, too_wide
from assigner.report.page.patterns import FAR_UNDER
from assigner.report.page.slices import slices
from assigner.report.page.svg import BLUE, PALE, box, chart, label, tag, tip
from assigner.report.words import dimension_word, measure_word, segment_word

WIDTH, LEFT, GAP, ROW = 1080.0, 160.0, 28.0, 24.0
MAX_COLUMNS = 12
WIDEST_CELL = 92.0
MOST_ROWS = 22
"""Managers of one chart; so many fit on a printed page."""

FAR = 0.25
"""A violation from which a cell is shown in the strong colour."""

LIGHT_SKY = "#b5d8ee"
LIGHT_ORANGE = "#f7dca4"


@dataclass(frozen=True, slots=True)
class Map:
    """The cells of one goal: segment values (columns) and managers (rows) in their order."""

    goal: str
    values: tuple[str, ...]
    num_left_out: int
    managers: tuple[tuple[int, str], ...]
    cells: dict[tuple[int, str], CellRow]


def segment_maps(cells: list[CellRow], managers: list[tuple[int, str]]) -> list[Map]:
    """One map per goal that has a dimension; the largest segment values are shown."""
    goals = list(dict.fromkeys(row.goal for row in cells if row.dimension != "total"))
    return [_map([row for row in cells if row.goal == goal], managers) for goal in goals]


def _map(rows: list[CellRow], managers: list[tuple[int, str]]) -> Map:
    size: dict[str, float] = {}
    for row in rows:
        size[row.value] = size.get(row.value, 0.0) + row.target
    values = sorted(size, key=lambda value: (-size[value], value))
    shown = tuple(values[:MAX_COLUMNS])
    found = {(row.manager_idx, row.value): row for row in rows}
    return Map(rows[0].goal, shown, len(values) - len(shown), tuple(managers), found)


def heatmap_charts(tr: Translator, grid: Map) -> list[Markup]:
    """Two maps side by side: load over attainable target per manager and segment value, in per cent."""
    return [
        heatmap_chart(tr, replace(grid, managers=tuple(part))) for part in slices(grid.managers, MOST_ROWS)
    ]


def heatmap_chart(tr: Translator, grid: Map) -> Markup:
    """One part of a map."""
    measure, _, dimension = grid.goal.partition("/")
    cell = min((WIDTH - LEFT - GAP) / 2 / len(grid.values), WIDEST_CELL)
    words = {"measure": measure_word(tr, measure), "dimension": dimension_word(tr, dimension)}
    title = tr.gettext(
        "Balance of {measure} by {dimension}: per cent of the target, today and in the plan", **words
    )
    heads = [segment_word(tr, value) for value in grid.values]
    slanted = any(too_wide(head, cell) for head in heads)
    if slanted:
        cell -= overhang(heads[-1], cell) / (2 * len(grid.values))
    top, second = (SLANTED_TOP if slanted else 46.0), LEFT + GAP + cell * len(grid.values)
    return chart(
        WIDTH,
        top + ROW * len(grid.managers) + 4,
        title,
        row_names([name for _, name in grid.managers], (LEFT, top), ROW),
        _panel(tr, grid, LEFT, top, cell, today=True),
        _panel(tr, grid, second, top, cell, today=False),
    )


def _panel(tr: Translator, grid: Map, left: float, top: float, cell: float, *, today: bool) -> Markup:
    head = tr.gettext("today") if today else tr.gettext("in the plan")
    parts = [label(left, 10, head, "t b")]
    for n, value in enumerate(grid.values):
        parts.append(column_head(segment_word(tr, value), left + cell * (n + 0.5), top))
        for r, (manager, name) in enumerate(grid.managers):
            row = grid.cells.get((manager, value))
            if row is not None:
                place = left + cell * n, top + ROW * r
                parts.append(_cell(tr, row, name, place, cell, today=today))
    return tag("g", *parts)


def _cell(
    tr: Translator,
    row: CellRow,
    name: str,
    place: tuple[float, float],
    width: float,
    *,
    today: bool,
) -> Markup:
    ratio = row.ratio_before if today else row.ratio
    fill, ink = cell_colours(ratio, row.violation_before if today else row.violation)
    shown = tr.number(100 * ratio)
    x, y = place
    return tag(
        "g",
        tip(f"{name} · {segment_word(tr, row.value)}: {tr.percent(ratio)}"),
        box(x + 1, y + 1, width - 2, ROW - 2, fill, rx=2),
        label(x + width / 2, y + ROW / 2, shown, f"t s n {ink}", "middle"),
    )


def cell_colours(ratio: float, violation: float) -> tuple[str, str]:
    """Fill and ink class of a cell: pale within tolerance, blue above, orange (hatched if far off) below."""
    if violation <= 1e-9:
        return PALE, "m"
    if ratio > 1:
        return (BLUE, "w") if violation > FAR else (LIGHT_SKY, "")
    return (FAR_UNDER, "") if violation > FAR else (LIGHT_ORANGE, "")


def heatmap_legend(tr: Translator) -> Markup:
    """What the colours of the maps mean."""
    entries = (
        (PALE, tr.gettext("within tolerance")),
        (LIGHT_SKY, tr.gettext("over")),
        (BLUE, tr.gettext("far over")),
        (LIGHT_ORANGE, tr.gettext("under")),
        (FAR_UNDER, tr.gettext("far under")),
    )
    parts, x = [], 0.0
    for fill, word in entries:
        parts += [box(x, 2, 22, 14, fill, rx=2), label(x + 29, 9, word, "t s m")]
        x += 29 + 7.2 * len(word) + 26
    return chart(WIDTH, 18, tr.gettext("Colours of the maps"), *parts)
