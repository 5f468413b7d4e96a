"""Disputed clients with the files of both sides, for the head of sales to decide (model §2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from assigner.evidence.model import Evidence, State
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, IntArray, Portfolio

CLEAR_LEAD = Policy().evidence.dispute_ratio
"""Whose points are below this share of the other side's is clearly behind: the ratio that makes a dispute."""


class Recommendation(StrEnum):
    """For whom the evidence speaks; the head where it doesn't speak clearly."""

    OWNER = "owner"
    RIVAL = "rival"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What one side of a dispute can show: decayed points, strength 0..1, touches that count, last days."""

    manager_idx: int
    points: float
    strength: float
    num_touches: int
    last_touch: date | None
    last_transaction: date | None
    proven: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disputed client: both files side by side and what the evidence recommends.

    `margin` is the owner's points over the rival's: below 1 the rival has more.
    """

    client_idx: int
    owner: CaseFile
    rival: CaseFile
    margin: float
    recommendation: Recommendation
    lock_lifted: bool


def list_disputes(
    portfolio: Portfolio, evidence: Evidence, *, clear_lead: float = CLEAR_LEAD
) -> tuple[Dispute, ...]:
    """The disputed clients in the order of the table, each against its strongest rival.

    See `recommend` for how the evidence decides.
    """
    clients = np.flatnonzero(evidence.disputed).astype(np.int32)
    owners = _case_files(portfolio, evidence, clients, portfolio.clients.owner_idx[clients])
    rivals = _case_files(portfolio, evidence, clients, evidence.rival_idx[clients])
    return tuple(
        Dispute(
            client_idx=int(client),
            owner=owner,
            rival=rival,
            margin=_margin(owner, rival),
            recommendation=recommend(owner, rival, clear_lead=clear_lead),
            lock_lifted=bool(evidence.lock_lifted[client]),
        )
        for client, owner, rival in zip(clients, owners, rivals, strict=True)
    )


def recommend(owner: CaseFile, rival: CaseFile, *, clear_lead: float = CLEAR_LEAD) -> Recommendation:
    """Proof decides unless the points speak against it; on equal proof a clear lead in points; else the head.

    The only proven side wins when it has at least as many points. With both sides proven or neither, a side
    wins whose rival has at most `clear_lead` of its points.
    """
    margin = _margin(owner, rival)
    if owner.proven != rival.proven:
        backed = margin >= 1 if owner.proven else margin <= 1
        favoured = Recommendation.OWNER if owner.proven else Recommendation.RIVAL
        return favoured if backed else Recommendation.HEAD
    if margin <= clear_lead:
        return Recommendation.RIVAL
    return Recommendation.OWNER if margin * clear_lead >= 1 else Recommendation.HEAD


def counted_touches(portfolio: Portfolio, evidence: Evidence) -> IntArray:
    """Number of touches that count, by pair; zeros without an activities table."""
    log, num_pairs = portfolio.activities, len(evidence.pair_client)
    if log is None:
        return np.zeros(num_pairs, dtype=np.int32)
    counted = evidence.touch_discard < 0
    keys = evidence.pair_client.astype(np.int64) * evidence.num_managers + evidence.pair_manager
    of_touch = log.client_idx[counted].astype(np.int64) * evidence.num_managers + log.manager_idx[counted]
    return np.bincount(np.searchsorted(keys, of_touch), minlength=num_pairs).astype(np.int32)


def _margin(owner: CaseFile, rival: CaseFile) -> float:
    """Owner's points over the rival's; 1 where neither has any."""
    if rival.points > 0:
        return owner.points / rival.points
    return 1.0


def _case_files(
    portfolio: Portfolio, evidence: Evidence, clients: IntArray, managers: IntArray
) -> Iterator[CaseFile]:
    """The file of one manager on each of these clients; an owner may be proven without any touch."""
    num_touches = counted_touches(portfolio, evidence)
    proven_owner = np.isin(evidence.state, [State.PROVEN, State.DORMANT])
    for client, manager in zip(clients, managers, strict=True):
        spot = evidence.pair(int(client), int(manager))
        if spot != NOBODY:
            yield _case_file(evidence, spot, int(num_touches[spot]))
        else:
            yield CaseFile(int(manager), 0.0, 0.0, 0, None, None, bool(proven_owner[client]))


def _case_file(evidence: Evidence, spot: int, num_touches: int) -> CaseFile:
    """The file of a listed pair."""
    return CaseFile(
        manager_idx=int(evidence.pair_manager[spot]),
        points=float(evidence.pair_points[spot]),
        strength=float(evidence.pair_strength[spot]),
        num_touches=num_touches,
        last_touch=evidence.pair_last_touch[spot].item(),
        last_transaction=evidence.pair_last_transaction[spot].item(),
        proven=bool(evidence.pair_proven[spot]),
    )
