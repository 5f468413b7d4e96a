"""Puts the workbook together."""

from __future__ import annotations

from pathlib import Path

from assigner.i18n import Translator
from assigner.report.inspection.view import InspectionView
from assigner.report.inspection.workbook.cards import columns_sheet, duplicates_sheet, findings_sheet
from assigner.report.inspection.workbook.clients import alike_sheet, idle_sheet, souls_sheet
from assigner.report.inspection.workbook.contests import (
    contested_sheet,
    disputes_sheet,
    touches_of_disputes_sheet,
)
from assigner.report.inspection.workbook.managers import managers_sheet, segments_sheet
from assigner.report.inspection.workbook.summary import summary_sheet
from assigner.report.workbook.file import new_book
from assigner.report.workbook.hygiene import data_sheet


def write_workbook(view: InspectionView, language: str, path: Path) -> None:
    """Write inspect.xlsx."""
    tr, as_of = Translator(language), view.evidence.as_of
    title = tr.gettext("State of the client base, {date}", date=tr.date(as_of))
    with new_book(path, tr, title, as_of) as book:
        for sheet in (
            summary_sheet,
            managers_sheet,
            findings_sheet,
            columns_sheet,
            duplicates_sheet,
            disputes_sheet,
            touches_of_disputes_sheet,
            contested_sheet,
            souls_sheet,
            idle_sheet,
            alike_sheet,
            segments_sheet,
            data_sheet,
        ):
            sheet(book, view)
