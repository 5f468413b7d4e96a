"""Sheets that list clients: dead souls, those nobody works, look-alikes of every manager."""

from __future__ import annotations

from assigner.capacity import class_letters
from assigner.portfolio import IntArray
from assigner.report.hygiene import by_potential, owner_names
from assigner.report.inspection.alike import alike_lists
from assigner.report.inspection.view import InspectionView
from assigner.report.workbook.moves import client_columns
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import MAX_ROWS, Book, Column, Look, list_table


def souls_sheet(book: Book, view: InspectionView) -> None:
    """Clients that are claimed without evidence, the largest potential first."""
    _clients_sheet(book, view, book.tr.gettext("Dead souls"), by_potential(view, view.claimed))


def idle_sheet(book: Book, view: InspectionView) -> None:
    """Clients with whom nobody is active or proven, the largest potential first."""
    _clients_sheet(book, view, book.tr.gettext("Nobody works them"), view.found.capacity.idle)


def _clients_sheet(book: Book, view: InspectionView, title: str, picked: IntArray) -> None:
    tr, picked = book.tr, picked[: MAX_ROWS + 1]
    letters = class_letters(view.found.capacity.abc.codes[picked]).tolist()
    filled = view.found.quality.completeness[picked].tolist()
    columns = [
        *client_columns(tr, view, picked),
        Column(tr.gettext("ABC class"), Look.TEXT, letters, 8),
        Column(tr.gettext("Owner today"), Look.TEXT, owner_names(view, picked), 26),
        Column(tr.gettext("Card filled in"), Look.PERCENT, filled, 11),
    ]
    list_table(book, book.file.add_worksheet(sheet_name(title, book.taken)), 0, columns)


def alike_sheet(book: Book, view: InspectionView) -> None:
    """Free or claimed clients like those a manager is proven with; one row per manager and client."""
    tr = book.tr
    rows = [(found.manager, row) for found in alike_lists(view) for row in found.rows]
    columns = [
        Column(tr.gettext("Manager"), Look.TEXT, [manager for manager, _ in rows], 26),
        Column(tr.gettext("Id"), Look.ID, [row.client_id for _, row in rows], 13),
        Column(tr.gettext("Client"), Look.TEXT, [row.client for _, row in rows], 34),
        Column(tr.gettext("Similarity"), Look.PERCENT, [row.similarity for _, row in rows], 11),
        Column(tr.gettext("Potential"), Look.MONEY, [row.potential for _, row in rows], 14),
        Column(tr.gettext("Owner today"), Look.TEXT, [row.owner for _, row in rows], 26),
    ]
    list_table(book, book.file.add_worksheet(sheet_name(tr.gettext("Look-alikes"), book.taken)), 0, columns)
