"""Who gives clients to whom, as a matrix with totals."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup

from assigner.i18n import Translator
from assigner.portfolio import IntArray
from assigner.report.page.svg import BLUE, RULE, box, chart, clip, label, line, tag, tip

WIDTH, LEFT, TOP, ROW, TOTAL = 1080.0, 190.0, 92.0, 26.0, 74.0
WIDEST_CELL = 78.0
MOST_ROWS, MOST_COLUMNS = 18, 20
"""Rows and columns of one chart; so many can be read on a page."""

MOST = (MOST_ROWS, MOST_COLUMNS)


def condense(
    tr: Translator, table: IntArray, givers: list[str], receivers: list[str]
) -> tuple[IntArray, list[str], list[str]]:
    """The matrix with all but its largest rows and columns added up as "others", so that it can be read."""
    table, givers = _largest(tr, table, givers, MOST_ROWS)
    turned, receivers = _largest(tr, table.T, receivers, MOST_COLUMNS)
    return turned.T, givers, receivers


def _largest(tr: Translator, table: IntArray, names: list[str], most: int) -> tuple[IntArray, list[str]]:
    if len(names) <= most:
        return table, names
    kept = np.sort(np.argsort(-table.sum(axis=1), kind="stable")[: most - 1])
    rest = table.sum(axis=0) - table[kept].sum(axis=0)
    others = tr.ngettext("{n} other", "{n} others", len(names) - len(kept))
    return np.vstack([table[kept], rest[None]]), [*(names[n] for n in kept.tolist()), others]


def flow_chart(tr: Translator, table: IntArray, givers: list[str], receivers: list[str]) -> Markup:
    """Clients that pass from row to column; the darker, the more; names match `table`."""
    cell = min((WIDTH - LEFT - TOTAL) / max(len(receivers), 1), WIDEST_CELL)
    height = TOP + ROW * (len(givers) + 1) + 8
    title = tr.gettext("Clients that change hands: who gives (rows) to whom (columns)")
    parts = [_heads(tr, receivers, cell), _totals(tr, table, cell, height)]
    largest = _deepest(table)
    for r, giver in enumerate(givers):
        y = TOP + ROW * r
        parts.append(label(LEFT - 12, y + ROW / 2, clip(giver, 26), "t", "end"))
        parts.append(line(LEFT, y + ROW, LEFT + cell * len(receivers), y + ROW, RULE))
        parts += [
            _cell(tr, int(table[r, c]), largest, (LEFT + cell * c, y), cell, f"{giver} → {receivers[c]}")
            for c in np.flatnonzero(table[r]).tolist()
        ]
    return chart(WIDTH, height, title, *parts)


def _deepest(table: IntArray) -> int:
    """The number shown in the deepest colour: the largest one that is not the sum of many others."""
    rows, columns = (size - (size == most) for size, most in zip(table.shape, MOST, strict=True))
    return max(int(table[:rows, :columns].max(initial=0)), 1)


def _cell(
    tr: Translator, count: int, largest: int, place: tuple[float, float], width: float, words: str
) -> Markup:
    depth = 0.12 + 0.88 * min(count / largest, 1.0) ** 0.7
    ink = "w" if depth > 0.55 else ""
    x, y = place
    return tag(
        "g",
        tip(f"{words}: {tr.number(count)}"),
        box(x + 1, y + 1, width - 2, ROW - 2, BLUE, fill_opacity=f"{depth:.2f}", rx=2),
        label(x + width / 2, y + ROW / 2, tr.number(count), f"t n {ink}", "middle"),
    )


def _heads(tr: Translator, receivers: list[str], cell: float) -> Markup:
    slanted = [
        label(
            0,
            0,
            clip(name, 22),
            "t",
            transform=f"translate({LEFT + cell * (c + 0.5) - 2:.1f} {TOP - 8}) rotate(-35)",
        )
        for c, name in enumerate(receivers)
    ]
    given = label(LEFT + cell * len(receivers) + TOTAL - 10, TOP - 12, tr.gettext("gives"), "t b", "end")
    return tag("g", *slanted, given)


def _totals(tr: Translator, table: IntArray, cell: float, height: float) -> Markup:
    right, y = LEFT + cell * table.shape[1] + TOTAL - 10, height - ROW / 2 - 8
    parts = [
        label(right, TOP + ROW * (r + 0.5), tr.number(int(count)), "t b n", "end")
        for r, count in enumerate(table.sum(axis=1))
    ]
    parts += [
        label(LEFT + cell * (c + 0.5), y, tr.number(int(count)), "t b n", "middle")
        for c, count in enumerate(table.sum(axis=0))
    ]
    parts.append(label(LEFT - 12, y, tr.gettext("receives"), "t b", "end"))
    parts.append(label(right, y, tr.number(int(table.sum())), "t b n", "end"))
    return tag("g", *parts)
