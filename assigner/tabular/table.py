"""A table as text: what a file holds before anything is understood of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assigner.portfolio import BoolArray, How, StrArray


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Cells as stripped text, in columns of one length; cells that say nothing ("-", "NULL") are blank.

    `rows` are the row numbers as the user's own program shows them: the header is row 1 and a CSV file is
    counted in records, so a cell with line breaks is one row; JSON lines are counted in lines. `typed`
    says that numbers were written by a program (a lone point is always decimal). `delimiter` is "" where
    cells aren't delimited. `hidden` says per column whether the workbook hides it; () where nothing is
    hidden. `titles` are the filled cells above the header; `header_rows` are the rows that the headers were
    made of, as they stand. `short` are the numbers of rows that had fewer cells than the header.
    """

    name: str  # "clients", "managers", ...
    file: str
    headers: tuple[str, ...]
    columns: tuple[StrArray, ...]
    rows: NDArray[np.int64]
    typed: bool = False
    delimiter: str = ""
    num_title_rows: int = 0  # rows above the header
    hidden: tuple[bool, ...] = ()
    titles: tuple[str, ...] = ()
    header_rows: tuple[tuple[str, ...], ...] = ()
    short: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, keep: BoolArray) -> Table:
        """The rows where `keep`."""
        if bool(keep.all()):
            return self
        return replace(self, columns=tuple(column[keep] for column in self.columns), rows=self.rows[keep])


@dataclass(frozen=True, slots=True)
class Match:
    """What one header was understood as, how, and how surely (0..1); `meaning` is "" where not used."""

    meaning: str
    how: How
    confidence: float = 1.0
    profile: str = ""  # the program whose export has such a header


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A table whose headers are understood: `at` maps canonical columns to positions.

    `extra` are the positions of columns that mean nothing known; `eligible` maps positions to the folded
    name of the dimension their header asks for; `matches` tells per position how a header was understood;
    `profile` is the program whose export the table looks like, "" where it looks like nobody's.
    """

    table: Table
    at: Mapping[str, int]
    extra: tuple[int, ...] = ()
    eligible: Mapping[int, str] | None = None
    matches: Mapping[int, Match] = field(default_factory=dict)
    profile: str = ""

    def __len__(self) -> int:
        return len(self.table)

    def has(self, name: str) -> bool:
        """Whether the table has this canonical column."""
        return name in self.at

    def header(self, name: str) -> str:
        """The user's header of a canonical column; the canonical name where there is none."""
        return self.table.headers[self.at[name]] if name in self.at else name

    def text(self, name: str) -> StrArray:
        """The cells of a canonical column; blanks where the table has no such column."""
        if name not in self.at:
            return np.full(len(self.table), "", dtype=object)
        return self.table.columns[self.at[name]]

    def optional_text(self, name: str) -> StrArray | None:
        """The cells of a canonical column, None where the table has no such column."""
        return self.text(name) if self.has(name) else None

    def where(self, keep: BoolArray) -> Columns:
        """The rows where `keep`."""
        return replace(self, table=self.table.where(keep))
