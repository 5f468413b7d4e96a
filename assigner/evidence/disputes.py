"""Disputed clients with the files of all sides, for the head of sales to decide (model §2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assigner.evidence.casefiles import CaseFile, CaseFiles
from assigner.evidence.model import Evidence
from assigner.policy.model import Policy
from assigner.portfolio import IntArray, Portfolio, RuleKind

CLEAR_LEAD = Policy().evidence.dispute_ratio
"""Whose points are below this share of the other side's is clearly behind: the ratio that makes a dispute."""


class Recommendation(StrEnum):
    """For whom the evidence speaks; the head where it doesn't speak clearly."""

    OWNER = "owner"
    RIVAL = "rival"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disputed client: both files side by side and what the evidence recommends.

    `margin` is the owner's points over the rival's: below 1 the rival has more. `others` are the files of
    everybody else with evidence, the most points first; who of them stays may have disputed it, too.
    """

    client_idx: int
    owner: CaseFile
    rival: CaseFile
    margin: float
    recommendation: Recommendation
    lock_lifted: bool
    others: tuple[CaseFile, ...] = ()

    @property
    def recommended(self) -> CaseFile | None:
        """The side that the evidence speaks for, None where the head decides."""
        sides = {Recommendation.OWNER: self.owner, Recommendation.RIVAL: self.rival}
        return sides.get(self.recommendation)


def list_disputes(
    portfolio: Portfolio,
    evidence: Evidence,
    policy: Policy | None = None,
    *,
    clear_lead: float = CLEAR_LEAD,
) -> tuple[Dispute, ...]:
    """The disputed clients in the order of the table, each against its strongest rival.

    See `recommend` for how the evidence decides. The policy says who stays; by default the default one.
    """
    files = CaseFiles(portfolio, evidence, policy or Policy())
    owner_idx, found = portfolio.clients.owner_idx, []
    for client in np.flatnonzero(evidence.disputed).tolist():
        owner = files.of(client, int(owner_idx[client]))
        rival = files.of(client, int(evidence.rival_idx[client]))
        sides = (owner.manager_idx, rival.manager_idx)
        found.append(
            Dispute(
                client_idx=client,
                owner=owner,
                rival=rival,
                margin=margin_of(owner, rival),
                recommendation=recommend(owner, rival, clear_lead=clear_lead),
                lock_lifted=bool(evidence.lock_lifted[client]),
                others=tuple(file for file in files.of_client(client) if file.manager_idx not in sides),
            )
        )
    return tuple(found)


def recommend(owner: CaseFile, rival: CaseFile, *, clear_lead: float = CLEAR_LEAD) -> Recommendation:
    """Proof decides unless the points speak against it; on equal proof a clear lead in points; else the head.

    The only proven side wins when it has at least as many points. With both sides proven or neither, a side
    wins whose rival has at most `clear_lead` of its points.
    """
    margin = margin_of(owner, rival)
    if owner.proven != rival.proven:
        backed = margin >= 1 if owner.proven else margin <= 1
        favoured = Recommendation.OWNER if owner.proven else Recommendation.RIVAL
        return favoured if backed else Recommendation.HEAD
    if margin <= clear_lead:
        return Recommendation.RIVAL
    return Recommendation.OWNER if margin * clear_lead >= 1 else Recommendation.HEAD


def margin_of(owner: CaseFile, rival: CaseFile) -> float:
    """Owner's points over the rival's; 1 where neither has any."""
    if rival.points > 0:
        return owner.points / rival.points
    return 1.0


def pins_of(portfolio: Portfolio) -> IntArray:
    """Manager that each client is pinned to, by its own column or a rule, (num_clients,); else NOBODY."""
    pinned = portfolio.clients.pinned_idx.astype(np.int32)
    for rule in portfolio.rules:
        if rule.kind is RuleKind.PIN:
            pinned[rule.a_idx] = rule.b_idx
    return pinned
