"""1C: a table for its own loader of spreadsheets, "Загрузка данных из табличного документа".

The first row holds headers, rows are found by the code, the manager is found by name or by code; the person
who loads says which column is which. XLSX keeps leading zeros; CSV has semicolons, in UTF-8 with a byte order
mark or in cp1251, as old versions want. There are no requests: each base of 1C has an interface of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.crm import ids
from api.crm.model import Change, File, Request
from api.crm.problems import Problems
from api.crm.shape import Options, Shape
from api.crm.tables import csv_file, free_text, is_safe_id, workbook_file

HEADER = ("Код", "Наименование", "Основной менеджер", "Код менеджера")
NAME = "1c-partners"


def files(changes: Sequence[Change], options: Options, problems: Problems) -> list[File]:
    """The workbook, and the same as CSV without the rows that only a workbook can hold."""
    rows = [_cells(change) for change in changes]
    plain = [
        row
        for change, row in zip(changes, rows, strict=True)
        if _fits_csv(change, row, options.encoding, problems)
    ]
    return [
        workbook_file(f"{NAME}.xlsx", HEADER, rows),
        csv_file(f"{NAME}.csv", HEADER, plain, delimiter=";", encoding=options.encoding),
    ]


def _cells(change: Change) -> tuple[str, ...]:
    return change.client_id, free_text(change.client_name), free_text(change.manager), change.user_id


def _fits_csv(change: Change, row: Sequence[str], encoding: str, problems: Problems) -> bool:
    """Whether both codes can stand in a CSV file; names with lost letters are told."""
    for column, code in (("client_id", change.client_id), ("manager_id", change.user_id)):
        if not is_safe_id(code) or _lost(code, encoding):
            problems.warn("not-in-the-csv", change.row, column, code)
            return False
    for column, name in (("client_name", row[1]), ("manager", row[2])):
        if _lost(name, encoding):
            problems.warn("letters-lost", change.row, column, name, encoding=encoding)
    return True


def _lost(text: str, encoding: str) -> bool:
    """Whether the encoding has not all letters."""
    return text.encode(encoding, "replace").decode(encoding) != text


def requests(_changes: Sequence[Change]) -> list[Request]:
    """None."""
    return []


SHAPE = Shape(ids.any_code, ids.any_code, may_be_free=True, files=files, requests=requests)
