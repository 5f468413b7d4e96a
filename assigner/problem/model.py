"""What the optimiser sees: numbers only (model §3-§6), nothing of names, dates or money.

A *unit* is what is assigned in one piece: a client, or the movable members of a holding. A *pair* is a unit
with one of its eligible managers. A *cell* is one value of a goal's dimension, or the total. A *row* is a
cell of one manager, numbered `cell * num_managers + manager`. Locked clients are constants inside
`base_load`, `const_*` and the limits of the side rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from assigner.policy import Goal
from assigner.policy.model import ObjectivePolicy
from assigner.portfolio import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class SideRows:
    """Hard limits as rows `sum of coef x chosen pairs <= limit`; the entries are listed by pair.

    The entries of pair p are `start[p]:start[p + 1]` of `row` and `coef`. `rule` is the id of the rule
    of each row, `manager` its manager (NOBODY for the move budget), `constant` what the locked
    clients already contribute: `limit` has it taken off. `asked` is the figure of the rule itself.
    """

    start: IntArray
    row: IntArray
    coef: FloatArray
    limit: FloatArray
    rule: tuple[str, ...]
    measure: tuple[str, ...]
    manager: IntArray
    constant: FloatArray
    asked: FloatArray

    def __len__(self) -> int:
        return len(self.limit)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Balance cells: arrays (num_cells, num_managers), counted loads (model §4).

    `low` and `high` are the loads between which nothing is violated; `attainable` is A, 0 where the manager
    has no cell; `weight` is the share of the row in the mean violation, so that the mean part of the
    imbalance is sum of weight x violation. `target` is the ideal T.
    """

    goal: tuple[Goal, ...]
    value: tuple[int, ...]  # code of the segment value, -1 for the total
    base_load: FloatArray
    target: FloatArray
    attainable: FloatArray
    low: FloatArray
    high: FloatArray
    weight: FloatArray

    def __len__(self) -> int:
        return len(self.goal)


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """One instance. CSR blocks: members by unit, pairs by unit, cell loads by unit, side entries by pair.

    `pair_disruption` and `pair_unfit` are percent points of their level that the pair adds; `const_*` is what
    the locked clients add. `unit_owner` is the pair that leaves the whole unit where it is, -1 where there is
    none. `extra` are loads that a pair adds to those of its unit, where a measure depends on the manager
    (travel, model §1): the unit's `load` is then the least over its pairs, so that no extra is negative. They
    are listed by pair, as the side entries are. `apart` lists pairs of units that may not share a manager.
    `fixed_manager` is per client: the manager of a locked client, NOBODY for excluded clients and for
    members of units.
    """

    num_managers: int
    member_start: IntArray
    member: IntArray
    pair_start: IntArray
    pair_manager: IntArray
    pair_disruption: FloatArray
    pair_unfit: FloatArray
    const_disruption: float
    const_unfit: float
    load_start: IntArray
    load_cell: IntArray
    load: FloatArray
    extra_start: IntArray
    extra_cell: IntArray
    extra: FloatArray
    cells: Cells
    side: SideRows
    apart: IntArray  # (num_apart, 2)
    unit_owner: IntArray
    fixed_manager: IntArray
    objective: ObjectivePolicy

    def __post_init__(self) -> None:
        for part in (self, self.cells, self.side):
            for spec in fields(part):
                value = getattr(part, spec.name)
                if isinstance(value, np.ndarray):
                    value.flags.writeable = False

    @property
    def num_units(self) -> int:
        """Number of units that can be assigned."""
        return len(self.pair_start) - 1

    @property
    def num_pairs(self) -> int:
        """Number of eligible unit-manager pairs."""
        return len(self.pair_manager)

    @property
    def pair_unit(self) -> IntArray:
        """Unit of every pair."""
        return np.repeat(np.arange(self.num_units, dtype=np.int32), np.diff(self.pair_start))

    @property
    def load_unit(self) -> IntArray:
        """Unit of every entry of `load`."""
        return np.repeat(np.arange(self.num_units, dtype=np.int32), np.diff(self.load_start))

    def pair_loads(self, pairs: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
        """Every load that some pairs bring: which of `pairs` (a position), the cell, the counted load."""
        position, entry = block_entries(self.load_start, self.pair_unit[pairs])
        if not len(self.extra):
            return position, self.load_cell[entry], self.load[entry]
        more, at = block_entries(self.extra_start, pairs)
        return (
            np.concatenate([position, more]),
            np.concatenate([self.load_cell[entry], self.extra_cell[at]]),
            np.concatenate([self.load[entry], self.extra[at]]),
        )

    def assignment(self, chosen: IntArray) -> IntArray:
        """Manager of every client when unit u takes pair `chosen[u]`."""
        result = self.fixed_manager.copy()
        result[self.member] = np.repeat(self.pair_manager[chosen], np.diff(self.member_start))
        return result


def weighted_count(index: IntArray, weight: FloatArray, length: int) -> FloatArray:
    """Sum of weights by index, (length,)."""
    return np.asarray(np.bincount(index, weights=weight, minlength=length), dtype=np.float64)


def block_entries(start: IntArray, blocks: IntArray) -> tuple[IntArray, IntArray]:
    """The entries of some CSR blocks, one block after the other.

    Returns, for every entry, which of `blocks` it belongs to (a position in `blocks`) and where it stands.
    """
    width = start[blocks + 1] - start[blocks]
    owner = np.repeat(np.arange(len(blocks)), width)
    return owner, np.arange(len(owner)) + np.repeat(start[blocks] - np.cumsum(width) + width, width)


def apart_from(problem: Problem) -> dict[int, set[int]]:
    """For each unit of an apart rule, the units it must be apart from."""
    others: dict[int, set[int]] = {}
    for a, b in problem.apart.tolist():
        others.setdefault(a, set()).add(b)
        others.setdefault(b, set()).add(a)
    return others


def starts(counts: IntArray | Sequence[int]) -> IntArray:
    """CSR start positions for blocks of these lengths."""
    result = np.zeros(len(counts) + 1, dtype=np.int32)
    np.cumsum(counts, out=result[1:])
    return result
