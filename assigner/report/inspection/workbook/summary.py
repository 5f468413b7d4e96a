"""The first sheet: the state of the base in figures and words."""

from __future__ import annotations

from assigner.i18n import Translator
from assigner.report.inspection.findings import found_lines
from assigner.report.inspection.tiles import headline, tiles
from assigner.report.inspection.view import InspectionView
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import Book, Column, Look, print_landscape, write_table


def summary_sheet(book: Book, view: InspectionView) -> None:
    """Headline, the figures of the page, and what is odd in sentences."""
    tr = book.tr
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("Summary"), book.taken))
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 16)
    sheet.set_column(2, 2, 110)
    sheet.write_string(0, 0, tr.gettext("What state the client base is in"), book.title)
    day = tr.gettext("Inspection as of {date}", date=tr.date(view.evidence.as_of))
    sheet.write_string(1, 0, day, book.lead)
    sheet.write_string(3, 0, headline(tr, view), book.strong)
    row = write_table(book, sheet, 5, _tile_columns(tr, view))
    write_table(book, sheet, row + 1, _finding_columns(tr, view))
    sheet.hide_gridlines(2)
    print_landscape(book, sheet)


def _tile_columns(tr: Translator, view: InspectionView) -> list[Column]:
    found = tiles(tr, view)
    return [
        Column(tr.gettext("What matters"), Look.TEXT, [tile.title for tile in found]),
        Column(tr.gettext("Today"), Look.TEXT, [tile.value for tile in found]),
        Column(tr.gettext("Remark"), Look.LONG, [tile.remark for tile in found]),
    ]


def _finding_columns(tr: Translator, view: InspectionView) -> list[Column]:
    lines = found_lines(tr, view)
    return [
        Column(tr.gettext("Odd cells"), Look.TEXT, [line.word for line in lines]),
        Column(tr.gettext("Rows"), Look.COUNT, [line.count for line in lines]),
        Column(tr.gettext("What it means"), Look.LONG, [line.sentence for line in lines]),
    ]
