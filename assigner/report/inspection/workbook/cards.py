"""Sheets about the cards: every finding row by row, the columns, possible duplicates."""

from __future__ import annotations

from collections.abc import Iterator

from assigner.i18n import Translator
from assigner.portfolio import StrArray
from assigner.quality import check_remedy, check_word, detail_word
from assigner.quality.model import Finding
from assigner.report.inspection.columns import column_rows, quality_rows
from assigner.report.inspection.findings import by_size
from assigner.report.inspection.pairs import pair_rows
from assigner.report.inspection.view import InspectionView
from assigner.report.inspection.words import table_word
from assigner.report.view import labels_of
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import MAX_ROWS, Book, Column, Look, columns_of, list_table, write_table

FindingRow = tuple[str, str, str, int | None, str, str, str, str, str, str]


def findings_sheet(book: Book, view: InspectionView) -> None:
    """One row per finding and row of the table, those with the most rows first."""
    tr = book.tr
    rows: list[FindingRow] = []
    for found in by_size(view):
        rows += list(_finding_rows(tr, view, found)) if len(rows) <= MAX_ROWS else []
    heads = (
        (tr.gettext("What"), Look.TEXT, 28),
        (tr.gettext("Table"), Look.TEXT, 18),
        (tr.gettext("Column"), Look.TEXT, 20),
        (tr.gettext("Row"), Look.COUNT, 9),
        (tr.gettext("Id"), Look.ID, 13),
        (tr.gettext("Client"), Look.TEXT, 34),
        (tr.gettext("Manager"), Look.TEXT, 24),
        (tr.gettext("Value"), Look.TEXT, 26),
        (tr.gettext("Detail"), Look.TEXT, 34),
        (tr.gettext("Remedy"), Look.TEXT, 60),
    )
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("Odd cells"), book.taken))
    list_table(book, sheet, 0, columns_of(heads, rows))


def _finding_rows(tr: Translator, view: InspectionView, found: Finding) -> Iterator[FindingRow]:
    word, remedy = check_word(tr, found.check), check_remedy(tr, found.check)
    table = table_word(tr, found.table)
    ids, names = _clients_of(view, found)
    managers = labels_of(view.manager_names, found.manager_idx)
    columns = zip(found.rows.tolist(), ids, names, managers, found.values, found.details, strict=True)
    for row, key, name, manager, value, detail in columns:
        said = detail_word(tr, found.check, str(detail))
        yield word, table, found.column, row or None, key, name, manager, str(value), said, remedy


def _clients_of(view: InspectionView, found: Finding) -> tuple[StrArray, StrArray]:
    """Ids and names of the clients that a finding is about: those of the cards, or of the touches."""
    positions, log = found.positions, view.portfolio.activities
    if found.table == "activities" and log is not None:
        positions = log.client_idx[positions]
    return view.clients.client_id[positions], view.clients.name[positions]


def columns_sheet(book: Book, view: InspectionView) -> None:
    """How every column was understood; below, how well those of the clients are filled."""
    tr, rows = book.tr, column_rows(book.tr, view)
    columns = [
        Column(tr.gettext("Table"), Look.TEXT, [row.table for row in rows], 22),
        Column(tr.gettext("Header"), Look.TEXT, [row.header for row in rows], 28),
        Column(tr.gettext("Meaning"), Look.TEXT, [row.meaning for row in rows], 28),
        Column(tr.gettext("Word for --map"), Look.ID, [row.canonical for row in rows], 20),
        Column(tr.gettext("Sure"), Look.PERCENT, [row.confidence for row in rows], 14),
        Column(tr.gettext("How it was found out"), Look.TEXT, [row.how for row in rows], 34),
        Column(tr.gettext("For example"), Look.TEXT, [row.examples for row in rows], 40),
        Column(tr.gettext("File"), Look.TEXT, [row.file for row in rows], 24),
    ]
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("Columns"), book.taken))
    list_table(book, sheet, 0, columns)
    top = len(rows) + 3
    sheet.write_string(top - 1, 0, tr.gettext("Columns of the clients"), book.strong)
    write_table(book, sheet, top, _filled_columns(tr, view))


def _filled_columns(tr: Translator, view: InspectionView) -> list[Column]:
    rows = quality_rows(tr, view)
    return [
        Column(tr.gettext("Meaning"), Look.TEXT, [row.meaning for row in rows]),
        Column(tr.gettext("Column"), Look.TEXT, [row.header for row in rows]),
        Column(tr.gettext("Filled in"), Look.PERCENT, [row.filled for row in rows]),
        Column(tr.gettext("Different values"), Look.COUNT, [row.num_distinct for row in rows]),
        Column(tr.gettext("Odd or unreadable"), Look.COUNT, [row.num_bad for row in rows]),
    ]


def duplicates_sheet(book: Book, view: InspectionView) -> None:
    """One row per pair of cards, the surest first."""
    tr, rows = book.tr, pair_rows(book.tr, view, MAX_ROWS + 1)
    yes = tr.gettext("yes")
    columns = [
        Column(tr.gettext("Id"), Look.ID, [row.a_id for row in rows], 13),
        Column(tr.gettext("Card"), Look.TEXT, [row.a_name for row in rows], 34),
        Column(tr.gettext("Owner"), Look.TEXT, [row.a_owner for row in rows], 22),
        Column(tr.gettext("Id"), Look.ID, [row.b_id for row in rows], 13),
        Column(tr.gettext("Card"), Look.TEXT, [row.b_name for row in rows], 34),
        Column(tr.gettext("Owner"), Look.TEXT, [row.b_owner for row in rows], 22),
        Column(tr.gettext("Two owners"), Look.TEXT, [yes if row.two_owners else "" for row in rows], 10),
        Column(tr.gettext("Sure"), Look.PERCENT, [row.score for row in rows], 9),
        Column(tr.gettext("Why"), Look.TEXT, [row.reasons for row in rows], 48),
        Column(tr.gettext("Potential if merged"), Look.MONEY, [row.potential for row in rows], 14),
    ]
    name = sheet_name(tr.gettext("Possible duplicates"), book.taken)
    list_table(book, book.file.add_worksheet(name), 0, columns)
