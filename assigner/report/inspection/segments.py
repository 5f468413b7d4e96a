"""Capacity of segments, ready to be drawn and listed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.capacity.model import SegmentTable
from assigner.report.inspection.view import InspectionView


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


def total_row(view: InspectionView) -> SegmentRow:
    """The whole base as one segment."""
    tables = view.found.capacity.segments
    return segment_rows(next(table for table in tables if table.dimension == "total"))[0]


def dimension_tables(view: InspectionView) -> list[SegmentTable]:
    """The dimensions beside the total."""
    return [table for table in view.found.capacity.segments if table.dimension != "total"]
