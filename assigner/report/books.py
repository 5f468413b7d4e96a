"""What changes in the managers' books: gains, losses, flows, states and segments, by plain sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assigner.evidence.model import State
from assigner.portfolio import NOBODY, BoolArray, Dimension, FloatArray, IntArray
from assigner.report.view import PlanView
from assigner.weights import commission_rates

OWNED_STATES = (State.PROVEN, State.ACTIVE, State.DORMANT, State.CLAIMED)
"""States a client of an owner can be in, the strongest first."""


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """What comes into or goes out of each book; arrays over managers, money a year."""

    clients: IntArray
    potential: FloatArray
    revenue: FloatArray
    commission: FloatArray  # the manager's own rate x revenue


def gained(view: PlanView) -> Exchange:
    """What every manager receives, from colleagues and from the free clients."""
    return _exchange(view, view.changed, view.manager_idx)


def lost(view: PlanView) -> Exchange:
    """What every manager gives away."""
    return _exchange(view, view.moved, view.owner_idx)


def _exchange(view: PlanView, mask: BoolArray, whose: IntArray) -> Exchange:
    clients, count = view.clients, len(view.managers)
    picked = whose[mask]
    revenue = _sums(picked, clients.revenue_12m[mask], count)
    return Exchange(
        clients=np.bincount(picked, minlength=count).astype(np.int32),
        potential=_sums(picked, clients.potential[mask], count),
        revenue=revenue,
        commission=revenue * commission_rates(view.managers, view.proposal.policy.managers),
    )


def _sums(position: NDArray[np.integer], values: FloatArray, count: int) -> FloatArray:
    return np.bincount(position, values, minlength=count).astype(np.float64)


def flows(view: PlanView) -> IntArray:
    """Clients that pass from giver (row) to receiver (column); the last row is the free clients."""
    count = len(view.managers)
    giver = np.where(view.owner_idx == NOBODY, count, view.owner_idx)[view.changed]
    table = np.zeros((count + 1, count), dtype=np.int32)
    np.add.at(table, (giver, view.manager_idx[view.changed]), 1)
    return table


def states_today(view: PlanView) -> IntArray:
    """Clients of each manager (row) in each of OWNED_STATES (column) today."""
    return _count_states(view, view.serviceable & (view.owner_idx != NOBODY))


def states_kept(view: PlanView) -> IntArray:
    """The same of the clients that stay with their owner."""
    return _count_states(view, view.serviceable & (view.owner_idx == view.manager_idx) & ~view.changed)


def _count_states(view: PlanView, mask: BoolArray) -> IntArray:
    table = np.zeros((len(view.managers), len(State)), dtype=np.int32)
    mask = mask & (view.owner_idx != NOBODY)
    np.add.at(table, (view.owner_idx[mask], view.proposal.evidence.state[mask]), 1)
    return table[:, : len(OWNED_STATES)]


@dataclass(frozen=True, slots=True, eq=False)
class SegmentBooks:
    """Clients, potential and revenue per manager (row) and value of one dimension (column)."""

    clients: IntArray
    potential: FloatArray
    revenue: FloatArray


def segment_books(view: PlanView, dimension: Dimension, holder_idx: IntArray) -> SegmentBooks:
    """The books cut by a dimension; `holder_idx` says who holds each client (today's or proposed)."""
    mask = view.serviceable & (holder_idx != NOBODY)
    shape = (len(view.managers), len(dimension.labels))
    cell = holder_idx[mask].astype(np.int64) * shape[1] + dimension.codes[mask]

    def total(values: FloatArray) -> FloatArray:
        return _sums(cell, values[mask], shape[0] * shape[1]).reshape(shape)

    return SegmentBooks(
        clients=total(np.ones(len(mask))).astype(np.int32),
        potential=total(view.clients.potential),
        revenue=total(view.clients.revenue_12m),
    )


def segment_exchange(view: PlanView, dimension: Dimension) -> tuple[IntArray, IntArray]:
    """Clients that every manager (row) gives away and receives in each value of a dimension (column)."""
    shape = (len(view.managers), len(dimension.labels))
    tables = []
    for mask, whose in ((view.moved, view.owner_idx), (view.changed, view.manager_idx)):
        cell = whose[mask].astype(np.int64) * shape[1] + dimension.codes[mask]
        tables.append(np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape).astype(np.int32))
    return tables[0], tables[1]
