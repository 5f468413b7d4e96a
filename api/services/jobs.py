"""Jobs: where long work stands, and cancelling it. They begin by asking for what they are for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer

from api.audit import record
from api.context import Context
from api.db.models import JobRecord
from api.errors import Forbidden, NotFound
from api.jobs.ending import cancelled_problem, end_row
from api.security.actor import Actor, Role
from api.security.operations import operation
from api.services.paging import Page, page_by_id

Document = dict[str, Any]

FINAL = frozenset({"succeeded", "failed", "cancelled"})
"""States that nothing follows."""

_SEE_ALL = frozenset({Role.HEAD, Role.HR, Role.ADMIN})
_CANCEL_ALL = frozenset({Role.HEAD, Role.ADMIN})


@operation("list_jobs")
def list_jobs(
    ctx: Context,
    actor: Actor,
    *,
    state: str | None = None,
    subject: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Jobs that the actor may see, the newest first, without their courses."""
    query = _visible(actor).options(defer(JobRecord.course, raiseload=True))
    if state is not None:
        query = query.where(JobRecord.state == state)
    if subject is not None:
        query = query.where(JobRecord.subject == subject)
    with ctx.db.read() as session:
        rows, after = page_by_id(session, query, JobRecord.id, cursor=cursor, limit=limit)
        return {"items": [_summary(row) for row in rows], "next": after}


@operation("get_job")
def get_job(ctx: Context, actor: Actor, job_id: str) -> Document:
    """One job with its course: [seconds, score, bound] at most 300 times."""
    with ctx.db.read() as session:
        row = _found(session, actor, job_id)
        return _summary(row) | {"course": row.course or [], "result": row.result}


@operation("follow_job")
def follow_job(ctx: Context, actor: Actor, job_id: str) -> Document:
    """The job as a stream of events begins with it. Raises NotFound where the actor may not see it."""
    with ctx.db.read() as session:
        return _summary(_found(session, actor, job_id))


@operation("cancel_job")
def cancel_job(ctx: Context, actor: Actor, job_id: str) -> Document:
    """End a queued job; ask a running one to stop with the best it has. One that has ended stays as it is.

    The head of sales and admins cancel any job, others those that they asked for.
    """
    with ctx.db.write() as session:
        row = _found(session, actor, job_id, lock=True)
        if actor.role not in _CANCEL_ALL and row.created_by != actor.id:
            raise Forbidden(actor.tr.gettext("Only whoever asked for this job may cancel it."))
        if row.state not in FINAL and not row.cancel_requested:
            row.cancel_requested = True
            if row.state == "queued":
                end_row(ctx, session, row, "cancelled", cancelled_problem(actor.tr))
            record(ctx, session, actor, "job.cancelled", row.id, kind=row.kind, done_for=row.subject)
        return _summary(row)


def jobs_now(ctx: Context, ids: Collection[str]) -> dict[str, Document]:
    """What streams tell of these jobs, in one query. Whoever follows them was allowed to before."""
    with ctx.db.read() as session:
        query = select(JobRecord).where(JobRecord.id.in_(ids))
        rows = session.scalars(query.options(defer(JobRecord.course), defer(JobRecord.argument)))
        return {row.id: _summary(row) for row in rows}


def _visible(actor: Actor) -> Select[Any]:
    """Programs see what they asked for, planners and HR all."""
    query = select(JobRecord)
    return query if actor.role in _SEE_ALL else query.where(JobRecord.created_by == actor.id)


def _found(session: Session, actor: Actor, job_id: str, *, lock: bool = False) -> JobRecord:
    query = _visible(actor).where(JobRecord.id == job_id)
    row: JobRecord | None = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound(actor.tr.gettext("There is no job with this id."))
    return row


def _summary(row: JobRecord) -> Document:
    return {
        "id": row.id,
        "kind": row.kind,
        "subject": row.subject,
        "state": row.state,
        "attempt": row.attempt,
        "cancel_requested": row.cancel_requested,
        "progress": row.progress,
        "problem": row.problem,
        "created_at": _moment(row.created_at),
        "started_at": _moment(row.started_at),
        "finished_at": _moment(row.finished_at),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
