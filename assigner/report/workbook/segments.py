"""The sheets about segments: who works them today and in the plan, and who gives and gets in each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from assigner.i18n import Translator
from assigner.portfolio import Dimension
from assigner.report.books import flows, segment_books, segment_exchange
from assigner.report.segments import PlanSegment, plan_segments
from assigner.report.view import PlanView
from assigner.report.words import dimension_word, segment_word
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import Book, Look, columns_of, list_table

WORKED, HELD, OPEN, NEW = "#0072B2", "#E69F00", "#FFFFFF", "#009E73"
TODAY_COLUMNS, PLAN_COLUMNS = (5, 6, 7), (8, 9, 10)
"""Columns that the charts read: worked, held, and free today or new in the plan."""

MAX_CHARTED = 20


def segments_sheet(book: Book, view: PlanView) -> None:
    """One row per segment value, today and in the plan; native charts of the first dimension."""
    tr, found = book.tr, plan_segments(view)
    heads = (
        (tr.gettext("Dimension"), Look.TEXT, 18),
        (tr.gettext("Segment"), Look.TEXT, 26),
        (tr.gettext("Clients"), Look.COUNT, 10),
        (tr.gettext("Change hands"), Look.COUNT, 12),
        (tr.gettext("Potential of the segment"), Look.MONEY, 15),
        (tr.gettext("Really worked today"), Look.MONEY, 15),
        (tr.gettext("Held, not worked today"), Look.MONEY, 15),
        (tr.gettext("Free today"), Look.MONEY, 15),
        (tr.gettext("Really worked in the plan"), Look.MONEY, 15),
        (tr.gettext("Held, not worked in the plan"), Look.MONEY, 15),
        (tr.gettext("To a new manager"), Look.MONEY, 15),
    )
    rows = [_segment_row(tr, name, row) for name, rows in found.items() for row in rows]
    name = sheet_name(tr.gettext("Segments"), book.taken)
    sheet = book.file.add_worksheet(name)
    columns = columns_of(heads, rows)
    list_table(book, sheet, 0, columns)
    first = next(iter(view.clients.dimensions), None)
    if first is not None:
        last = 1 + min(len(found[first]), MAX_CHARTED)  # the whole base stands in row 1
        titles = [tr.gettext("Today"), tr.gettext("In the plan")]
        for n, picked in enumerate((TODAY_COLUMNS, PLAN_COLUMNS)):
            colours = (WORKED, HELD, (OPEN, NEW)[n])
            chart = _chart(book, name, [(heads[c][0], c) for c in picked], colours, (2, last), titles[n])
            sheet.insert_chart(len(rows) + 2, (0, 5)[n], chart, {"x_offset": 4, "y_offset": 4})


def _segment_row(tr: Translator, dimension: str, row: PlanSegment) -> tuple[Any, ...]:
    today = row.today
    return (
        dimension_word(tr, dimension),
        "" if dimension == today.value else segment_word(tr, today.value),
        today.clients,
        row.moved,
        today.capacity,
        today.worked,
        today.idle,
        today.free,
        row.worked_after,
        row.idle_after,
        row.received,
    )


def _chart(
    book: Book,
    name: str,
    picked: list[tuple[str, int]],
    colours: tuple[str, ...],
    rows: tuple[int, int],
    title: str,
) -> Any:
    chart = book.file.add_chart({"type": "bar", "subtype": "stacked"})
    for (word, c), colour in zip(picked, colours, strict=True):
        chart.add_series(
            {
                "name": word,
                "categories": [name, rows[0], 1, rows[1], 1],
                "values": [name, rows[0], c, rows[1], c],
                "fill": {"color": colour},
                "border": {"color": "#6b757e"},
                "gap": 50,
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis(
        {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#d9dde1"}}}
    )
    chart.set_size({"width": 560, "height": 400})
    return chart


def exchange_sheet(book: Book, view: PlanView) -> None:
    """One row per segment value and manager who holds any of it today or in the plan."""
    tr = book.tr
    heads = (
        (tr.gettext("Dimension"), Look.TEXT, 18),
        (tr.gettext("Segment"), Look.TEXT, 26),
        (tr.gettext("Manager"), Look.TEXT, 26),
        (tr.gettext("Clients today"), Look.COUNT, 10),
        (tr.gettext("Gives"), Look.COUNT, 10),
        (tr.gettext("Receives"), Look.COUNT, 10),
        (tr.gettext("Clients in the plan"), Look.COUNT, 10),
        (tr.gettext("Potential today"), Look.MONEY, 15),
        (tr.gettext("Potential in the plan"), Look.MONEY, 15),
    )
    dimensions = view.clients.dimensions.values()
    rows = [row for dimension in dimensions for row in _exchange_rows(tr, view, dimension)]
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("Segments by manager"), book.taken))
    list_table(book, sheet, 0, columns_of(heads, rows))


def _exchange_rows(tr: Translator, view: PlanView, dimension: Dimension) -> Iterator[tuple[Any, ...]]:
    before = segment_books(view, dimension, view.owner_idx)
    after = segment_books(view, dimension, view.manager_idx)
    given, taken = segment_exchange(view, dimension)
    held = (before.clients + after.clients > 0)[view.order]
    for n, label in enumerate(dimension.labels):
        for j in view.order[held[:, n]].tolist():
            counts = (before.clients, given, taken, after.clients, before.potential, after.potential)
            values = (float(table[j, n]) for table in counts)
            yield (
                dimension_word(tr, dimension.name),
                segment_word(tr, label),
                str(view.manager_names[j]),
                *values,
            )


def flow_sheet(book: Book, view: PlanView) -> None:
    """One row per pair of managers, giver and receiver, with the number of clients; the largest first."""
    tr, table = book.tr, flows(view)
    names = [*view.manager_names.tolist(), tr.gettext("free clients")]
    pairs = np.argwhere(table > 0)
    sizes = table[pairs[:, 0], pairs[:, 1]]
    order = np.argsort(-sizes, kind="stable").tolist()
    heads = (
        (tr.gettext("From"), Look.TEXT, 28),
        (tr.gettext("To"), Look.TEXT, 28),
        (tr.gettext("Clients"), Look.COUNT, 10),
    )
    rows = [(names[pairs[n, 0]], names[pairs[n, 1]], int(sizes[n])) for n in order]
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("Who gives to whom"), book.taken))
    list_table(book, sheet, 0, columns_of(heads, rows))
