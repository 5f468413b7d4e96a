"""Tables on sheets: typed columns, so that no text is ever taken for a formula, a number or an address."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import xlsxwriter

from assigner.i18n import Translator
from assigner.report.neutral import neutralise

MAX_ROWS = 100_000
"""Rows of one table; what is beyond is left out, and the sheet says so."""

LONGEST_TEXT = 32_000
"""Characters of one cell; spreadsheet programs refuse more than 32 767."""


class Look(StrEnum):
    """How the values of a column are written and shown."""

    ID = "id"  # text, exactly as it came in
    TEXT = "text"  # free text, neutralised
    LONG = "long"  # free text that wraps
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    STRENGTH = "strength"
    SCORE = "score"
    MIXED = "mixed"  # every value is a pair of its own look and the value


TEXTS = (Look.ID, Look.TEXT, Look.LONG)
NUMBER_SHAPES = {
    Look.COUNT: "#,##0",
    Look.MONEY: "#,##0",
    Look.PERCENT: "0%",
    Look.STRENGTH: "0.00",
    Look.SCORE: "#,##0.00",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: heading, look, values and width in characters."""

    title: str
    look: Look
    values: Sequence[Any]
    width: float = 14


def columns_of(heads: Sequence[tuple[str, Look, float]], rows: Sequence[Sequence[Any]]) -> list[Column]:
    """Columns with these titles, looks and widths from rows of values."""
    return [
        Column(title, look, [row[c] for row in rows], width) for c, (title, look, width) in enumerate(heads)
    ]


class Book:
    """A workbook in the making, with its formats, sheet names and footer; the title bears the date."""

    def __init__(self, file: xlsxwriter.Workbook, tr: Translator, title: str) -> None:
        self.file = file
        self.tr = tr
        self.footer = f"&L&A&C{title.replace('&', '&&')}&R&P / &N"
        self.taken: set[str] = set()

    def _format(self, **look: Any) -> Any:
        return self.file.add_format({"font_name": "Calibri", "font_size": 10, "valign": "top"} | look)

    @cached_property
    def title(self) -> Any:
        """Heading of a sheet."""
        return self._format(bold=True, font_size=16)

    @cached_property
    def lead(self) -> Any:
        """A sentence under a heading."""
        return self._format(font_color="#5d6770")

    @cached_property
    def strong(self) -> Any:
        """A sentence that matters."""
        return self._format(bold=True, font_size=11)

    @cached_property
    def head(self) -> Any:
        """Head of a column."""
        return self._format(bold=True, bottom=1, bg_color="#eef1f3", text_wrap=True, valign="bottom")

    @cached_property
    def cells(self) -> dict[Look, Any]:
        """Formats of the cells by look."""
        numbers = {look: self._format(num_format=shape) for look, shape in NUMBER_SHAPES.items()}
        texts = {look: self._format(text_wrap=look is Look.LONG) for look in TEXTS}
        return numbers | texts


def write_table(book: Book, sheet: Any, top: int, columns: Sequence[Column]) -> int:
    """Write a table with its head in row `top`; return the row after it. What is beyond MAX_ROWS is cut."""
    total = len(columns[0].values)
    for c, column in enumerate(columns):
        sheet.write_string(top, c, column.title, book.head)
        _write_column(book, sheet, top + 1, c, column)
    end = top + 1 + min(total, MAX_ROWS)
    if total > MAX_ROWS:
        text = book.tr.gettext(
            "Only the first {shown} of {total} rows are shown; the tables in CSV hold all of them.",
            shown=book.tr.number(MAX_ROWS),
            total=book.tr.number(total),
        )
        sheet.write_string(end, 0, text, book.strong)
        end += 1
    return end


def set_widths(sheet: Any, columns: Sequence[Column]) -> None:
    """Make the sheet's columns as wide as the table wants them."""
    for c, column in enumerate(columns):
        sheet.set_column(c, c, column.width)


def list_table(book: Book, sheet: Any, top: int, columns: Sequence[Column]) -> None:
    """A table that is the sheet's only one: widths, filter, frozen head, ready to print in landscape."""
    set_widths(sheet, columns)
    end = write_table(book, sheet, top, columns)
    sheet.autofilter(top, 0, max(end - 1, top), len(columns) - 1)
    sheet.freeze_panes(top + 1, 2)
    print_landscape(book, sheet, top)


def print_landscape(book: Book, sheet: Any, head_row: int | None = None) -> None:
    """Landscape A4, one page wide, the head repeated on every page; sheet, title and page at the foot."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer(book.footer)
    if head_row is not None:
        sheet.repeat_rows(head_row)


def _write_column(book: Book, sheet: Any, top: int, c: int, column: Column) -> None:
    for n, value in enumerate(column.values[:MAX_ROWS]):
        look, bare = value if column.look is Look.MIXED else (column.look, value)
        write = _write_text if look in TEXTS else _write_number
        write(sheet, top + n, c, bare, look, book.cells[look])


def _write_text(sheet: Any, row: int, c: int, value: object, look: Look, shape: Any) -> None:
    text = str(value) if look is Look.ID else neutralise(str(value))
    if text:
        sheet.write_string(row, c, text[:LONGEST_TEXT], shape)
    else:
        sheet.write_blank(row, c, None, shape)


def _write_number(sheet: Any, row: int, c: int, value: float | None, _: Look, shape: Any) -> None:
    if value is None or not math.isfinite(value):
        sheet.write_blank(row, c, None, shape)
    else:
        sheet.write_number(row, c, float(value), shape)
