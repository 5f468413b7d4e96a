"""A grid of typed cells, as a sheet holds it, into a table of text; and which sheet it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np

from assigner.tabular.cells import cell_text
from assigner.tabular.gathering import Gathering, chunked
from assigner.tabular.header_rows import Header, header_at
from assigner.tabular.memory import Meter
from assigner.tabular.merged import Merge, fill_down, header_groups
from assigner.tabular.problems import FileProblem, Problems, listing
from assigner.tabular.table import Table
from assigner.tabular.textfiles import HEAD_ROWS, FindHeader
from assigner.tabular.vocabulary import fold, vocabulary


class Sheet(NamedTuple):
    """Name of a sheet, and whether the workbook hides it."""

    name: str
    hidden: bool


def sheet_of(sheets: Sequence[Sheet], table: str) -> str | None:
    """The sheet named after a table, in English or Russian, visible ones first; None where there is none."""
    names = vocabulary().sheets[table]
    fitting = [sheet for sheet in sheets if fold(sheet.name) in names]
    return min(fitting, key=lambda sheet: sheet.hidden).name if fitting else None


def choose_sheet(sheets: Sequence[Sheet], table: str, wanted: str | None) -> Sheet:
    """The sheet asked for, else the one named after the table, else the only one that is visible.

    Raises `FileProblem` where it is not there or not clear.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    if wanted is not None and wanted not in by_name:
        raise FileProblem("sheet-missing", value=wanted, sheet=repr(wanted), sheets=listing(by_name))
    name = wanted if wanted is not None else sheet_of(sheets, table)
    if name is not None:
        return by_name[name]
    fitting = [sheet for sheet in sheets if not sheet.hidden] or sheets
    if len(fitting) != 1:
        raise FileProblem("sheet-unclear", table=table, sheets=listing(by_name))
    return fitting[0]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The cells of a sheet: its rows from the first one with a value on, which is row `first_row` (from 0).

    Merged cells are counted from there too.
    """

    rows: Iterator[Sequence[Any]]
    first_row: int
    merges: Sequence[Merge]


def grid(
    rows: Iterator[Sequence[Any]],
    start: tuple[int, int] | None,
    merged: Sequence[tuple[tuple[int, int], ...]],
) -> Grid:
    """The grid of a sheet as calamine gives it: rows from the top, cells from the first column with a value.

    Raises `FileProblem` where there is no value.
    """
    if start is None:
        raise FileProblem("file-empty")
    first_row, first_column = start
    merges = [
        Merge(top - first_row, left, bottom - first_row, right) for (top, left), (bottom, right) in merged
    ]
    return Grid(_shifted(islice(rows, first_row, None), first_column), first_row, merges)


def _shifted(rows: Iterator[Sequence[Any]], by: int) -> Iterator[Sequence[Any]]:
    """The rows with blank cells before the first ones."""
    before = [""] * by
    return ([*before, *row] for row in rows) if before else rows


def grid_table(
    cells: Grid, name: str, file: str, find_header: FindHeader, problems: Problems, meter: Meter
) -> Table:
    """The grid as a table; rows are those that Excel shows."""
    head = list(islice(cells.rows, HEAD_ROWS))
    texts = [[cell_text(cell) for cell in row] for row in head]
    header = header_at(texts, find_header(texts), header_groups(cells.merges, len(texts)))
    body = chain(head[header.bottom + 1 :], cells.rows)
    gathered = _gather(body, header, cells.first_row + header.bottom + 2, meter)
    columns, rows = gathered.finish()
    table = Table(
        name,
        file,
        header.names,
        columns,
        rows,
        typed=True,
        num_title_rows=cells.first_row + header.top,
        titles=header.titles,
        header_rows=header.rows,
    )
    below = [merge for merge in cells.merges if merge.top > header.bottom]
    fill_down(table, below, cells.first_row, problems)
    return table


def _gather(body: Iterator[Sequence[Any]], header: Header, row: int, meter: Meter) -> Gathering:
    """The rows below the header, the first of which has number `row`."""
    width = len(header.names)
    gathered = Gathering(width, meter)
    for chunk in chunked(body):
        numbers = np.arange(row, row + len(chunk), dtype=np.int64)
        gathered.add(islice(zip(*chunk, strict=True), width), numbers)
        row += len(chunk)
    return gathered
