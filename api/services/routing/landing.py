"""What happens when the job that prepares a routing plan ends."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.engine import after_commit
from api.db.locks import hold_lock
from api.db.models import JobRecord, ProposalRecord, RoutePlanRecord
from api.jobs.model import Kind
from api.security.actor import SYSTEM, Actor, Role
from api.services.proposals.going_live import LIVE_LOCK, go_live
from api.services.proposals.rows import APPROVED
from api.services.routing.preparing import FAILED, PREPARE, PREPARING, READY
from api.work.routing import ROUTING, prepare_route_job


def land_plan(ctx: Context, session: Session, job: JobRecord, result: Any) -> None:
    """The plan is ready; a proposal that was to go live does."""
    hold_lock(session, LIVE_LOCK)
    row = session.get(ProposalRecord, job.subject, with_for_update=True)
    plan = _awaited(ctx, session, job)
    if row is None or plan is None:
        return
    wanted_by, role = plan.wanted_by, plan.wanted_role
    plan.state, plan.wanted_by, plan.wanted_role = READY, None, None
    if wanted_by is not None and role is not None and row.state == APPROVED:
        go_live(ctx, session, Actor(wanted_by, "user", Role(role)), row)


def fail_plan(ctx: Context, session: Session, job: JobRecord, problem: Mapping[str, Any]) -> None:
    """The plan can't be made: the proposal does not go live, and says why."""
    plan = _awaited(ctx, session, job)
    if plan is None:
        return
    plan.state, plan.problem = FAILED, dict(problem)
    plan.wanted_by, plan.wanted_role = None, None
    code = str(problem.get("type", ""))
    record(ctx, session, SYSTEM, "routing.plan_failed", plan.proposal_id, job_id=job.id, code=code)


def _awaited(ctx: Context, session: Session, job: JobRecord) -> RoutePlanRecord | None:
    """The plan that waits for this very job; files of one that went with its proposal go."""
    plan = session.get(RoutePlanRecord, job.subject, with_for_update=True)
    if plan is None:
        after_commit(session, partial(ctx.files.remove, ROUTING, job.subject))
        return None
    return plan if (plan.state, plan.job_id) == (PREPARING, job.id) else None


PREPARE_ROUTE = Kind(PREPARE, prepare_route_job, land_plan, fail_plan, light=True)
"""Makes the routing plan of an approved proposal."""
