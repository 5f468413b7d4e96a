"""A workbook file in which no text is ever taken for a formula, a number or an address."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from assigner.i18n import Translator
from assigner.report.workbook.sheet import Book

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


@contextmanager
def new_book(path: Path, tr: Translator, title: str, as_of: date) -> Iterator[Book]:
    """A new workbook, complete when the block ends.

    The date of the file is that of the evidence, so that equal runs give equal files. Raises OSError where
    the file can't be written, on a full disk for one.
    """
    try:
        with xlsxwriter.Workbook(str(path), OPTIONS) as file:
            file.set_properties({"title": title, "created": datetime.combine(as_of, time())})
            yield Book(file, tr, title)
    except FileCreateError as error:
        raise _cause(error) from error


def _cause(error: FileCreateError) -> OSError:
    """What the library hid: it wraps the error of the operating system in one of its own."""
    found = error.args[0] if error.args else None
    return found if isinstance(found, OSError) else OSError(errno.EIO, str(error))
