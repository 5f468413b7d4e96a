"""CSV files and workbooks that a person may open before a program loads them: no cell can be run.

Ids and codes are written as they are; where a spreadsheet would run one, its row is left out of the CSV file
and told. Free text gets an apostrophe wherever a spreadsheet could begin a cell, also behind a comma or a
semicolon inside it: which of the two parts cells depends on the computer that opens the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter

from api.crm.model import File
from assigner.report.neutral import neutralise

CSV_TYPE = "text/csv"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_INNER_START = re.compile(r"([,;|]\s*)(?=[=+\-@＝＋－＠])")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks know no zones
"""The date of every workbook: equal moves give equal files."""


def free_text(text: str) -> str:
    """A name on one line that no spreadsheet runs, whatever parts its cells."""
    return neutralise(_INNER_START.sub(r"\1'", _CONTROLS.sub(" ", text).strip()))


def is_safe_id(text: str) -> bool:
    """Whether an id can stand in a CSV file as it is: nothing in it begins a formula or a new row."""
    return free_text(text) == text


def csv_file(
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> File:
    """A CSV file; letters that the encoding has not become question marks."""
    content = io.BytesIO()
    with io.TextIOWrapper(content, encoding, "replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)
        stream.flush()
        return File(name, CSV_TYPE, content.getvalue())


def workbook_file(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> File:
    """A workbook with one sheet, every cell of which is text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet("1")
        for at, row in enumerate([header, *rows]):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)
    return File(name, BOOK_TYPE, stream.getvalue())
