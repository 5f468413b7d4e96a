"""JSON lines, or one JSON array of objects, into tables of text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from assigner.tabular.cells import TextColumn, cell_text
from assigner.tabular.gathering import chunked
from assigner.tabular.memory import Meter
from assigner.tabular.probe import Limits
from assigner.tabular.problems import FileProblem, Problems
from assigner.tabular.table import Table

_MAX_KEYS = 2_000  # every object may bring its own
Entry = tuple[int, dict[str, Any]]


def read_json_lines(
    path: Path, name: str, encoding: str, problems: Problems, meter: Meter, limits: Limits
) -> Table:
    """One JSON object per line, or one JSON array of objects, as a table; rows are line numbers.

    Raises `FileProblem`.
    """
    gathered = _Gathered(meter)
    with path.open(encoding=encoding) as stream:
        try:
            for chunk in chunked(_entries(stream, str(path), problems, limits)):
                gathered.add(chunk)
        except UnicodeError as error:
            raise FileProblem("bad-encoding", encoding=encoding) from error
    return gathered.table(name, str(path))


class _Gathered:
    """Columns by key; a key that comes later begins with blanks."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._columns: dict[str, TextColumn] = {}
        self._rows: list[int] = []

    def add(self, chunk: Sequence[Entry]) -> None:
        for key in dict.fromkeys(key for _, entry in chunk for key in entry):
            if key not in self._columns:
                self._begin(key)
        for key, column in self._columns.items():
            column.add([cell_text(entry.get(key)) for _, entry in chunk])
        self._rows.extend(row for row, _ in chunk)

    def _begin(self, key: str) -> None:
        if len(self._columns) >= _MAX_KEYS:
            raise FileProblem("too-many-columns", count=len(self._columns) + 1, limit=_MAX_KEYS)
        self._columns[key] = TextColumn(self._meter)
        self._columns[key].add([""] * len(self._rows))

    def table(self, name: str, file: str) -> Table:
        """All of it as a table."""
        headers = tuple(key.strip() for key in self._columns)
        columns = tuple(column.column() for column in self._columns.values())
        return Table(name, file, headers, columns, np.array(self._rows, dtype=np.int64), typed=True)


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _entries(stream: TextIO, file: str, problems: Problems, limits: Limits) -> Iterator[Entry]:
    for row, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        if row == 1 and line.lstrip().startswith("["):
            yield from _array(line + stream.read(limits.max_json_bytes), file, problems, limits)
            return
        entry = _parse(line)
        if isinstance(entry, dict):
            yield row, entry
        else:
            problems.row("bad-json", file=file, row=row, value=line)


def _array(text: str, file: str, problems: Problems, limits: Limits) -> Iterator[Entry]:
    """The objects of one JSON array, counted from 1; it is held whole, so it may not be large."""
    if len(text) >= limits.max_json_bytes:
        raise FileProblem("json-array-too-large", limit=limits.max_json_bytes >> 20)
    entries = _parse(text)
    if not isinstance(entries, list):
        problems.error("bad-json", file=file, value=text[:200])
        return
    for row, entry in enumerate(entries, start=1):
        if isinstance(entry, dict):
            yield row, entry
        else:
            problems.row("bad-json", file=file, row=row, value=str(entry)[:200])
