"""What `assigner inspect` found out about a base; nothing in it changes anything."""

from __future__ import annotations

from dataclasses import dataclass

from assigner.capacity.model import Capacity
from assigner.duplicates.model import Duplicates
from assigner.evidence import Dispute, Evidence, EvidenceSummary, TerseWriter
from assigner.identity.model import Identity
from assigner.policy import Policy
from assigner.portfolio import IntArray, Portfolio
from assigner.quality.model import Quality
from assigner.verdict import PlanFigures


@dataclass(frozen=True, slots=True, eq=False)
class Inspection:
    """Facts, evidence, and everything worth knowing about them.

    `contested` are the clients with evidence of several managers, in the order of the table; `disputes` are
    all clients that model §2 calls disputed, those too whose owner has no evidence at all. `today` are the
    figures of today's books, None where the rules don't let them be computed (`remark` says why). `terse` are
    managers whose contacts fail for what is missing, without a sign of padding.
    """

    portfolio: Portfolio
    evidence: Evidence
    policy: Policy
    summary: EvidenceSummary
    identity: Identity
    quality: Quality
    duplicates: Duplicates
    contested: IntArray
    disputes: tuple[Dispute, ...]
    capacity: Capacity
    today: PlanFigures | None
    remark: str = ""
    terse: tuple[TerseWriter, ...] = ()
