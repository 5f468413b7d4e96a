"""From a path to a table of text: which format, which sheet, which encoding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from assigner.tabular.headers import find_header
from assigner.tabular.probe import OLE_MAGIC, PARQUET_MAGIC, ZIP_MAGIC, Limits, read_head, text_encoding
from assigner.tabular.problems import FileProblem, Problems
from assigner.tabular.sources import split_sheet
from assigner.tabular.table import Table
from assigner.tabular.textfiles import read_delimited, read_json_lines
from assigner.tabular.vocabulary import fold, vocabulary
from assigner.tabular.workbooks import (
    check_cells,
    check_size,
    choose_sheet,
    open_workbook,
    read_parquet,
    read_sheet,
    sheet_of,
)

_JSON_ENDINGS = {".json", ".jsonl", ".ndjson"}


def load_table(
    path: Path, name: str, overrides: Mapping[str, str], problems: Problems, limits: Limits
) -> Table | None:
    """The table `name` from a file in any format; None where it can't be used, which is then reported."""
    try:
        table = _load(path, name, overrides, problems, limits)
    except FileProblem as problem:
        problems.file_problem(problem, str(path))
        return None
    except OSError as error:
        problems.error("file-unreadable", file=str(path), reason=error.strerror or str(error))
        return None
    return _checked(table, problems)


def _load(path: Path, name: str, overrides: Mapping[str, str], problems: Problems, limits: Limits) -> Table:
    file, sheet = split_sheet(path)
    head = read_head(file, limits)
    header_finder = partial(find_header, name, overrides)
    if head.startswith((ZIP_MAGIC, OLE_MAGIC)):
        if head.startswith(ZIP_MAGIC):
            check_size(file, limits)
            check_cells(file, limits)
        book = open_workbook(file)
        return read_sheet(book, file, name, choose_sheet(book, name, sheet), header_finder)
    if head.startswith(PARQUET_MAGIC):
        return read_parquet(file, name, limits)
    encoding, guessed = text_encoding(file, head, limits)
    if guessed:
        problems.warn("encoding-guessed", file=str(file), encoding=encoding)
    if file.suffix.lower() in _JSON_ENDINGS or head.lstrip(b"\xef\xbb\xbf").lstrip().startswith(b'{"'):
        return read_json_lines(file, name, encoding, problems)
    return read_delimited(file, name, encoding, header_finder, problems)


def workbook_tables(path: Path, names: tuple[str, ...], limits: Limits) -> dict[str, Path]:
    """Paths `book.xlsx#Sheet` of the tables among `names` that a workbook has a sheet for."""
    file, _ = split_sheet(path)
    try:
        head = read_head(file, limits)
        if not head.startswith((ZIP_MAGIC, OLE_MAGIC)):
            return {}
        if head.startswith(ZIP_MAGIC):
            check_size(file, limits)
        book = open_workbook(file)
    except (FileProblem, OSError):
        return {}  # reported when the clients are read from the same file
    sheets = {name: sheet_of(book, name) for name in names}
    return {name: Path(f"{file}#{sheet}") for name, sheet in sheets.items() if sheet is not None}


def _checked(table: Table, problems: Problems) -> Table | None:
    """The table without a row of totals; None where it has no header or no rows, which is then reported."""
    if not any(table.headers):
        problems.error("no-header", file=table.file)
        return None
    if table.num_title_rows:
        problems.warn("title-rows", file=table.file, row=table.num_title_rows + 1)
    table = _without_total(table, problems)
    if len(table) == 0 and table.name != "rules":
        problems.error("no-rows", file=table.file)
        return None
    return table


def _without_total(table: Table, problems: Problems) -> Table:
    """Drop a last row whose first cell that is not blank says "total"."""
    if len(table) < 2:
        return table
    first = next((str(column[-1]) for column in table.columns if column[-1]), "")
    if fold(first) not in vocabulary().totals:
        return table
    problems.warn("total-row", file=table.file, row=int(table.rows[-1]), value=first)
    keep = np.ones(len(table), dtype=bool)
    keep[-1] = False
    return replace(table.where(keep))
