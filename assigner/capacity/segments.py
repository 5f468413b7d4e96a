"""What each segment could bring, who holds it, and what is really worked (model §11)."""

from __future__ import annotations

import numpy as np

from assigner.capacity.groups import group_names, groups_of
from assigner.capacity.model import SegmentTable
from assigner.evidence import Evidence, State
from assigner.portfolio import NOBODY, BoolArray, Dimension, FloatArray, Portfolio

WORKED = (State.PROVEN, State.ACTIVE)
"""States of a client that its owner really works."""


def segment_tables(portfolio: Portfolio, evidence: Evidence) -> tuple[SegmentTable, ...]:
    """The whole base as one, then every dimension in the order of the table."""
    clients = portfolio.clients
    worked = np.isin(evidence.state, WORKED)
    return tuple(_segment_table(portfolio, groups_of(clients, name), worked) for name in group_names(clients))


def _segment_table(portfolio: Portfolio, groups: Dimension, worked: BoolArray) -> SegmentTable:
    """Capacity of each value of one dimension."""
    clients = portfolio.clients
    serviceable, owned = ~clients.excluded, clients.owner_idx != NOBODY
    count = len(groups.labels)
    free = serviceable & ~owned
    return SegmentTable(
        dimension=groups.name,
        labels=groups.labels,
        num_clients=np.bincount(groups.codes[serviceable], minlength=count).astype(np.int32),
        capacity=_sums(groups.codes[serviceable], clients.potential[serviceable], count),
        free=_sums(groups.codes[free], clients.potential[free], count),
        held=_by_owner(portfolio, groups, serviceable & owned),
        worked=_by_owner(portfolio, groups, serviceable & owned & worked),
    )


def _by_owner(portfolio: Portfolio, groups: Dimension, mask: BoolArray) -> FloatArray:
    """Potential of the clients in `mask` by value and owner, (L, M)."""
    clients, width = portfolio.clients, portfolio.num_managers
    cell = groups.codes[mask].astype(np.int64) * width + clients.owner_idx[mask]
    flat = _sums(cell, clients.potential[mask], len(groups.labels) * width)
    return flat.reshape(len(groups.labels), width)


def _sums(cell: np.ndarray, amount: FloatArray, count: int) -> FloatArray:
    """Sum of the amounts in each of `count` cells."""
    return np.bincount(cell, weights=amount, minlength=count).astype(np.float64)
