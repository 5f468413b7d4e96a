"""Puts the workbook together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assigner.i18n import Translator
from assigner.report.view import PlanView
from assigner.report.workbook.balance import balance_sheet
from assigner.report.workbook.books import book_sheets
from assigner.report.workbook.cards import merged_sheet
from assigner.report.workbook.disputes import planned_disputes_sheets
from assigner.report.workbook.file import new_book
from assigner.report.workbook.hygiene import data_sheet, dead_souls_sheet
from assigner.report.workbook.keys import keys_sheet
from assigner.report.workbook.moves import moves_sheet
from assigner.report.workbook.segments import exchange_sheet, flow_sheet, segments_sheet
from assigner.report.workbook.summary import summary_sheet


def write_workbook(view: PlanView, language: str, path: Path) -> None:
    """Write proposal.xlsx."""
    tr, as_of = Translator(language), view.proposal.certificate.as_of
    day = date.fromisoformat(as_of)
    title = tr.gettext("Division of the client base, {date}", date=tr.date(day))
    with new_book(path, tr, title, day) as book:
        summary_sheet(book, view)
        balance_sheet(book, view)
        segments_sheet(book, view)
        exchange_sheet(book, view)
        flow_sheet(book, view)
        moves_sheet(book, view)
        planned_disputes_sheets(book, view)
        if view.portfolio.merged:
            merged_sheet(book, view)
        dead_souls_sheet(book, view)
        data_sheet(book, view)
        keys_sheet(book, view)
        book_sheets(book, view)
