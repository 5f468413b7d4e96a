"""Scenarios side by side: figures, managers, segments, who moves where, and what is only noise."""

from scenarios.compare.model import Column, Comparison, Run
from scenarios.compare.side_by_side import compare

__all__ = ["Column", "Comparison", "Run", "compare"]
