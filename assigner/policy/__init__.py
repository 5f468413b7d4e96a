"""Rules, weights and tolerances: what the head of sales decides."""

from assigner.policy.model import TOTAL, Goal, Measure, Policy

__all__ = ["TOTAL", "Goal", "Measure", "Policy"]
