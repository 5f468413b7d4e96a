"""Disputes of a proposal: what the evidence says, what the head has decided, and what the plan does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assigner.evidence import Dispute
from assigner.i18n import Translator
from assigner.report.decision_rows import decided_clients
from assigner.report.dispute_views import DisputeView, by_value, dispute_views
from assigner.report.view import PlanView


@dataclass(frozen=True, slots=True)
class PlannedDispute:
    """A dispute, the manager whom the plan gives the client to, and what that means, in a sentence."""

    case: DisputeView
    manager: str
    outcome: str
    decided: bool
    moves: bool


def open_first(view: PlanView) -> list[Dispute]:
    """The disputes that nobody has decided yet, the largest potential first; then the decided ones."""
    decided = decided_clients(view.portfolio)
    return sorted(by_value(view, view.disputes), key=lambda dispute: bool(decided[dispute.client_idx]))


def planned_disputes(
    tr: Translator, view: PlanView, disputes: Sequence[Dispute], most_touches: int | None = None
) -> list[PlannedDispute]:
    """These disputes in words, with at most so many touches of each side."""
    decided = decided_clients(view.portfolio)
    cases = dispute_views(tr, view, disputes, most_touches)
    return [
        _planned(tr, view, dispute, case, decided=bool(decided[dispute.client_idx]))
        for dispute, case in zip(disputes, cases, strict=True)
    ]


def _planned(
    tr: Translator, view: PlanView, dispute: Dispute, case: DisputeView, *, decided: bool
) -> PlannedDispute:
    manager = int(view.manager_idx[dispute.client_idx])
    name = str(view.manager_names[manager])
    return PlannedDispute(
        case=case,
        manager=name,
        outcome=_outcome(tr, dispute, manager, name, decided=decided),
        decided=decided,
        moves=bool(view.moved[dispute.client_idx]),
    )


def _outcome(tr: Translator, dispute: Dispute, manager: int, name: str, *, decided: bool) -> str:
    """What becomes of the client."""
    if decided:
        return tr.gettext("Decided: in the plan the client is {name}'s.", name=name)
    if manager == dispute.owner.manager_idx:
        return tr.gettext("In the plan the client stays with {name}.", name=name)
    if manager == dispute.rival.manager_idx:
        return tr.gettext("In the plan the client goes to the rival, {name}.", name=name)
    return tr.gettext("In the plan the client goes to a third one, {name}.", name=name)
