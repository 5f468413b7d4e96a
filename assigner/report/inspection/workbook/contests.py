"""Sheets about claims: disputes, every touch of both sides, and clients that several managers worked."""

from __future__ import annotations

from assigner.report.dispute_views import by_value, dispute_views
from assigner.report.inspection.contests import contested_rows
from assigner.report.inspection.view import InspectionView
from assigner.report.workbook.disputes import write_disputes
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import MAX_ROWS, Book, Column, Look, list_table
from assigner.report.workbook.touches import touches_sheet


def disputes_sheet(book: Book, view: InspectionView) -> None:
    """One row per dispute: both sides in a sentence each, and what the evidence recommends."""
    largest = by_value(view, view.found.disputes)[: MAX_ROWS + 1]
    write_disputes(book, dispute_views(book.tr, view, largest, 0))


def touches_of_disputes_sheet(book: Book, view: InspectionView) -> None:
    """The touches of both sides of every dispute, the largest client first."""
    touches_sheet(book, view, by_value(view, view.found.disputes))


def contested_sheet(book: Book, view: InspectionView) -> None:
    """All clients with evidence of several managers, and why some are no dispute."""
    tr, rows = book.tr, contested_rows(book.tr, view)
    columns = [
        Column(tr.gettext("Id"), Look.ID, [row.client_id for row in rows], 13),
        Column(tr.gettext("Client"), Look.TEXT, [row.client for row in rows], 34),
        Column(tr.gettext("Potential"), Look.MONEY, [row.potential for row in rows], 13),
        Column(tr.gettext("Owner today"), Look.TEXT, [row.owner for row in rows], 24),
        Column(tr.gettext("Who has how many points"), Look.TEXT, [row.sides for row in rows], 52),
        Column(tr.gettext("Remark"), Look.TEXT, [row.word for row in rows], 48),
    ]
    name = sheet_name(tr.gettext("Several managers"), book.taken)
    list_table(book, book.file.add_worksheet(name), 0, columns)
