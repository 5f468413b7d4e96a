"""Capacity of segments, ready to be drawn and listed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.capacity.groups import groups_of
from assigner.capacity.model import SegmentTable
from assigner.capacity.segments import WORKED, segment_tables
from assigner.portfolio import NOBODY, BoolArray
from assigner.report.view import PlanView


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One value of a dimension: clients, and potential in money a year that is worked, held only, free."""

    value: str
    clients: int
    capacity: float
    worked: float
    idle: float
    free: float

    @property
    def worked_share(self) -> float:
        """What part of the potential is really worked; 0 where there is none."""
        return self.worked / self.capacity if self.capacity > 0 else 0.0

    @property
    def free_share(self) -> float:
        """What part of the potential nobody owns."""
        return self.free / self.capacity if self.capacity > 0 else 0.0


def segment_rows(table: SegmentTable) -> list[SegmentRow]:
    """The values of one dimension, the largest capacity first."""
    held, worked = table.held.sum(axis=1), table.worked.sum(axis=1)
    return [
        SegmentRow(
            value=table.labels[n],
            clients=int(table.num_clients[n]),
            capacity=float(table.capacity[n]),
            worked=float(worked[n]),
            idle=float(max(held[n] - worked[n], 0.0)),
            free=float(table.free[n]),
        )
        for n in np.argsort(-table.capacity, kind="stable").tolist()
    ]


@dataclass(frozen=True, slots=True)
class PlanSegment:
    """One value of a dimension today and in the plan; potential in money a year, adding up to the capacity.

    Of the plan: `worked_after` has a manager who works it already, `idle_after` stays with an owner who
    doesn't, `received` goes to somebody new. `moved` counts clients that change hands, free ones too.
    """

    today: SegmentRow
    worked_after: float
    idle_after: float
    received: float
    moved: int


def plan_segments(view: PlanView) -> dict[str, list[PlanSegment]]:
    """The segment values by dimension, the largest capacity first; "total" is the whole base."""
    masks = _masks(view)
    tables = segment_tables(view.portfolio, view.evidence)
    return {table.dimension: _plan_segments(view, table, masks) for table in tables}


def _masks(view: PlanView) -> tuple[BoolArray, BoolArray, BoolArray, BoolArray]:
    """Clients that are worked, idle and newly received in the plan, and those that change hands."""
    evidence, placed = view.evidence, view.serviceable & (view.manager_idx != NOBODY)
    hit = evidence.pair_active & (evidence.pair_manager == view.manager_idx[evidence.pair_client])
    by_new = np.zeros(len(view.clients), dtype=bool)
    by_new[evidence.pair_client[hit]] = True
    worked = placed & np.where(view.changed, by_new, np.isin(evidence.state, WORKED))
    return worked, placed & ~worked & ~view.changed, placed & ~worked & view.changed, view.changed


def _plan_segments(
    view: PlanView, table: SegmentTable, masks: tuple[BoolArray, BoolArray, BoolArray, BoolArray]
) -> list[PlanSegment]:
    groups, count = groups_of(view.clients, table.dimension), len(table.labels)
    worked, idle, received, changed = masks
    sums = [
        np.bincount(groups.codes[mask], view.clients.potential[mask], count)
        for mask in (worked, idle, received)
    ]
    moved = np.bincount(groups.codes[changed], minlength=count)
    rows = {row.value: row for row in segment_rows(table)}
    found = [
        PlanSegment(rows[label], float(sums[0][n]), float(sums[1][n]), float(sums[2][n]), int(moved[n]))
        for n, label in enumerate(table.labels)
    ]
    return sorted(found, key=lambda row: -row.today.capacity)
