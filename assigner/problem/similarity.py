"""How alike a client is to what a manager has proven himself with (model §5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.evidence.model import Evidence, State
from assigner.portfolio import Dimension, FloatArray, IntArray, Portfolio
from assigner.problem.model import block_entries, starts, weighted_count
from assigner.problem.options import Block


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    """Value of each manager's proven clients by the values of one dimension: CSR (labels, managers)."""

    codes: IntArray  # label of every client
    start: IntArray
    manager: IntArray
    value: FloatArray

    def rows(self, labels: IntArray, num_managers: int) -> FloatArray:
        """The rows of some labels, dense."""
        table = np.zeros((len(labels), num_managers))
        row, entry = block_entries(self.start, labels)
        table[row, self.manager[entry]] = self.value[entry]
        return table


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """What every manager has proven himself with, dimension by dimension.

    `scale` is the length of each manager's vector times that of any client's (model §5), 0 where he has none.
    """

    parts: tuple[_Profile, ...]
    scale: FloatArray

    def similarity(self, block: Block) -> FloatArray:
        """sim(i, j) of each option of a block."""
        dot = np.zeros(len(block.row))
        for part in self.parts:
            labels, spot = np.unique(part.codes[block.rows], return_inverse=True)
            table = part.rows(labels, len(self.scale))
            dot += table[spot[block.row - block.rows.start], block.manager]
        scale = self.scale[block.manager]
        return np.where(scale > 0, dot / np.where(scale > 0, scale, 1.0), 0.5)


def read_profiles(portfolio: Portfolio, evidence: Evidence, worth: FloatArray) -> Profiles:
    """Sum up the value of all proven clients by owner and segment value."""
    dimensions = tuple(portfolio.clients.dimensions.values())
    proven = np.flatnonzero(evidence.state == State.PROVEN)
    owner = portfolio.clients.owner_idx[proven]
    count = portfolio.num_managers
    parts = tuple(_profile(item, proven, owner, worth[proven], count) for item in dimensions)
    norm = np.zeros(count)
    for part in parts:
        norm += weighted_count(part.manager, part.value**2, count)
    return Profiles(parts, np.sqrt(norm * max(1, len(dimensions))))


def _profile(
    dimension: Dimension, client: IntArray, owner: IntArray, worth: FloatArray, num_managers: int
) -> _Profile:
    """The sums of one dimension, each added up in the order of the clients."""
    key = dimension.codes[client].astype(np.int64) * num_managers + owner
    cell, spot = np.unique(key, return_inverse=True)
    label, manager = np.divmod(cell, num_managers)
    start = starts(np.bincount(label, minlength=len(dimension.labels)))
    return _Profile(dimension.codes, start, manager, weighted_count(spot, worth, len(cell)))
