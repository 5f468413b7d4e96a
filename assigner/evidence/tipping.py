"""What would change a recommendation: so many more touches of one side (model §2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assigner.evidence.casefiles import CaseFile
from assigner.evidence.disputes import CLEAR_LEAD, Dispute, Recommendation, recommend
from assigner.policy.model import EvidencePolicy
from assigner.portfolio import Kind

MOST_TOUCHES = 9
"""More touches than this are no advice."""

KINDS = (Kind.MEETING, Kind.TRANSACTION)
"""What is worth asking for: a meeting is the strongest touch without a sale."""


@dataclass(frozen=True, slots=True)
class Tip:
    """The fewest more touches of one kind by one side, from today on, that change what is recommended."""

    manager_idx: int
    kind: Kind
    number: int
    then: Recommendation


def tips(dispute: Dispute, policy: EvidencePolicy, *, clear_lead: float = CLEAR_LEAD) -> tuple[Tip, ...]:
    """What would tip a dispute, for each side that is not recommended yet and each kind of touch.

    The touches are credible, on different days, and of full worth: nothing fades meanwhile.
    """
    favoured = dispute.recommended
    sides = (Recommendation.OWNER, Recommendation.RIVAL)
    return tuple(
        tip
        for side, file in zip(sides, (dispute.owner, dispute.rival), strict=True)
        if file is not favoured
        for kind in KINDS
        for tip in _tips(dispute, side, kind, policy, clear_lead)
    )


def _tips(
    dispute: Dispute, side: Recommendation, kind: Kind, policy: EvidencePolicy, clear_lead: float
) -> Iterator[Tip]:
    """The smallest number of touches of this kind by this side that changes anything; none may be enough."""
    worth = float(getattr(policy.points, kind.name.lower()))
    for number in range(1, MOST_TOUCHES + 1):
        owner, rival = dispute.owner, dispute.rival
        if side is Recommendation.OWNER:
            owner = _with_more(owner, kind, number * worth)
        else:
            rival = _with_more(rival, kind, number * worth)
        then = _outcome(owner, rival, policy.dispute_ratio, clear_lead)
        if then is not dispute.recommendation:
            manager = owner.manager_idx if side is Recommendation.OWNER else rival.manager_idx
            yield Tip(manager, kind, number, then)
            return


def _with_more(file: CaseFile, kind: Kind, points: float) -> CaseFile:
    """The file with more points; a transaction is proof, too."""
    return replace(file, points=file.points + points, proven=file.proven or kind is Kind.TRANSACTION)


def _outcome(owner: CaseFile, rival: CaseFile, dispute_ratio: float, clear_lead: float) -> Recommendation:
    """What would be recommended; the owner where the rival falls behind so far that there is no dispute."""
    if rival.points < dispute_ratio * owner.points:
        return Recommendation.OWNER
    return recommend(owner, rival, clear_lead=clear_lead)
