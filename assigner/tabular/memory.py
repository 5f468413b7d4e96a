"""How much memory the tables of one reading may take, counted while they are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assigner.tabular.problems import FileProblem


class Meter:
    """Counts the bytes that the tables of one reading hold; raises `FileProblem` beyond the limit.

    Counted is what grows with the file: texts, pointers to them, what a parser keeps beside them. Arrays of
    numbers made later are small against it and are left to the room between the limit and 2 GiB.
    """

    def __init__(self, limit: int, held: int = 0) -> None:
        self.limit, self.held = limit, held

    def take(self, num_bytes: int) -> None:
        """Count bytes that are about to be held, or were just made."""
        self.held += num_bytes
        if self.held > self.limit:
            raise FileProblem("too-much-data", limit=self.limit >> 20)

    @contextmanager
    def lent(self, num_bytes: int) -> Iterator[None]:
        """Bytes that are held for a while only, such as those of a parser."""
        self.take(num_bytes)
        try:
            yield
        finally:
            self.held -= num_bytes
