"""Puts the workbook together."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter

from assigner.i18n import Translator
from assigner.report.view import PlanView
from assigner.report.workbook.balance import balance_sheet
from assigner.report.workbook.books import book_sheets
from assigner.report.workbook.hygiene import data_sheet, dead_souls_sheet, disputes_sheet
from assigner.report.workbook.moves import moves_sheet
from assigner.report.workbook.sheet import Book
from assigner.report.workbook.summary import summary_sheet

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write_workbook(view: PlanView, language: str, path: Path) -> None:
    """Write proposal.xlsx."""
    tr = Translator(language)
    with xlsxwriter.Workbook(str(path), OPTIONS) as file:
        _describe(file, view, tr)
        book = Book(file, tr)
        summary_sheet(book, view)
        balance_sheet(book, view)
        moves_sheet(book, view)
        disputes_sheet(book, view)
        dead_souls_sheet(book, view)
        data_sheet(book, view)
        book_sheets(book, view)


def _describe(file: xlsxwriter.Workbook, view: PlanView, tr: Translator) -> None:
    """Title and date of the file; the date is that of the evidence, so that equal runs give equal files."""
    as_of = view.proposal.certificate.as_of
    title = tr.gettext("Division of the client base, {date}", date=as_of)
    file.set_properties({"title": title, "created": datetime.fromisoformat(as_of)})
