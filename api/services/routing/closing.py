"""Managers who take nobody any more: they left or fell ill after the approval, before the next plan.

It concerns routing alone: what the plan gave them stays theirs until the next plan.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import ProposalRecord, RouteHead
from api.errors import NotFound
from api.security.actor import Actor
from api.security.operations import operation
from api.services.routing.asking import no_live_proposal
from api.services.routing.journal import LIVE
from api.services.routing.plans import PLANS
from assigner.routing import RoutingPlan

Document = dict[str, Any]


@operation("list_closed_managers")
def list_closed_managers(ctx: Context, actor: Actor) -> Document:
    """Who takes nobody any more under the live plan. Raises Conflict where no proposal is live."""
    with ctx.db.read() as session:
        head = head_of_live(session, actor)
        return _document(head, _plan(ctx, actor, head))


@operation("close_manager")
def close_manager(ctx: Context, actor: Actor, manager_id: str) -> Document:
    """Let a manager get no new clients until the next plan; closing one twice changes nothing.

    Raises NotFound for a manager to whom the live plan gives nothing, Conflict where no proposal is live.
    """
    with ctx.db.write() as session:
        head = head_of_live(session, actor, lock=True)
        plan = _plan(ctx, actor, head)
        if manager_id not in plan.manager_idx:
            raise NotFound(actor.tr.gettext("There is no such manager in the live plan."))
        if manager_id not in head.closed:
            head.closed = sorted([*head.closed, manager_id])
            record(ctx, session, actor, "routing.closed", head.proposal_id, manager_id=manager_id)
        return _document(head, plan)


@operation("open_manager")
def open_manager(ctx: Context, actor: Actor, manager_id: str) -> Document:
    """Let a manager get new clients again. Raises NotFound where the manager is not closed."""
    with ctx.db.write() as session:
        head = head_of_live(session, actor, lock=True)
        if manager_id not in head.closed:
            raise NotFound(actor.tr.gettext("This manager is not closed."))
        head.closed = [one for one in head.closed if one != manager_id]
        record(ctx, session, actor, "routing.opened", head.proposal_id, manager_id=manager_id)
        return _document(head, _plan(ctx, actor, head))


def head_of_live(session: Session, actor: Actor, *, lock: bool = False) -> RouteHead:
    """The head of the live plan's journal; while it is locked nobody is routed."""
    live = select(RouteHead).join(ProposalRecord, ProposalRecord.id == RouteHead.proposal_id)
    live = live.where(ProposalRecord.state == LIVE)
    head = session.scalars(live.with_for_update(of=RouteHead) if lock else live).one_or_none()
    if head is None:
        raise no_live_proposal(actor)
    found: RouteHead = head
    return found


def _plan(ctx: Context, actor: Actor, head: RouteHead) -> RoutingPlan:
    return PLANS.get(ctx.files, head.proposal_id, actor.tr)


def _document(head: RouteHead, plan: RoutingPlan) -> Document:
    names = plan.words.manager_names
    items = [{"manager_id": one, "name": names[plan.manager_idx[one]]} for one in head.closed]
    return {"proposal_id": head.proposal_id, "items": items}
