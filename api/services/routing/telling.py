"""What is told of a routed client: the decision, and its reason in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.db.models import RouteRecord
from api.security.actor import Actor, Role
from api.services.routing.asking import Entry, Routing
from api.services.routing.texts import OWN_SHORTFALL
from assigner.routing import Code, Decision, RoutingPlan, describe

Document = dict[str, Any]


def answer_of(actor: Actor, routing: Routing) -> Document:
    """What whoever sent the client is told."""
    return decision_of(actor, routing.row, routing.plan)


def entry_of(actor: Actor, row: RouteRecord, plan: RoutingPlan) -> Document:
    """An entry of the journal: the decision, and what was sent."""
    return {**decision_of(actor, row, plan), "client": row.client, "created_by": row.created_by}


def decision_of(actor: Actor, row: RouteRecord | Entry, plan: RoutingPlan) -> Document:
    """Whose the client is and why. Managers are told nothing of others."""
    decision = Decision.from_document(row.decision)
    own = actor.role is Role.MANAGER
    if own:
        decision = _without_others(decision)
    name = plan.words.manager_names[plan.manager_idx[row.manager_id]] if row.manager_id else None
    return {
        "id": row.id,
        "proposal_id": row.proposal_id,
        "seq": row.seq,
        "manager_name": name,
        "reason": _own_reason(actor, decision, plan) if own else describe(decision, plan, actor.tr),
        "created_at": row.created_at.isoformat(),
        **decision.document(),
    }


def _without_others(decision: Decision) -> Decision:
    """The decision without colleagues and their clients."""
    match = None if decision.match is None else replace(decision.match, plan_manager_id=None)
    cells = tuple(replace(cell, runner_up=None) for cell in decision.cells)
    return replace(decision, match=match, others=(), runner_up_id=None, runner_up_shortfall=None, cells=cells)


def _own_reason(actor: Actor, decision: Decision, plan: RoutingPlan) -> str:
    if decision.code is Code.SHORTFALL:
        return actor.tr.gettext(OWN_SHORTFALL, n=actor.tr.number(decision.candidates))
    return describe(decision, plan, actor.tr)
