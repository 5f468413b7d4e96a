"""How jobs end: once, in one transaction with what they bring about."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import JobRecord
from api.errors import DATABASE_AWAY, ApiError, Unavailable, engine_problem, problem
from api.jobs.kinds import kinds
from api.jobs.rows import Hold, any_overdue, held, overdue, requeue
from assigner.errors import AssignerError
from assigner.i18n import Translator
from scenarios.runner import ClusterLost, JobEvent, JobFailed, JobState, WorkerLost

_log = logging.getLogger(__name__)
Problem = Mapping[str, Any]


def settle(ctx: Context, hold: Hold, event: JobEvent) -> None:
    """End a job as its last event says, or put it back where its process was lost.

    Does nothing where the attempt no longer holds the job. Raises DATABASE_AWAY; may be repeated.
    """
    if event.state is JobState.FAILED and isinstance(event.error, WorkerLost | ClusterLost | Unavailable):
        _lose(ctx, hold, getattr(event.error, "reason", "") or str(event.error))
    elif event.state is JobState.FAILED or (event.result is None and event.state is JobState.CANCELLED):
        _fail(ctx, hold, event)
    else:
        _land(ctx, hold, event)


def take_back_overdue(ctx: Context) -> int:
    """Retry or fail jobs whose supervisor has not been heard of; how many."""
    if not any_overdue(ctx):
        return 0
    with ctx.db.write() as session:
        rows = overdue(session, ctx)
        for row in rows:
            _log.warning("the supervisor of job %s was lost in attempt %d", row.id, row.attempt)
            _retry(ctx, session, row, _tr(row).gettext("the process that ran it was lost"))
        return len(rows)


def cancelled_problem(tr: Translator) -> dict[str, Any]:
    """Why a job without an answer ended where somebody cancelled it."""
    title = tr.gettext("The job was cancelled")
    return problem(409, "cancelled", title, tr.gettext("It was cancelled before it had an answer."))


def end_row(ctx: Context, session: Session, row: JobRecord, state: str, why: Problem | None) -> None:
    """The last state of a job; with a problem its kind hears of it too."""
    row.state, row.finished_at, row.lease_until = state, ctx.now(), None
    row.problem = dict(why) if why is not None else None
    kind = kinds().get(row.kind)
    if why is not None and kind is not None:
        kind.fail(ctx, session, row, why)


def _land(ctx: Context, hold: Hold, event: JobEvent) -> None:
    """The result and its consequences together, or neither."""
    try:
        with ctx.db.write() as session:
            row = held(session, hold)
            if row is None:
                return
            row.result = event.result if isinstance(event.result, dict) else None
            end_row(ctx, session, row, event.state.value, None)
            kinds()[row.kind].land(ctx, session, row, event.result)
    except DATABASE_AWAY:
        raise
    except Exception as error:
        _log.error("the result of job %s can't be used", hold.job_id, exc_info=error)
        _fail(ctx, hold, JobEvent(hold.job_id, JobState.FAILED, error=error))


def _fail(ctx: Context, hold: Hold, event: JobEvent) -> None:
    with ctx.db.write() as session:
        row = held(session, hold)
        if row is None:
            return
        if event.state is JobState.CANCELLED:
            end_row(ctx, session, row, "cancelled", cancelled_problem(_tr(row)))
        else:
            end_row(ctx, session, row, "failed", _problem_of(event.error, row))


def _lose(ctx: Context, hold: Hold, reason: str) -> None:
    with ctx.db.write() as session:
        row = held(session, hold)
        if row is not None:
            _log.warning("attempt %d of job %s was lost: %s", row.attempt, row.id, reason)
            _retry(ctx, session, row, reason)


def _retry(ctx: Context, session: Session, row: JobRecord, reason: str) -> None:
    """Back into the queue, or the end where it was cancelled or tried often enough."""
    tr = _tr(row)
    if row.cancel_requested:
        end_row(ctx, session, row, "cancelled", cancelled_problem(tr))
    elif row.attempt < row.max_attempts:
        requeue(row)
    else:
        title = tr.gettext("The job was given up")
        detail = tr.gettext("Attempts: {n}. The last one: {reason}", n=row.attempt, reason=reason)
        end_row(ctx, session, row, "failed", problem(500, "worker-lost", title, detail))


def _problem_of(error: BaseException | None, row: JobRecord) -> dict[str, Any]:
    """An error as a problem document: expected ones in full, defects by name only."""
    if isinstance(error, ApiError):
        return error.document()
    if isinstance(error, AssignerError) and not isinstance(error, JobFailed):
        return engine_problem(error)
    about = {"job_id": row.id, "kind": row.kind, "attempt": row.attempt, "request_id": row.request_id}
    _log.error("a defect in a job: %s", type(error).__name__, exc_info=error, extra=about)
    tr = _tr(row)
    title = tr.gettext("That should not have happened")
    return problem(500, "internal", title, tr.gettext("It is in the log, with this job's id."))


def _tr(row: JobRecord) -> Translator:
    return Translator(row.language)
