"""The jobs of proposals."""

from __future__ import annotations

from api.jobs.model import Kind
from api.services.proposals.creating import PROPOSE
from api.services.proposals.landing import fail_answer, land_answer
from api.services.proposals.resolving import RESOLVE
from api.work.proposing import propose_job
from api.work.resolving import resolve_job

PROPOSAL_KINDS = (
    Kind(PROPOSE, propose_job, land_answer, fail_answer),
    Kind(RESOLVE, resolve_job, land_answer, fail_answer),
)
"""Solving, and solving again."""
