"""Why each client stays or moves, what would change it, and what each manager lost and gained."""

from assigner.explain.flows import manager_changes
from assigner.explain.model import (
    CellChange,
    ClientStory,
    Effect,
    Exchange,
    Flow,
    Holder,
    ManagerChange,
    Pain,
    Reason,
    Reasons,
    SegmentFlow,
    TellingMove,
    WhyNot,
)
from assigner.explain.reasons import explain_clients
from assigner.explain.render import render_story, render_why_not
from assigner.explain.story import explain_client
from assigner.explain.telling import telling_moves
from assigner.explain.why_not import why_not

__all__ = [
    "CellChange",
    "ClientStory",
    "Effect",
    "Exchange",
    "Flow",
    "Holder",
    "ManagerChange",
    "Pain",
    "Reason",
    "Reasons",
    "SegmentFlow",
    "TellingMove",
    "WhyNot",
    "explain_client",
    "explain_clients",
    "manager_changes",
    "render_story",
    "render_why_not",
    "telling_moves",
    "why_not",
]
