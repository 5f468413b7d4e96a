"""Capacity tables of an inspection: the whole base, and its dimensions."""

from __future__ import annotations

from assigner.capacity.model import SegmentTable
from assigner.policy.model import TOTAL
from assigner.report.inspection.view import InspectionView
from assigner.report.segments import SegmentRow, segment_rows


def total_row(view: InspectionView) -> SegmentRow:
    """The whole base as one segment."""
    return segment_rows(view.found.capacity.segment(TOTAL))[0]


def dimension_tables(view: InspectionView) -> list[SegmentTable]:
    """The dimensions beside the total."""
    return [table for table in view.found.capacity.segments if table.dimension != TOTAL]
