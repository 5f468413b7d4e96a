"""What units and pairs bring to the balance cells (model §4)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.portfolio import NOBODY, FloatArray, IntArray
from assigner.problem.cells import CellLoads
from assigner.problem.model import Cells, block_entries, starts, weighted_count
from assigner.problem.units import Units


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Loads with the unit or pair that brings each, and its cell; sorted by neither."""

    owner: IntArray
    cell: IntArray
    load: FloatArray

    def by_owner(self, count: int) -> tuple[IntArray, IntArray, FloatArray]:
        """As CSR by owner: starts, cells, loads; the cells of one owner keep their order."""
        order = np.argsort(self.owner, kind="stable")
        counts = np.bincount(self.owner, minlength=count)
        return starts(counts), self.cell[order], self.load[order]


def with_locked_load(cells: Cells, loads: list[CellLoads], locked_to: IntArray) -> Cells:
    """The cells with the locked clients as base load: other fixed clients are units of one pair."""
    base = np.zeros_like(cells.base_load)
    for c, cell in enumerate(loads):
        manager = locked_to[cell.client]
        held = manager != NOBODY
        base[c] = weighted_count(manager[held], cell.held[held], base.shape[1])
    return replace(cells, base_load=base)


def unit_and_pair_loads(units: Units, loads: list[CellLoads], num_clients: int) -> tuple[Entries, Entries]:
    """Counted load of each unit in each of its cells, and what some pairs add to it."""
    unit_of = units.of_clients(num_clients)
    unit_parts, pair_parts = [_none()], [_none()]
    for c, cell in enumerate(loads):
        if cell.amounts.option is None:
            unit_parts.append(_plain(unit_of, c, cell))
        else:
            totals = _Totals.count(units, unit_of, cell, cell.amounts.option)
            unit_parts.append(_entries(totals.unit, c, totals.least))
            pair_parts.append(_entries(totals.pair, c, totals.more))
    return _join(unit_parts), _join(pair_parts)


def _plain(unit_of: IntArray, c: int, cell: CellLoads) -> Entries:
    """Loads that are the same with every manager."""
    unit = unit_of[cell.client]
    held = unit != NOBODY
    here, spot = np.unique(unit[held], return_inverse=True)
    return _entries(here, c, weighted_count(spot, cell.load[held], len(here)))


@dataclass(frozen=True, slots=True, eq=False)
class _Totals:
    """Loads of one cell that depend on the manager: the least over a unit's pairs, what a pair adds to it."""

    unit: IntArray
    least: FloatArray
    pair: IntArray
    more: FloatArray

    @classmethod
    def count(cls, units: Units, unit_of: IntArray, cell: CellLoads, option: FloatArray) -> _Totals:
        """Add up min(m(i,j), share(c)) over the clients of the cell in each pair."""
        inside = np.zeros(len(unit_of))
        inside[cell.client] = 1.0
        unit = np.unique(unit_of[cell.client])
        unit = unit[unit != NOBODY]
        owner, pair = units.pairs.entries(unit)
        position, entry = block_entries(units.entry_start, pair)
        counted = np.minimum(option[units.option[entry]], cell.cut) * inside[units.client[entry]]
        total = weighted_count(position, counted, len(pair))
        first = np.searchsorted(owner, np.arange(len(unit)))
        least = np.minimum.reduceat(total, first) if len(unit) else total
        return cls(unit, least, pair, total - least[owner])


def _entries(owner: IntArray, c: int, load: FloatArray) -> Entries:
    """Loads of one cell, without those that are nothing."""
    owner, load = owner[load > 0], load[load > 0]
    return Entries(owner.astype(np.int32), np.full(len(owner), c, dtype=np.int32), load)


def _none() -> Entries:
    return _entries(np.zeros(0, dtype=np.int32), 0, np.zeros(0))


def _join(parts: list[Entries]) -> Entries:
    return Entries(
        np.concatenate([part.owner for part in parts]),
        np.concatenate([part.cell for part in parts]),
        np.concatenate([part.load for part in parts]),
    )
