"""Ringing up clients to learn how much of a log is true, and feeding it back (model §10)."""

from assigner.audit.changes import state_changes
from assigner.audit.claims import list_claims
from assigner.audit.draw import draw_audit
from assigner.audit.estimates import Answers, estimate
from assigner.audit.model import Answer, Claim, Draw, Interval, ManagerEstimate, ManagerPlan, StateChange
from assigner.audit.wilson import calls_needed, wilson

__all__ = [
    "Answer",
    "Answers",
    "Claim",
    "Draw",
    "Interval",
    "ManagerEstimate",
    "ManagerPlan",
    "StateChange",
    "calls_needed",
    "draw_audit",
    "estimate",
    "list_claims",
    "state_changes",
    "wilson",
]
