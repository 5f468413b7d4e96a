"""The planted base as people keep it: one workbook, or semicolon files in cp1251."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.hygiene.honest import HEADERS
from tests.hygiene.planted import BLANK_AFTER, HEADER_ROW, Planted

SHEETS = {"clients": "Клиенты", "managers": "Менеджеры", "activities": "Касания"}
TITLES = {
    "clients": "Клиентская база отдела продаж на 01.06.2026",
    "managers": "Отдел продаж",
    "activities": "Журнал касаний, выгрузка из CRM",
}
Cells = list[list[Any]]


def rows_of(base: Planted, table: str) -> Cells:
    """All rows of a table: title, blank row, header, entries, a blank row between, a total."""
    headers = HEADERS[table]
    entries = [[entry[column] for column in headers] for entry in base.tables[table]]
    if table == "clients":
        entries.insert(BLANK_AFTER, [""] * len(headers))
        total: list[Any] = [""] * len(headers)
        total[0], total[list(headers).index("potential")] = "Итого", "41 млн руб."
        entries.append(total)
    title = [TITLES[table]] + [""] * (len(headers) - 1)
    return [title, [""] * len(headers), list(headers.values()), *entries]


def write_workbook(base: Planted, path: Path) -> Path:
    """Three sheets; the title and runs of one region are merged, a column is hidden, dates are Excel's."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table, name in SHEETS.items():
        sheet = book.create_sheet(name)
        rows = rows_of(base, table)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
        if table == "clients":
            _merge_regions(sheet, rows)
            sheet.column_dimensions["G"].hidden = True
    book.save(path)
    return path


def _merge_regions(sheet: Worksheet, rows: Cells) -> None:
    """Merge the regions of cards that follow one another: only the first cell of a run keeps its value."""
    for first, last in _runs([row[2] for row in rows]):
        sheet.merge_cells(start_row=first + 1, start_column=3, end_row=last + 1, end_column=3)


def _runs(values: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """First and last position of equal values that follow one another, below the header."""
    start = HEADER_ROW
    for at in range(HEADER_ROW + 1, len(values) + 1):
        if at == len(values) or values[at] != values[start]:
            if values[start] and at - start > 1:
                yield start, at - 1
            start = at


def write_csv_files(base: Planted, folder: Path) -> dict[str, Path]:
    """Semicolon files in cp1251 as 1C writes them: decimal commas, quotes, a line break inside a cell."""
    paths = {}
    for table in SHEETS:
        paths[table] = folder / f"{table}.csv"
        with paths[table].open("w", encoding="cp1251", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerows([[_text(cell) for cell in row] for row in rows_of(base, table)])
    return paths


def _text(cell: Any) -> str:
    """A cell as 1C exports it."""
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y %H:%M:%S}" if cell.time() != datetime.min.time() else f"{cell:%d.%m.%Y}"
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return str(cell).replace("₽", "руб.").replace("ООО «Гидропривод»", 'ООО\n"Гидропривод"')
