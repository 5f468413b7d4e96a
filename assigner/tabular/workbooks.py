"""XLSX sheets (by calamine) and Parquet files (by pyarrow, where installed) into tables of text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from python_calamine import CalamineWorkbook, PasswordError

from assigner.tabular.cells import cell_text, column_of
from assigner.tabular.probe import Limits
from assigner.tabular.problems import FileProblem, listing
from assigner.tabular.table import Table
from assigner.tabular.textfiles import HEAD_ROWS, FindHeader
from assigner.tabular.vocabulary import fold, vocabulary

T = TypeVar("T")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]{0,200}?\br\s?=\s?[\"']([A-Za-z]{1,4})(\d{1,9})[\"']")
_CHUNK_BYTES = 1 << 22


def _guard(action: Callable[[], T]) -> T:
    """Run a call into calamine; whatever it raises, Rust panics included, becomes a `FileProblem`."""
    try:
        return action()
    except PasswordError as error:
        raise FileProblem("workbook-encrypted") from error
    except (KeyboardInterrupt, SystemExit, FileProblem):
        raise
    except BaseException as error:  # a panic in Rust is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise FileProblem("workbook-broken", reason=str(error)[:200] or type(error).__name__) from error


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _sheet_cells(stream: Any) -> int:
    """Cells of the rectangle that a sheet's XML spans, scanned in chunks."""
    letters: set[bytes] = set()
    last_row, rest = 0, b""
    while chunk := stream.read(_CHUNK_BYTES):
        found = _CELL.findall(rest + chunk)
        letters.update(name for name, _ in found)
        last_row = max(last_row, max((int(row) for _, row in found), default=0))
        rest = chunk[-200:]
    return last_row * max((_column_number(name) for name in letters), default=0)


def check_size(path: Path, limits: Limits) -> None:
    """Refuse a workbook that unpacks to too many bytes; raises `FileProblem`."""
    sizes = _in_archive(path, lambda archive: [entry.file_size for entry in archive.infolist()])
    if sum(sizes) > limits.max_unpacked_bytes:
        raise FileProblem("workbook-too-large", limit=f"{limits.max_unpacked_bytes >> 20} MB")


def check_cells(path: Path, limits: Limits) -> None:
    """Refuse a workbook with a sheet that spans too many cells: all of them would be held in memory."""
    if _in_archive(path, _most_cells) > limits.max_cells:
        raise FileProblem("workbook-too-large", limit=f"{limits.max_cells} cells")


def _most_cells(archive: zipfile.ZipFile) -> int:
    most = 0
    for entry in archive.infolist():
        name = entry.filename.lower()
        if name.endswith(".xml") and "sheet" in name:
            with archive.open(entry) as stream:
                most = max(most, _sheet_cells(stream))
    return most


def _in_archive(path: Path, action: Callable[[zipfile.ZipFile], T]) -> T:
    try:
        with zipfile.ZipFile(path) as archive:
            return action(archive)
    except Exception as error:  # zipfile raises many kinds on damaged archives
        raise FileProblem("workbook-broken", reason=str(error)[:200] or type(error).__name__) from error


def open_workbook(path: Path) -> CalamineWorkbook:
    """The workbook; raises `FileProblem` where it can't be read."""
    return _guard(lambda: CalamineWorkbook.from_path(str(path)))


def sheet_of(book: CalamineWorkbook, table: str) -> str | None:
    """The sheet named after a table, in English or Russian; None where there is none."""
    names = vocabulary().sheets[table]
    return next((sheet for sheet in book.sheet_names if fold(sheet) in names), None)


def choose_sheet(book: CalamineWorkbook, table: str, wanted: str | None) -> str:
    """The sheet asked for, else the one named after the table, else the only one; raises `FileProblem`."""
    sheets = list(book.sheet_names)
    if wanted is not None:
        if wanted not in sheets:
            raise FileProblem("sheet-missing", value=wanted, sheet=repr(wanted), sheets=listing(sheets))
        return wanted
    named = sheet_of(book, table)
    if named is not None:
        return named
    if len(sheets) != 1:
        raise FileProblem("sheet-unclear", table=table, sheets=listing(sheets))
    return sheets[0]


def read_sheet(book: CalamineWorkbook, path: Path, name: str, sheet: str, find_header: FindHeader) -> Table:
    """One sheet as a table; rows are those that Excel shows. Raises `FileProblem`."""
    raw = _guard(lambda: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
    cells = [[cell_text(value) for value in row] for row in raw]
    if not cells:
        raise FileProblem("file-empty")
    at = find_header(cells[:HEAD_ROWS])
    return from_rows(name, f"{path}#{sheet}", cells, at)


def from_rows(name: str, file: str, cells: Sequence[Sequence[str]], at: int) -> Table:
    """A table from rows of equal width with the header at position `at`; blank rows are left out."""
    kept = [position for position in range(at + 1, len(cells)) if any(cells[position])]
    columns = tuple(column_of([cells[row][column] for row in kept]) for column in range(len(cells[at])))
    rows = np.array(kept, dtype=np.int64) + 1
    return Table(name, file, tuple(cells[at]), columns, rows, typed=True, num_title_rows=at)


def read_parquet(path: Path, name: str, limits: Limits) -> Table:
    """A Parquet file as a table; rows count from 2 as if the header were row 1. Raises `FileProblem`."""
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise FileProblem("parquet-library-missing") from error
    try:
        with parquet.ParquetFile(path) as file:
            if file.metadata.num_rows * file.metadata.num_columns > limits.max_cells:
                raise FileProblem("parquet-too-large", limit=limits.max_cells)
            table = file.read()
        columns = [[cell_text(value) for value in column.to_pylist()] for column in table.columns]
    except FileProblem:
        raise
    except Exception as error:  # pyarrow raises many kinds on damaged files
        raise FileProblem("parquet-broken", reason=str(error)[:200]) from error
    rows = np.arange(table.num_rows, dtype=np.int64) + 2
    arrays = tuple(map(column_of, columns))
    return Table(
        name, str(path), tuple(str(header).strip() for header in table.column_names), arrays, rows, typed=True
    )
