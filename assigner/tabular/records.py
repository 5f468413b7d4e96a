"""Leaves out what stands among the rows of a table and is no record: repeated headers, totals, signatures.

Whether a row is a record is told by its id, so this is done once the headers are understood. The rules are
those of docs/files.md; whatever is left out is told with its rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from assigner.portfolio import BoolArray
from assigner.tabular.header_rows import is_numeric
from assigner.tabular.problems import Problems, examples
from assigner.tabular.sources import MAY_BE_EMPTY
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import fold, vocabulary

_CONNECTIVES = {"по", "за", "для", "for", "by", "of", "in", "per"}
_PAGE = re.compile(r"(?:страница|стр\.?|лист|page)\s*№?\s*\d+(?:\s*(?:из|of|/)\s*\d+)?", re.I)
_MADE = re.compile(
    r"(?:отч[её]т\s+)?(?:сформирован|выгружен|составлен|подготовлен|распечатан)"
    r"|(?:report\s+)?(?:generated|prepared|printed|created|exported)\s+(?:by|on|at)\b",
    re.I,
)
_LABEL = re.compile(r"[^\W\d_][^:;]{1,40}:(?:\s|$)")
_LINE_TO_SIGN = re.compile(r"(?:^|[\s:/(])_{3,}(?:$|[\s/)])")
_MOST_CELLS_OF_A_NOTE = 3

Cells = Sequence[str]


def only_records(columns: Columns, problems: Problems) -> Columns:
    """The rows that are records; the others, and the records with too few cells, are told."""
    if not len(columns):
        return columns
    columns = _without(columns, _repeated_headers(columns), "repeated-header", problems)
    columns = _without(columns, _totals(columns), "total-row", problems)
    columns = _without(columns, _groups(columns), "group-row", problems)
    columns = _without(columns, _notes(columns), "no-record", problems)
    _report_short(columns, problems)
    if not len(columns) and columns.table.name not in MAY_BE_EMPTY:
        problems.error("no-rows", file=columns.table.file)
    return columns


def _without(columns: Columns, found: BoolArray, code: str, problems: Problems) -> Columns:
    if not found.any():
        return columns
    rows = columns.table.rows[found]
    at = int(np.argmax(found))
    value = next(filter(None, _cells(columns, at)), "")
    problems.warn(
        code, file=columns.table.file, row=int(rows[0]), value=value, count=len(rows), rows=examples(rows)
    )
    return columns.where(~found)


def _cells(columns: Columns, position: int) -> list[str]:
    return [str(column[position]) for column in columns.table.columns]


def _report_short(columns: Columns, problems: Problems) -> None:
    """Rows that had fewer cells than the header, of those that are left."""
    table = columns.table
    short = np.array(table.short, dtype=np.int64)
    short = short[np.isin(short, table.rows)] if len(short) else short
    if len(short):
        problems.warn("short-row", file=table.file, row=int(short[0]), count=len(short), rows=examples(short))


def _repeated_headers(columns: Columns) -> BoolArray:
    """Rows equal to the header, or to one of its two rows, cell by cell."""
    table = columns.table
    found = np.zeros(len(columns), dtype=bool)
    for header in table.header_rows:
        named = [(at, name) for at, name in enumerate(header[: len(table.columns)]) if name]
        if len(named) < min(2, len(table.columns)):
            continue
        same = np.arange(len(columns))
        for at, name in named:
            same = same[np.asarray(table.columns[at][same] == name, dtype=bool)]
        found[same] = True
    return found


def _key(columns: Columns) -> str:
    """The column that every record of the table fills."""
    return vocabulary().required[columns.table.name][0]


def _judged(columns: Columns, suspects: BoolArray, judge: Callable[[Cells, int], bool]) -> BoolArray:
    """The suspects whose cells are judged to be no record; the judge also gets the position of the id."""
    found = np.zeros(len(columns), dtype=bool)
    id_at = columns.at[_key(columns)]
    for position in np.flatnonzero(suspects).tolist():
        found[position] = judge(_cells(columns, position), id_at)
    return found


def _totals(columns: Columns) -> BoolArray:
    """Rows of totals and of subtotals, wherever they stand."""
    if not columns.has(_key(columns)):
        return np.zeros(len(columns), dtype=bool)
    ids, initials = columns.text(_key(columns)), _initials()
    suspects = [not text or (text[0] in initials and _begins_with_total(text)) for text in ids]
    return _judged(columns, np.array(suspects, dtype=bool), _is_total)


@cache
def _initials() -> frozenset[str]:
    return frozenset(letter for word in vocabulary().totals for letter in (word[0], word[0].upper()))


def _begins_with_total(text: str) -> bool:
    totals = vocabulary().totals
    return fold(text.split(maxsplit=1)[0]) in totals or fold(text) in totals


def _is_total(cells: Cells, id_at: int) -> bool:
    """A row without an id of its own whose words say total, and whose other cells are numbers.

    Where the total's word stands in place of the id, it must stand alone or be followed by "for", "by", "по"
    and the like: "Total Energies" is a client.
    """
    words = [cell for cell in cells if cell and not is_numeric(cell)]
    own_id = cells[id_at]
    if not words or len(words) > 2 or (own_id and own_id not in words):
        return False
    if own_id:
        return len(words) == 1 and _says_total_for(own_id)
    if len(words) == 2:
        return any(fold(word) in vocabulary().totals for word in words)
    return _begins_or_ends_with_total(words[0])


def _says_total_for(text: str) -> bool:
    """Whether a text is a word for totals alone, or with what it is the total of."""
    words = [fold(word) for word in text.split()]
    if fold(text) in vocabulary().totals:
        return True
    return words[0] == "итого" or words[1] in _CONNECTIVES or ":" in text


def _begins_or_ends_with_total(text: str) -> bool:
    words = [fold(word) for word in text.split()]
    totals = vocabulary().totals
    return bool(words) and (words[0] in totals or words[-1] in totals or fold(text) in totals)


def _groups(columns: Columns) -> BoolArray:
    """Rows of an outline that name the group of the rows below, as 1C prints them.

    Such a row has one word, in place of the id or of the name, which is a value of another column.
    """
    places = [columns.at[name] for name in (_key(columns), "name") if columns.has(name)]
    if columns.table.name != "clients" or len(places) < len(("id", "name")):
        return np.zeros(len(columns), dtype=bool)
    ids, names = (columns.table.columns[at] for at in places)
    suspects = np.asarray((ids == "") != (names == ""), dtype=bool)
    if not suspects.any():
        return suspects
    others = [column for at, column in enumerate(columns.table.columns) if at not in places]
    values = {text for column in others for text in set(column)} - {""}

    def is_group(cells: Cells, id_at: int) -> bool:
        words = [cell for cell in cells if cell and not is_numeric(cell)]
        return len(words) == 1 and words[0] in values and words[0] in {cells[at] for at in places}

    return _judged(columns, suspects, is_group)


def _notes(columns: Columns) -> BoolArray:
    """Signatures and notes below the last record, and page numbers anywhere."""
    found = np.zeros(len(columns), dtype=bool)
    if not columns.has(_key(columns)):
        return found
    id_at = columns.at[_key(columns)]
    for position in range(len(columns) - 1, -1, -1):
        if not _is_note(_cells(columns, position), id_at):
            break
        found[position] = True
    return found | _page_numbers(columns)


def _is_note(cells: Cells, id_at: int) -> bool:
    """Few cells without an id: a line to sign, a label with a colon, or how the report was made."""
    filled = [cell for cell in cells if cell]
    if not 1 <= len(filled) <= _MOST_CELLS_OF_A_NOTE or (cells[id_at] and cells[id_at] != filled[0]):
        return False
    if any(_LINE_TO_SIGN.search(cell) for cell in filled):
        return True
    is_said = _LABEL.match(filled[0]) or _MADE.match(filled[0]) or _PAGE.fullmatch(filled[0])
    return bool(is_said) and (
        not cells[id_at] or len(filled) == 1 or (len(filled) == 2 and filled[0].endswith(":"))
    )


def _page_numbers(columns: Columns) -> BoolArray:
    ids = columns.text(_key(columns))
    suspects = np.array([text[:1] in "сСлЛpP" for text in ids], dtype=bool)
    return _judged(
        columns,
        suspects,
        lambda cells, _: sum(map(bool, cells)) == 1 and any(_PAGE.fullmatch(cell) for cell in cells),
    )
