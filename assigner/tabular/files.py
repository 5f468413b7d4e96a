"""From a path to a table of text: which format, which sheet, which encoding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from assigner.tabular.foreign import read_parquet, read_xls, xls_sheets
from assigner.tabular.grids import Sheet, sheet_of
from assigner.tabular.headers import find_header
from assigner.tabular.jsonlines import read_json_lines
from assigner.tabular.memory import Meter
from assigner.tabular.probe import OLE_MAGIC, PARQUET_MAGIC, ZIP_MAGIC, Limits, read_head, text_encoding
from assigner.tabular.problems import FileProblem, Problems
from assigner.tabular.sources import MAY_BE_EMPTY, split_sheet
from assigner.tabular.table import Table
from assigner.tabular.textfiles import FindHeader, read_delimited
from assigner.tabular.units import unit_of_header
from assigner.tabular.workbooks import read_xlsx, xlsx_sheets

_JSON_ENDINGS = {".json", ".jsonl", ".ndjson"}


def load_table(
    path: Path, name: str, overrides: Mapping[str, str], problems: Problems, limits: Limits
) -> Table | None:
    """The table `name` from a file in any format; None where it can't be used, which is then reported."""
    try:
        table = _load(path, name, partial(find_header, name, overrides), problems, limits)
    except FileProblem as problem:
        problems.file_problem(problem, str(path))
        return None
    except OSError as error:
        problems.error("file-unreadable", file=str(path), reason=error.strerror or str(error))
        return None
    return _checked(table, problems)


class _HeadSeen(Exception):  # noqa: N818 - no error: the rest of the table is not wanted
    """The first rows of a table, on the way out of its reader."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self.rows = rows


def head_rows(path: Path, limits: Limits) -> Sequence[Sequence[str]]:
    """The first rows of a file or a sheet `book.xlsx#Sheet`, read no further than needed.

    Of formats with named columns only the names. Raises `FileProblem` and OSError.
    """

    def stop(rows: Sequence[Sequence[str]]) -> int:
        raise _HeadSeen(rows)

    try:
        return [_load(path, "clients", stop, Problems(), limits).headers]
    except _HeadSeen as seen:
        return seen.rows


def _load(path: Path, name: str, header_finder: FindHeader, problems: Problems, limits: Limits) -> Table:
    file, sheet = split_sheet(path)
    head = read_head(file, limits)
    meter = Meter(limits.max_held_bytes, problems.held_bytes)
    if head.startswith(ZIP_MAGIC):
        table = read_xlsx(file, name, sheet, header_finder, problems, meter, limits)
    elif head.startswith(OLE_MAGIC):
        table = read_xls(file, name, sheet, header_finder, problems, meter)
    elif head.startswith(PARQUET_MAGIC):
        table = read_parquet(file, name, meter)
    else:
        encoding = _encoding(file, head, problems, limits)
        if file.suffix.lower() in _JSON_ENDINGS or head.lstrip(b"\xef\xbb\xbf").lstrip().startswith(b'{"'):
            table = read_json_lines(file, name, encoding, problems, meter, limits)
        else:
            table = read_delimited(file, name, encoding, header_finder, problems, meter)
    problems.held_bytes = meter.held
    return table


def _encoding(file: Path, head: bytes, problems: Problems, limits: Limits) -> str:
    encoding, guessed = text_encoding(file, head, limits)
    if guessed:
        problems.warn("encoding-guessed", file=str(file), encoding=encoding)
    return encoding


def workbook_tables(path: Path, names: tuple[str, ...], limits: Limits) -> dict[str, Path]:
    """Paths `book.xlsx#Sheet` of the tables among `names` that a workbook has a sheet for."""
    file, _ = split_sheet(path)
    try:
        sheets = sheets_of(file, limits)
    except (FileProblem, OSError):
        return {}  # reported when the clients are read from the same file
    named = {name: sheet_of(sheets, name) for name in names}
    return {name: Path(f"{file}#{sheet}") for name, sheet in named.items() if sheet is not None}


def sheets_of(file: Path, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook, none of any other file. Raises `FileProblem` and OSError."""
    head = read_head(file, limits)
    if head.startswith(ZIP_MAGIC):
        return xlsx_sheets(file, limits)
    return xls_sheets(file) if head.startswith(OLE_MAGIC) else []


def _checked(table: Table, problems: Problems) -> Table | None:
    """The table; None where it has no header or no rows, which is then reported."""
    if not any(table.headers):
        problems.error("no-header", file=table.file)
        return None
    if table.num_title_rows:
        problems.warn("title-rows", file=table.file, row=table.num_title_rows + 1)
    for title in table.titles:
        if unit_of_header(title) != 1:
            problems.warn("unit-in-title", file=table.file, value=title)
    if len(table.header_rows) > 1:
        problems.warn("two-row-header", file=table.file, row=table.num_title_rows + 1)
    if len(table) == 0 and table.name not in MAY_BE_EMPTY:
        problems.error("no-rows", file=table.file)
        return None
    return table
