"""What is compared, and what a comparison says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One solve: its seed and what proposal.json would say of its answer."""

    seed: int
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One side of a comparison: a scenario with its runs, or a proposal with its one run.

    `runs` are in the order of their seeds, none where there is no answer: then `problem` says why. The ids
    tell who has whom in the best run ("" for nobody) and who had, client by client.
    """

    name: str
    title: str
    runs: tuple[Run, ...] = ()
    client_id: tuple[str, ...] = ()
    manager_id: tuple[str, ...] = ()
    previous_manager_id: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    problem: str = ""

    @property
    def best(self) -> Run | None:
        """The run with the lowest score, the first one of equal ones; None where there is no answer."""
        return min(self.runs, key=lambda run: float(run.document["score"]), default=None)


class Noise(StrEnum):
    """What the seeds say of a difference."""

    SAME = "same"  # there is none
    REAL = "real"  # the ranges lie apart
    NOISE = "noise"  # the ranges overlap: another seed could turn it round
    UNKNOWN = "unknown"  # one side has one seed only


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of one column over its seeds; `difference` of the medians is against the first column."""

    median: float
    low: float
    high: float
    difference: float | None = None
    noise: Noise | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One figure in all columns; None where a column does not have it. `today` is the base's own."""

    key: str
    entries: tuple[Entry | None, ...]
    today: float | None = None


@dataclass(frozen=True, slots=True)
class ManagerRow:
    """One manager in all columns: a row for each measure of the book."""

    manager_id: str
    name: str
    rows: tuple[Row, ...]

    def row(self, key: str) -> Row:
        """The row of a measure."""
        return next(row for row in self.rows if row.key == key)


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One cell value of a goal in all columns: the worst and the mean violation over its managers."""

    goal: str
    value: str
    worst: Row
    mean: Row


@dataclass(frozen=True, slots=True)
class Mover:
    """A client that changes hands in some column; `manager_ids` by column, None where there is no answer."""

    client_id: str
    previous_manager_id: str
    manager_ids: tuple[str | None, ...]

    @property
    def moves(self) -> tuple[bool, ...]:
        """In which columns it changes hands; a free client is placed, which is no move."""
        previous = self.previous_manager_id
        return tuple(bool(previous) and one is not None and one != previous for one in self.manager_ids)


@dataclass(frozen=True, slots=True)
class Moves:
    """Who moves where: every client that moves in some column, in the order of the table.

    `differing[a][b]` counts the clients that have another manager in column b than in column a, None where
    one of them has no answer. `everywhere` counts those that move in every column with an answer, `only[a]`
    those that move in column a alone.
    """

    movers: tuple[Mover, ...]
    differing: tuple[tuple[int | None, ...], ...]
    everywhere: int
    only: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Columns side by side; the first one is what the others are held against."""

    columns: tuple[Column, ...]
    figures: tuple[Row, ...]
    managers: tuple[ManagerRow, ...]
    segments: tuple[SegmentRow, ...]
    moves: Moves
    manager_names: Mapping[str, str] = field(default_factory=dict)

    def figure(self, key: str) -> Row:
        """The row of a figure."""
        return next(row for row in self.figures if row.key == key)
