"""The routing plan of a proposal: asked for at the approval, ready before the proposal goes live.

Making it takes half a minute for a large base, too long for a transaction: a job does it. Whoever activates
a proposal whose plan is not ready yet is answered at once; the job's end then makes it live.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import ProposalRecord, RouteHead, RoutePlanRecord
from api.db.rows import add_missing
from api.jobs.queue import enqueue
from api.security.actor import Actor
from api.work.routing import plan_file

PREPARE = "prepare_route"
PREPARING, READY, FAILED = "preparing", "ready", "failed"


def prepare(ctx: Context, session: Session, actor: Actor, row: ProposalRecord) -> RoutePlanRecord:
    """See to it that the plan is made: nothing happens where it is, or is being made."""
    add_missing(session, RoutePlanRecord, proposal_id=row.id, state="")
    plan = session.get_one(RoutePlanRecord, row.id, with_for_update=True)
    ready = plan.state == READY and plan_file(ctx.files, row.id).exists()
    if not ready and plan.state != PREPARING:
        job = enqueue(ctx, session, actor, PREPARE, row.id, {})
        plan.state, plan.job_id, plan.problem = PREPARING, job.id, None
    return plan


def is_ready(ctx: Context, session: Session, actor: Actor, row: ProposalRecord) -> bool:
    """Whether a proposal that is to go live can do so now. If not, it will when its plan is ready.

    Whoever asked for another one to go live before is overruled.
    """
    plan = prepare(ctx, session, actor, row)
    forget_wishes(session)
    if plan.state == READY:
        return True
    plan.wanted_by, plan.wanted_role = actor.id, actor.role.value
    return False


def forget_wishes(session: Session) -> None:
    """Nothing that waits for its plan goes live any more."""
    waiting = update(RoutePlanRecord).where(RoutePlanRecord.wanted_by.is_not(None))
    session.execute(waiting.values(wanted_by=None, wanted_role=None))


def open_journal(session: Session, row: ProposalRecord) -> None:
    """Begin to number the clients routed under a proposal that goes live."""
    add_missing(session, RouteHead, proposal_id=row.id, seq=0)


def routing_of(session: Session, row: ProposalRecord) -> dict[str, Any] | None:
    """How far a proposal's plan is, None before the approval. `going_live`: it will when it is ready."""
    plan = session.get(RoutePlanRecord, row.id)
    if plan is None:
        return None
    going = plan.wanted_by is not None
    return {"state": plan.state, "going_live": going, "job_id": plan.job_id, "problem": plan.problem}
