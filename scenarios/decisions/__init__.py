"""Decisions on the moves of a proposal, and a new answer that keeps them and changes little else."""

from scenarios.decisions.document import resolved_document
from scenarios.decisions.job import ResolveResult, ResolveTask, resolve_job, resolve_key
from scenarios.decisions.model import (
    Change,
    Decision,
    Earlier,
    Figures,
    Range,
    Resolved,
    Ruling,
    Surprise,
    Why,
)
from scenarios.decisions.resolving import resolve
from scenarios.decisions.ruling import decided_case

__all__ = [
    "Change",
    "Decision",
    "Earlier",
    "Figures",
    "Range",
    "ResolveResult",
    "ResolveTask",
    "Resolved",
    "Ruling",
    "Surprise",
    "Why",
    "decided_case",
    "resolve",
    "resolve_job",
    "resolve_key",
    "resolved_document",
]
