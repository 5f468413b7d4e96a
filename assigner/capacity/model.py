"""What the base could bring, who holds it, and what is really worked."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from assigner.portfolio import FloatArray, IntArray

ClassArray = np.ndarray[tuple[int], np.dtype[np.int8]]

UNCLASSED = -1
CLASS_LETTERS = ("A", "B", "C")


def _freeze(table: Any) -> None:
    """Make every array of a dataclass read-only."""
    for spec in fields(table):
        value = getattr(table, spec.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False


@dataclass(frozen=True, slots=True, eq=False)
class SegmentTable:
    """Capacity of every value of one dimension ("total": the whole base as one), serviceable clients only.

    Potential in money a year. Arrays over values (L,) and values by managers (L, M). `worked` is the part of
    `held` whose client is proven or active; `free` is of clients that nobody owns: held summed over managers
    and free add up to capacity.
    """

    dimension: str
    labels: tuple[str, ...]
    num_clients: IntArray  # (L,)
    capacity: FloatArray  # (L,)
    free: FloatArray  # (L,)
    held: FloatArray  # (L, M)
    worked: FloatArray  # (L, M)

    def __post_init__(self) -> None:
        _freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class AbcClasses:
    """ABC class of every client: 0 A, 1 B, 2 C, UNCLASSED for excluded ones; made inside each group.

    `dimension` is the one whose values are the groups, "total" for the whole base; `measure` what was summed.
    """

    dimension: str
    measure: str
    codes: ClassArray

    def __post_init__(self) -> None:
        _freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class AbcTable:
    """How many clients each class of each group has, and how much of the measure; columns A, B, C."""

    labels: tuple[str, ...]
    num_clients: IntArray  # (groups, 3)
    amount: FloatArray  # (groups, 3), in the unit of the measure

    def __post_init__(self) -> None:
        _freeze(self)


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A free or claimed client like a manager's proven ones: similarity 0..1, model §5."""

    client_idx: int
    similarity: float


@dataclass(frozen=True, slots=True, eq=False)
class Capacity:
    """Everything about the base's capacity.

    `idle` are clients that nobody works (nobody has a proven or active relationship with them), the largest
    potential first. `look_alikes` has one list per manager, the most similar first, empty for who has no
    proven client (or none of any value) or no weight, and where the table has no dimension to compare.
    """

    segments: tuple[SegmentTable, ...]
    abc: AbcClasses
    idle: IntArray
    look_alikes: tuple[tuple[LookAlike, ...], ...]

    def __post_init__(self) -> None:
        _freeze(self)

    def segment(self, dimension: str) -> SegmentTable:
        """The table of one dimension, or of the whole base for "total"; KeyError where there is none."""
        return {table.dimension: table for table in self.segments}[dimension]
