"""Which required columns a table lacks, and what may stand for them."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path

from assigner.portfolio import Kind
from assigner.tabular.table import Table
from assigner.tabular.vocabulary import fold, vocabulary

_BOOKS = {".xlsx", ".xlsm", ".xls"}
_BETWEEN_WORDS = re.compile(r"[\W\d_]+")


def missing_columns(table: Table, found: Container[str]) -> list[str]:
    """The required columns that are neither found nor replaced by others or by what the table is called."""
    instead = vocabulary().instead.get(table.name, {})
    missing = [
        column
        for column in vocabulary().required[table.name]
        if column not in found and not any(other in found for other in instead.get(column, ()))
    ]
    if table.name == "activities" and kind_of_file(table.file) is not None:
        return [column for column in missing if column != "kind"]
    return missing


def kind_of_file(file: str) -> Kind | None:
    """The kind of all rows as the sheet's name says, else the file's; None where neither names just one."""
    path, _, sheet = file.rpartition("#")
    if Path(path).suffix.lower() in _BOOKS:
        said = kind_of_title(sheet)
        return said if said is not None else kind_of_title(Path(path).stem)
    return kind_of_title(Path(file).stem)


def kind_of_title(title: str) -> Kind | None:
    """The kind of activities that a name says: "calls_2026", "Встречи"; None where it says none or two."""
    words = (fold(word) for word in _BETWEEN_WORDS.split(title))
    kinds = {vocabulary().kind_titles[word] for word in words if word in vocabulary().kind_titles}
    return kinds.pop() if len(kinds) == 1 else None
