"""XLS workbooks and Parquet files: read by a process of its own (see `contained`), made into tables here."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from assigner.tabular.contained import contained
from assigner.tabular.gathering import Gathering
from assigner.tabular.grids import Sheet, choose_sheet, grid, grid_table
from assigner.tabular.header_rows import MAX_COLUMNS
from assigner.tabular.memory import Meter
from assigner.tabular.problems import FileProblem, Problems
from assigner.tabular.table import Table
from assigner.tabular.textfiles import FindHeader

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAX_XLS_BYTES = 128 << 20


def xls_sheets(path: Path) -> list[Sheet]:
    """The sheets of an old workbook; raises `FileProblem` where it can't be read."""
    if path.stat().st_size > _MAX_XLS_BYTES:
        raise FileProblem("file-too-large", size=path.stat().st_size >> 20, limit=_MAX_XLS_BYTES >> 20)
    if _ENCRYPTED in path.read_bytes():  # an XLSX file with a password lies inside of what looks like XLS
        raise FileProblem("workbook-encrypted")
    with contained("sheets", path) as found:
        return [Sheet(*sheet) for sheet in next(found)]


def read_xls(
    path: Path, name: str, wanted: str | None, find_header: FindHeader, problems: Problems, meter: Meter
) -> Table:
    """One sheet of an old workbook as a table. Raises `FileProblem`.

    What is hidden in it is not known.
    """
    sheet = choose_sheet(xls_sheets(path), name, wanted)
    file = f"{path}#{sheet.name}"
    if sheet.hidden:
        problems.warn("hidden-sheet", file=file, sheet=repr(sheet.name))
    with contained("rows", path, sheet.name) as found:
        start, merged = next(found)
        cells = grid(chain.from_iterable(found), start, merged)
        return grid_table(cells, name, file, find_header, problems, meter)


def read_parquet(path: Path, name: str, meter: Meter) -> Table:
    """A Parquet file as a table; rows count from 2 as if the header were row 1. Raises `FileProblem`."""
    if importlib.util.find_spec("pyarrow.parquet") is None:
        raise FileProblem("parquet-library-missing")
    with contained("parquet", path) as found:
        headers = next(found)
        if len(headers) > MAX_COLUMNS:
            raise FileProblem("too-many-columns", count=len(headers), limit=MAX_COLUMNS)
        columns, rows = _gathered(found, len(headers), meter)
    return Table(name, str(path), tuple(header.strip() for header in headers), columns, rows, typed=True)


def _gathered(chunks: Iterator[Sequence[Any]], width: int, meter: Meter) -> Any:
    gathered, row = Gathering(width, meter), 2
    for chunk in chunks:
        count = len(chunk[0]) if chunk else 0
        gathered.add(chunk, np.arange(row, row + count, dtype=np.int64))
        row += count
    return gathered.finish()
