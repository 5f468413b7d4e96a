"""Rows of any format gathered, chunk by chunk, into the columns of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from assigner.portfolio import BoolArray, StrArray
from assigner.tabular.cells import TextColumn, texts_of
from assigner.tabular.memory import Meter

Row = TypeVar("Row", bound=Sequence[Any])
CHUNK_ROWS = 5_000
CHUNK_CELLS = 500_000


def chunked(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in lists that are bounded in rows and in cells."""
    chunk: list[Row] = []
    cells = 0
    for row in rows:
        chunk.append(row)
        cells += len(row)
        if len(chunk) >= CHUNK_ROWS or cells > CHUNK_CELLS:
            yield chunk
            chunk, cells = [], 0
    if chunk:
        yield chunk


class Gathering:
    """Columns of text that grow by chunks; rows in which every cell is blank are left out.

    Cells that are not `typed` are texts already.
    """

    def __init__(self, width: int, meter: Meter, *, typed: bool = True) -> None:
        self._typed = typed
        self._columns = [TextColumn(meter) for _ in range(width)]
        self._keeps: list[BoolArray] = []
        self._rows: list[NDArray[np.int64]] = []

    def add(self, columns: Iterable[Sequence[Any]], rows: NDArray[np.int64]) -> None:
        """Append one chunk: a sequence of cells per column, and the row numbers."""
        if not len(rows):
            return
        filled = np.zeros(len(rows), dtype=bool)
        all_filled = False
        for column, cells in zip(self._columns, columns, strict=True):
            texts = column.add(texts_of(cells) if self._typed else cells)
            if not all_filled:
                filled |= np.asarray(texts != "", dtype=bool)
                all_filled = bool(filled.all())
        self._keeps.append(filled)
        self._rows.append(rows)

    def finish(self) -> tuple[tuple[StrArray, ...], NDArray[np.int64]]:
        """The columns and the row numbers."""
        keep = np.concatenate([np.zeros(0, dtype=bool), *self._keeps])
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *self._rows])
        columns = [column.column() for column in self._columns]
        if not keep.all():
            columns, rows = [column[keep] for column in columns], rows[keep]
        return tuple(columns), rows
