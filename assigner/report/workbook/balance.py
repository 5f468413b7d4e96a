"""The balance sheet: every manager before, target and after, as table and native charts; the segments."""

from __future__ import annotations

from typing import Any

import numpy as np

from assigner.i18n import Translator
from assigner.portfolio import FloatArray, IntArray
from assigner.report.books import gained, lost
from assigner.report.cells import cell_rows
from assigner.report.view import PlanView
from assigner.report.words import goal_word, segment_word
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import Book, Column, Look, print_landscape, set_widths, write_table

HEAD = 2
CHART_ROWS = 20
MAX_CHARTED = 60
TODAY, TARGET, PLAN = "#B8BFC6", "#E69F00", "#0072B2"
CLIENTS, POTENTIAL, COMMISSION = (2, 3), (6, 7, 8), (13, 14)
"""Columns that the charts read: today, (target,) plan."""


def balance_sheet(book: Book, view: PlanView) -> None:
    """Per manager and per cell of every goal, before and after."""
    tr = book.tr
    name = sheet_name(tr.gettext("Balance"), book.taken)
    sheet = book.file.add_worksheet(name)
    columns = _manager_columns(tr, view, view.order)
    sheet.write_string(0, 0, tr.gettext("Balance before and after"), book.title)
    set_widths(sheet, columns)
    end = write_table(book, sheet, HEAD, columns)
    _charts(book, sheet, name, columns, end)
    top = end + 1 + CHART_ROWS
    sheet.write_string(top, 0, tr.gettext("Segments: load against the attainable target"), book.strong)
    write_table(book, sheet, top + 1, _cell_columns(tr, view))
    sheet.freeze_panes(HEAD + 1, 1)
    print_landscape(book, sheet)


def _manager_columns(tr: Translator, view: PlanView, order: IntArray) -> list[Column]:
    before, after = view.proposal.verdict.before.managers, view.proposal.verdict.after.managers
    today, plan = tr.gettext("today"), tr.gettext("in the plan")

    def pair(
        title: str, look: Look, values: tuple[FloatArray | IntArray, FloatArray | IntArray]
    ) -> list[Column]:
        return [
            Column(f"{title}, {when}", look, side[order].tolist(), 12)
            for when, side in zip((today, plan), values, strict=True)
        ]

    clients = pair(tr.gettext("Clients"), Look.COUNT, (before.clients, after.clients))
    potential = pair(tr.gettext("Potential"), Look.MONEY, (before.load, after.load))
    ratios = pair(
        tr.gettext("Of fair share"),
        Look.PERCENT,
        (_ratio(before.load, after.target), _ratio(after.load, after.target)),
    )
    revenue = pair(tr.gettext("Revenue"), Look.MONEY, (before.revenue, after.revenue))
    commission = pair(tr.gettext("Commission"), Look.MONEY, (before.commission, after.commission))
    return [
        Column(tr.gettext("Manager"), Look.TEXT, view.manager_names[order].tolist(), 26),
        Column(tr.gettext("Full share"), Look.PERCENT, view.weight[order].tolist(), 14),
        *clients,
        Column(tr.gettext("Gives"), Look.COUNT, lost(view).clients[order].tolist(), 9),
        Column(tr.gettext("Receives"), Look.COUNT, gained(view).clients[order].tolist(), 10),
        potential[0],
        Column(tr.gettext("Target of potential"), Look.MONEY, after.target[order].tolist(), 12),
        potential[1],
        *ratios,
        *revenue,
        *commission,
    ]


def _ratio(load: FloatArray, target: FloatArray) -> FloatArray:
    return np.where(target > 0, load / np.where(target > 0, target, 1.0), np.nan)


def _charts(book: Book, sheet: Any, name: str, columns: list[Column], end: int) -> None:
    """Three column charts under the table, side by side."""
    tr = book.tr
    last = min(end - 1, HEAD + MAX_CHARTED)
    plots = (
        (tr.gettext("Potential against the target"), POTENTIAL, (TODAY, TARGET, PLAN)),
        (tr.gettext("Clients"), CLIENTS, (TODAY, PLAN)),
        (tr.gettext("Commission"), COMMISSION, (TODAY, PLAN)),
    )
    for n, (title, picked, colours) in enumerate(plots):
        chart = book.file.add_chart({"type": "column"})
        for c, colour in zip(picked, colours, strict=True):
            chart.add_series(
                {
                    "name": columns[c].title,
                    "categories": [name, HEAD + 1, 0, last, 0],
                    "values": [name, HEAD + 1, c, last, c],
                    "fill": {"color": colour},
                    "gap": 60,
                }
            )
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom"})
        chart.set_y_axis(
            {"major_gridlines": {"visible": True, "line": {"color": "#d9dde1"}}, "num_format": "#,##0"}
        )
        chart.set_size({"width": 520, "height": 380})
        sheet.insert_chart(
            end + 1, (0, 5, 12)[n], chart, {"x_offset": 4, "y_offset": 4, "description": title}
        )


def _cell_columns(tr: Translator, view: PlanView) -> list[Column]:
    rows = cell_rows(view.proposal.verdict)
    return [
        Column(tr.gettext("Goal"), Look.TEXT, [goal_word(tr, row.goal) for row in rows]),
        Column(tr.gettext("Segment"), Look.TEXT, [segment_word(tr, row.value) for row in rows]),
        Column(tr.gettext("Manager"), Look.TEXT, [str(view.manager_names[row.manager_idx]) for row in rows]),
        Column(tr.gettext("Load today"), Look.MONEY, [row.load_before for row in rows]),
        Column(tr.gettext("Ideal target"), Look.MONEY, [row.target for row in rows]),
        Column(tr.gettext("Attainable target"), Look.MONEY, [row.attainable for row in rows]),
        Column(tr.gettext("Load in the plan"), Look.MONEY, [row.load for row in rows]),
        Column(tr.gettext("Of target, today"), Look.PERCENT, [row.ratio_before for row in rows]),
        Column(tr.gettext("Of target, in the plan"), Look.PERCENT, [row.ratio for row in rows]),
        Column(tr.gettext("Tolerance below"), Look.PERCENT, [row.tolerance_low for row in rows]),
        Column(tr.gettext("Tolerance above"), Look.PERCENT, [row.tolerance_high for row in rows]),
        Column(tr.gettext("Violation today"), Look.PERCENT, [row.violation_before for row in rows]),
        Column(tr.gettext("Violation in the plan"), Look.PERCENT, [row.violation for row in rows]),
    ]
