"""Sheets by manager: books, cards and problems; and who holds how much of each segment."""

from __future__ import annotations

from typing import Any

import numpy as np

from assigner.evidence import State
from assigner.i18n import Translator
from assigner.report.books import OWNED_STATES
from assigner.report.capacity_words import place_word
from assigner.report.inspection.books import book_rows
from assigner.report.inspection.findings import kind_word, kinds_found
from assigner.report.inspection.view import InspectionView
from assigner.report.words import dimension_word, state_words
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import Book, Column, Look, columns_of, list_table


def managers_sheet(book: Book, view: InspectionView) -> None:
    """One row per manager: the book today, then the problems by kind."""
    columns = [*_book_columns(book.tr, view), *_problem_columns(book.tr, view)]
    list_table(book, book.file.add_worksheet(sheet_name(book.tr.gettext("Managers"), book.taken)), 0, columns)


def _book_columns(tr: Translator, view: InspectionView) -> list[Column]:
    rows, words = book_rows(view), state_words(tr)
    ratios = [np.nan if row.ratio is None else row.ratio for row in rows]
    states = [
        Column(words[state], Look.COUNT, [row.states[state] for row in rows], 12) for state in OWNED_STATES
    ]
    return [
        Column(tr.gettext("Id"), Look.ID, [row.manager_id for row in rows], 12),
        Column(tr.gettext("Manager"), Look.TEXT, [row.manager for row in rows], 26),
        Column(tr.gettext("Full share"), Look.PERCENT, [row.weight for row in rows], 10),
        Column(tr.gettext("Clients"), Look.COUNT, [row.clients for row in rows], 10),
        *states,
        Column(tr.gettext("Potential"), Look.MONEY, [row.potential for row in rows], 14),
        Column(tr.gettext("Potential really worked"), Look.MONEY, [row.worked for row in rows], 14),
        Column(tr.gettext("Potential of dead souls"), Look.MONEY, [row.dead_potential for row in rows], 14),
        Column(tr.gettext("Of fair share"), Look.PERCENT, ratios, 12),
        Column(tr.gettext("Disputed"), Look.COUNT, [row.disputed for row in rows], 10),
        Column(tr.gettext("Touches that do not count"), Look.COUNT, [row.discarded for row in rows], 13),
        Column(tr.gettext("Cards filled in"), Look.PERCENT, [row.completeness for row in rows], 12),
        Column(tr.gettext("Problems"), Look.COUNT, [row.problems for row in rows], 11),
    ]


def _problem_columns(tr: Translator, view: InspectionView) -> list[Column]:
    table, rows = view.found.quality.managers, [row.manager_idx for row in book_rows(view)]
    columns: list[Any] = [
        (check, table.findings[check]) for check, _ in kinds_found(view) if check in table.findings
    ]
    columns.append((None, table.issues))
    return [
        Column(kind_word(tr, check), Look.COUNT, [int(counts[j]) for j in rows], 14)
        for check, counts in columns
    ]


def segments_sheet(book: Book, view: InspectionView) -> None:
    """One row per segment value and manager who holds any of it, and one for what is free."""
    tr, rows = book.tr, list(_segment_rows(book.tr, view))
    heads = (
        (tr.gettext("Dimension"), Look.TEXT, 18),
        (tr.gettext("Segment"), Look.TEXT, 24),
        (tr.gettext("Manager"), Look.TEXT, 26),
        (tr.gettext("Potential of the segment"), Look.MONEY, 15),
        (tr.gettext("Holds"), Look.MONEY, 14),
        (tr.gettext("Really works"), Look.MONEY, 14),
        (tr.gettext("Holds, share"), Look.PERCENT, 11),
        (tr.gettext("Really works, share"), Look.PERCENT, 11),
    )
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("Segments"), book.taken))
    list_table(book, sheet, 0, columns_of(heads, rows))


def _segment_rows(tr: Translator, view: InspectionView) -> Any:
    free = state_words(tr)[State.FREE]
    for table in view.found.capacity.segments:
        word = dimension_word(tr, table.dimension)
        for n in np.argsort(-table.capacity, kind="stable").tolist():
            value = place_word(tr, table.dimension, table.labels[n])
            capacity = float(table.capacity[n])
            size = capacity or np.nan
            for j in np.argsort(-table.held[n], kind="stable").tolist():
                held, worked = float(table.held[n, j]), float(table.worked[n, j])
                if held > 0:
                    name = str(view.manager_names[j])
                    yield word, value, name, capacity, held, worked, held / size, worked / size
            yield word, value, free, capacity, float(table.free[n]), 0.0, float(table.free[n]) / size, 0.0
