"""XLSX workbooks, read by calamine, into tables of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from assigner.tabular.grids import Sheet, choose_sheet, grid, grid_table
from assigner.tabular.memory import Meter
from assigner.tabular.probe import Limits
from assigner.tabular.problems import FileProblem, Problems, examples
from assigner.tabular.sheetxml import PartShape
from assigner.tabular.survey import hidden_among, survey
from assigner.tabular.table import Table
from assigner.tabular.textfiles import FindHeader

T = TypeVar("T")
_OTHER_ENDINGS = {".xls", ".xla", ".xlsb", ".ods"}  # by these calamine would expect another format


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


def _open(path: Path) -> CalamineWorkbook:
    """The workbook, once its survey has passed."""
    if path.suffix.lower() not in _OTHER_ENDINGS:
        return _guard(lambda: CalamineWorkbook.from_path(str(path)))
    with path.open("rb") as stream:
        return _guard(lambda: CalamineWorkbook.from_filelike(stream))


def _sheets(book: CalamineWorkbook) -> list[Sheet]:
    """The sheets that hold cells."""
    return [
        Sheet(sheet.name, bool(sheet.visible != SheetVisibleEnum.Visible))
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]


def xlsx_sheets(path: Path, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook; raises `FileProblem` where it can't be read or is too large."""
    needs = survey(path, limits)
    with Meter(limits.max_held_bytes).lent(needs.held_bytes):
        return _sheets(_open(path))


def read_xlsx(
    path: Path,
    name: str,
    wanted: str | None,
    find_header: FindHeader,
    problems: Problems,
    meter: Meter,
    limits: Limits,
) -> Table:
    """One sheet as a table; rows are those that Excel shows. Raises `FileProblem`."""
    needs = survey(path, limits)
    with meter.lent(needs.parsing_bytes):
        book = _open(path)
        sheet = choose_sheet(_sheets(book), name, wanted)
        raw = _guard(lambda: book.get_sheet_by_name(sheet.name))
        merged = _guard(lambda: raw.merged_cell_ranges) or ()
    file = f"{path}#{sheet.name}"
    if sheet.hidden:
        problems.warn("hidden-sheet", file=file, sheet=repr(sheet.name))
    with meter.lent(needs.held_bytes):
        cells = grid(raw.iter_rows(), raw.start, merged)
        table = grid_table(cells, name, file, find_header, problems, meter)
    shape = needs.shapes.get(sheet.name)
    return table if shape is None else _with_hidden(table, shape, problems)


def _with_hidden(table: Table, shape: PartShape, problems: Problems) -> Table:
    """The table with what the sheet hides: columns known, rows told of."""
    hidden = shape.hidden_rows[np.isin(shape.hidden_rows, table.rows)]
    if len(hidden):
        problems.warn(
            "hidden-rows", file=table.file, row=int(hidden[0]), count=len(hidden), rows=examples(hidden)
        )
    return replace(table, hidden=hidden_among(shape, len(table.headers)))
