"""Drift watch: how far today's base is from an approved plan, and whether that is worth acting on."""

from scenarios.drift.model import Advice, Course, Differences, Drift, DriftRule
from scenarios.drift.watch import watch_drift

__all__ = ["Advice", "Course", "Differences", "Drift", "DriftRule", "watch_drift"]
