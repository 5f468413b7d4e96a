"""Capacity of segments, ABC classes, what nobody works, look-alikes."""

from assigner.capacity.abc import abc_table, class_letters, classify
from assigner.capacity.admission import Admission
from assigner.capacity.measure import measure_capacity
from assigner.capacity.model import AbcClasses, AbcTable, Capacity, LookAlike, SegmentTable

__all__ = [
    "AbcClasses",
    "AbcTable",
    "Admission",
    "Capacity",
    "LookAlike",
    "SegmentTable",
    "abc_table",
    "class_letters",
    "classify",
    "measure_capacity",
]
