"""The sheet that says what the figures and columns of the others mean."""

from __future__ import annotations

from assigner.report.keys import all_keys
from assigner.report.view import PlanView
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import Book, Look, columns_of, list_table


def keys_sheet(book: Book, view: PlanView) -> None:
    """Every word of the report once, with its meaning."""
    tr = book.tr
    found = {(key.word, key.meaning) for keys in all_keys(tr, view.policy.evidence).values() for key in keys}
    heads = ((tr.gettext("Word"), Look.TEXT, 44), (tr.gettext("Meaning"), Look.LONG, 110))
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("How to read this"), book.taken))
    list_table(book, sheet, 0, columns_of(heads, sorted(found)))
