"""Who may have what, as sparse rows: the managers of each client or unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assigner.portfolio import NOBODY, IntArray
from assigner.problem.model import block_entries

BLOCK = 1_000_000
"""So many options are priced or counted in one go: big enough for numpy, small beside the base."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The options `first:last`, with the row and the manager of each; their rows are `rows`."""

    first: int
    last: int
    rows: slice
    row: IntArray
    manager: IntArray

    @property
    def here(self) -> slice:
        """Where the block stands among all options."""
        return slice(self.first, self.last)


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """CSR: row r may have the managers `manager[start[r]:start[r + 1]]`, ascending; each is one option."""

    start: IntArray
    manager: IntArray

    def __len__(self) -> int:
        return len(self.manager)

    @property
    def counts(self) -> IntArray:
        """Number of managers of every row."""
        return np.diff(self.start)

    @property
    def row(self) -> IntArray:
        """Row of every option."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), self.counts)

    def find(self, row: IntArray, manager: IntArray) -> IntArray:
        """Position of the option of each row with each manager, NOBODY where it has no such option.

        All are searched at once, by halving.
        """
        if not len(self):
            return np.full(len(row), NOBODY, dtype=np.int32)
        low, end = self.start[row], self.start[row + 1]
        high = end
        for _ in range(int((end - low).max(initial=0)).bit_length()):
            middle = low + (high - low) // 2
            below = self.manager[np.minimum(middle, len(self) - 1)] < manager
            low, high = (
                np.where(below & (low < high), middle + 1, low),
                np.where(below | (low >= high), high, middle),
            )
        found = (low < end) & (self.manager[np.minimum(low, len(self) - 1)] == manager)
        return np.where(found, low, NOBODY).astype(np.int32)

    def has(self, row: IntArray, manager: IntArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whether each row may have each manager."""
        return np.asarray(self.find(row, manager) != NOBODY)

    def managers_of(self, row: int) -> list[int]:
        """The managers of one row."""
        return [int(j) for j in self.manager[self.start[row] : self.start[row + 1]]]

    def entries(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """Options of some rows: which of `rows` each belongs to, and its position."""
        return block_entries(self.start, rows)

    def blocks(self, most: int = BLOCK) -> Iterator[Block]:
        """All options in blocks of whole rows, of at most so many options unless one row has more."""
        first_row, last_row = 0, len(self.start) - 1
        while first_row < last_row:
            end = int(np.searchsorted(self.start, int(self.start[first_row]) + most, side="right")) - 1
            stop = min(last_row, max(end, first_row + 1))
            yield self._block(first_row, stop)
            first_row = stop

    def _block(self, first_row: int, stop: int) -> Block:
        first, last = int(self.start[first_row]), int(self.start[stop])
        rows = np.arange(first_row, stop, dtype=np.int32)
        row = np.repeat(rows, self.counts[first_row:stop])
        return Block(first, last, slice(first_row, stop), row, self.manager[first:last])
