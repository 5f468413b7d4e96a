"""Proposals by hand: facts, evidence, policy and an assignment, judged by the checker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assigner.checker import check
from assigner.evidence.model import Evidence
from assigner.policy import Policy
from assigner.portfolio import Portfolio
from assigner.proposal import Certificate, Proposal

CERTIFICATE = Certificate(
    seed=0,
    workers=1,
    time_limit=None,
    work_limit=1.0,
    stopped_by="proof",
    seconds=0.0,
    as_of="2026-06-01",
    input_sha256="",
    policy_sha256="",
    versions={},
    architecture="",
    phases=(),
    levels=(),
)


def propose(
    facts: Portfolio, evidence: Evidence, assignment: Sequence[int], policy: Policy | None = None
) -> Proposal:
    """A proposal with this assignment, whether it keeps the rules or not."""
    policy = policy or Policy()
    managers = np.array(assignment, dtype=np.int32)
    verdict = check(facts, evidence, policy, managers)
    return Proposal(
        portfolio=facts,
        evidence=evidence,
        policy=policy,
        assignment=managers,
        status="feasible",
        bound=0.0,
        verdict=verdict,
        certificate=CERTIFICATE,
    )
