"""Delimited text into tables of text."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import TextIO

import numpy as np

from assigner.tabular.gathering import CHUNK_CELLS, CHUNK_ROWS, Gathering
from assigner.tabular.header_rows import MAX_COLUMNS, Header, header_at
from assigner.tabular.memory import Meter
from assigner.tabular.problems import FileProblem, Problems
from assigner.tabular.table import Table

FindHeader = Callable[[Sequence[Sequence[str]]], int]
"""Gives the position of the header among the first rows."""

DELIMITERS = (",", ";", "\t", "|")
HEAD_ROWS = 30
_MAX_CHUNK_LINES = 200_000
_STEP = 20  # records between two looks at the number of cells: a line may hold half a million
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
    path: Path, name: str, encoding: str, find_header: FindHeader, problems: Problems, meter: Meter
) -> Table:
    """A CSV or TSV file as a table; rows are counted in records. Raises `FileProblem`."""
    with path.open(encoding=encoding, newline="") as stream:
        try:
            return _Records(stream, str(path), name, problems, meter).table(find_header)
        except UnicodeError as error:
            raise FileProblem("bad-encoding", encoding=encoding) from error
        except csv.Error as error:
            raise FileProblem("csv-broken", reason=str(error)) from error


class _Reader:
    """Whole records of a file, in chunks that are bounded in records, lines and cells."""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._num_lines = 0
        self._records = csv.reader(self._counted(lines), delimiter=delimiter)

    def _counted(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            self._num_lines += 1
            if self._num_lines > _MAX_CHUNK_LINES:
                raise FileProblem("record-too-long", limit=_MAX_CHUNK_LINES)
            yield line

    def take(self, num_rows: int = CHUNK_ROWS) -> list[list[str]]:
        """The next records, at most so many; none at the end of the file."""
        self._num_lines = 0
        chunk: list[list[str]] = []
        cells = 0
        while cells < CHUNK_CELLS and (
            part := list(islice(self._records, min(_STEP, num_rows - len(chunk))))
        ):
            chunk += part
            cells += sum(map(len, part))
        return chunk


class _Records:
    """The records of one delimited file, cut into columns chunk by chunk."""

    def __init__(self, stream: TextIO, file: str, name: str, problems: Problems, meter: Meter) -> None:
        self._stream, self._file, self._name = stream, file, name
        self._problems, self._meter = problems, meter
        self._short: list[int] = []
        self._width = 0

    def table(self, find_header: FindHeader) -> Table:
        first_lines = list(islice(self._stream, HEAD_ROWS))
        declared = _declared_delimiter(first_lines[0]) if first_lines else ""
        delimiter = declared or sniff_delimiter(first_lines)
        reader = _Reader(chain(first_lines, self._stream, (_END,)), delimiter)
        first = reader.take(HEAD_ROWS)
        skipped = 1 if declared else 0
        header = self._header([row for row in first[skipped:] if row != [_END]], find_header)
        self._width = len(header.names)
        begin = skipped + header.bottom + 1
        columns, rows = self._read(first[begin:], reader, begin + 1).finish()
        return Table(
            self._name,
            self._file,
            header.names,
            columns,
            rows,
            delimiter=delimiter,
            num_title_rows=header.top,
            titles=header.titles,
            header_rows=header.rows,
            short=tuple(self._short),
        )

    def _header(self, shown: list[list[str]], find_header: FindHeader) -> Header:
        if not shown:
            raise FileProblem("unclosed-quote")
        widest = max(map(len, shown))
        if widest > MAX_COLUMNS:
            raise FileProblem("too-many-columns", count=widest, limit=MAX_COLUMNS)
        return header_at(shown, find_header(shown))

    def _read(self, chunk: list[list[str]], reader: _Reader, row: int) -> Gathering:
        """All records below the header, the first of which has number `row`."""
        gathered = Gathering(self._width, self._meter, typed=False)
        last: Sequence[str] = ()
        while chunk or (chunk := reader.take()):
            last = chunk[-1]
            if last == [_END]:
                chunk.pop()
            kept = self._repair(chunk, row)
            columns = zip(*(chunk[at] for at in kept), strict=True)
            gathered.add(islice(columns, self._width), row + np.array(kept, dtype=np.int64))
            row += len(chunk)
            chunk = []
        if last != [_END]:
            raise FileProblem("unclosed-quote", row=row - 1)
        return gathered

    def _repair(self, chunk: list[list[str]], row: int) -> list[int]:
        """Make every record as wide as the header, in place; the positions of the records kept."""
        width = self._width
        if set(map(len, chunk)) == {width} and width and all(map(itemgetter(0), chunk)):
            return list(range(len(chunk)))  # the usual case, at speed
        return [at for at, record in enumerate(chunk) if any(record) and self._fits(record, row + at)]

    def _fits(self, record: list[str], row: int) -> bool:
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
                value=" | ".join(record[:MAX_COLUMNS]),
                cells=len(record),
                width=width,
            )
            return False
        del record[width:]
        return True
