"""One answer of the engine, frozen: assignment, figures, certificate and the facts it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assigner.evidence.model import Evidence
from assigner.policy import Policy
from assigner.portfolio import IntArray, Portfolio
from assigner.solution import LevelCertificate, Phase
from assigner.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Certificate:
    """How good the answer is, proved, and everything needed to get it again (model §7)."""

    seed: int
    workers: int
    time_limit: float | None
    work_limit: float | None
    stopped_by: str
    seconds: float
    as_of: str  # ISO date
    input_sha256: str
    policy_sha256: str
    versions: Mapping[str, str]
    architecture: str
    phases: tuple[Phase, ...]
    levels: tuple[LevelCertificate, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Assignment with its verdict and certificate. `bound` is a proven lower bound of the score."""

    portfolio: Portfolio
    evidence: Evidence
    policy: Policy
    assignment: IntArray
    status: str  # "optimal" or "feasible"
    bound: float
    verdict: Verdict
    certificate: Certificate

    @property
    def score(self) -> float:
        """The weighted score (model §6), as the checker computed it."""
        return self.verdict.after.score

    @property
    def gap_points(self) -> float:
        """Score minus bound, never negative."""
        return max(0.0, self.score - self.bound)

    @property
    def gap(self) -> float:
        """Relative gap (model §7)."""
        return self.gap_points / max(abs(self.score), 1e-9)
