"""Delimited text and JSON lines into tables of text."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from assigner.portfolio import StrArray
from assigner.tabular.cells import cell_text, column_of
from assigner.tabular.problems import FileProblem, Problems, examples
from assigner.tabular.table import Table

FindHeader = Callable[[Sequence[Sequence[str]]], int]
"""Gives the position of the header among the first rows."""

DELIMITERS = (",", ";", "\t", "|")
HEAD_ROWS = 30
_CHUNK_ROWS = 5_000
_END = "\0end"  # a record of its own after the last line, unless a quotation mark is still open


def sniff_delimiter(head: Sequence[str]) -> str:
    """The delimiter that splits most of the first lines into equally many cells; a comma where none does."""

    def fitness(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in csv.reader(head, delimiter=delimiter) if row)
        wide = [(count, width) for width, count in widths.items() if width > 1]
        return max(((count / widths.total(), width) for count, width in wide), default=(0.0, 0))

    try:
        return max(DELIMITERS, key=fitness)
    except csv.Error:
        return ","


def _declared_delimiter(first_line: str) -> str:
    """The delimiter of a `sep=;` line, which Excel understands; "" where there is none."""
    line = first_line.strip().strip('"')
    return line[4] if len(line) == 5 and line.lower().startswith("sep=") and line[4] in DELIMITERS else ""


def read_delimited(
    path: Path, name: str, encoding: str, find_header: FindHeader, problems: Problems
) -> Table:
    """A CSV or TSV file as a table; rows are counted in records. Raises `FileProblem`."""
    with path.open(encoding=encoding, newline="") as stream:
        try:
            return _Records(stream, str(path), name, problems).table(find_header)
        except UnicodeError as error:
            raise FileProblem("bad-encoding", encoding=encoding) from error
        except csv.Error as error:
            raise FileProblem("csv-broken", reason=str(error)) from error


class _Records:
    """The records of one delimited file, cut into columns chunk by chunk."""

    def __init__(self, stream: TextIO, file: str, name: str, problems: Problems) -> None:
        self._stream, self._file, self._name, self._problems = stream, file, name, problems
        self._short: list[int] = []
        self._width = 0

    def table(self, find_header: FindHeader) -> Table:
        lines = list(islice(self._stream, HEAD_ROWS))
        declared = _declared_delimiter(lines[0]) if lines else ""
        delimiter = declared or sniff_delimiter(lines)
        records = csv.reader(chain(lines, self._stream, (_END,)), delimiter=delimiter)
        first = list(islice(records, HEAD_ROWS))
        skipped = 1 if declared else 0
        shown = [row for row in first[skipped:] if row != [_END]]
        if not shown:
            raise FileProblem("unclosed-quote" if [_END] not in first else "no-header")
        at = skipped + find_header(shown)
        headers = [cell.strip() for cell in first[at]]
        while headers and not headers[-1]:
            headers.pop()
        self._width = len(headers)
        parts, rows = self._read(chain(first[at + 1 :], records), at + 2)
        self._report_short()
        columns = tuple(np.concatenate([np.zeros(0, dtype=object), *part]) for part in parts)
        return Table(
            self._name,
            self._file,
            tuple(headers),
            columns,
            rows,
            delimiter=delimiter,
            num_title_rows=at - skipped,
        )

    def _read(self, records: Iterator[list[str]], row: int) -> tuple[list[list[StrArray]], NDArray[np.int64]]:
        """Columns in chunks, and the row numbers of the rows kept."""
        parts: list[list[StrArray]] = [[] for _ in range(self._width)]
        numbers: list[NDArray[np.int64]] = []
        last: list[str] = []
        while chunk := list(islice(records, _CHUNK_ROWS)):
            last = chunk[-1]
            if last == [_END]:
                chunk.pop()
            kept = self._repair(chunk, row)
            numbers.append(row + np.array(kept, dtype=np.int64))
            for part, column in zip(parts, zip(*(chunk[at] for at in kept), strict=True), strict=False):
                part.append(column_of(column))
            row += len(chunk)
        if last != [_END]:
            raise FileProblem("unclosed-quote", row=row - 1)
        return parts, np.concatenate([np.zeros(0, dtype=np.int64), *numbers])

    def _repair(self, chunk: list[list[str]], row: int) -> list[int]:
        """Make every record as wide as the header, in place; the positions of the records kept."""
        width = self._width
        if set(map(len, chunk)) == {width} and width and all(map(itemgetter(0), chunk)):
            return list(range(len(chunk)))  # the usual case, at speed
        kept = []
        for at, record in enumerate(chunk):
            if len(record) != width:
                if not any(record):
                    continue
                if not self._fit(record, row + at):
                    continue
            elif not any(record):
                continue
            kept.append(at)
        return kept

    def _fit(self, record: list[str], row: int) -> bool:
        """Pad or cut one record; False where it holds more cells than the header."""
        width = self._width
        if len(record) < width:
            self._short.append(row)
            record.extend([""] * (width - len(record)))
            return True
        if any(cell.strip() for cell in record[width:]):
            self._problems.row(
                "ragged-row",
                file=self._file,
                row=row,
                value=" | ".join(record),
                cells=len(record),
                width=width,
            )
            return False
        del record[width:]
        return True

    def _report_short(self) -> None:
        if self._short:
            self._problems.warn(
                "short-row",
                file=self._file,
                row=self._short[0],
                count=len(self._short),
                rows=examples(np.array(self._short)),
            )


def read_json_lines(path: Path, name: str, encoding: str, problems: Problems) -> Table:
    """One JSON object per line, or one JSON array of objects, as a table; rows are line numbers."""
    with path.open(encoding=encoding) as stream:
        try:
            found = list(_json_objects(stream, str(path), problems))
        except UnicodeError as error:
            raise FileProblem("bad-encoding", encoding=encoding) from error
    headers = dict.fromkeys(key for _, entry in found for key in entry)
    columns = tuple(_json_column(found, key) for key in headers)
    rows = np.array([row for row, _ in found], dtype=np.int64)
    return Table(name, str(path), tuple(header.strip() for header in headers), columns, rows, typed=True)


def _json_column(found: Sequence[tuple[int, dict[str, Any]]], key: str) -> StrArray:
    return column_of(cell_text(entry.get(key)) for _, entry in found)


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _json_objects(stream: TextIO, file: str, problems: Problems) -> Iterator[tuple[int, dict[str, Any]]]:
    for row, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        if row == 1 and line.lstrip().startswith("["):
            yield from _json_array(line + stream.read(), file, problems)
            return
        entry = _parse(line)
        if isinstance(entry, dict):
            yield row, entry
        else:
            problems.row("bad-json", file=file, row=row, value=line)


def _json_array(text: str, file: str, problems: Problems) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of one JSON array, counted from 1."""
    entries = _parse(text)
    if not isinstance(entries, list):
        problems.error("bad-json", file=file, value=text[:200])
        return
    for row, entry in enumerate(entries, start=1):
        if isinstance(entry, dict):
            yield row, entry
        else:
            problems.row("bad-json", file=file, row=row, value=str(entry)[:200])
