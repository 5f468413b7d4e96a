"""Runs a job of the service within the test: claim, function, landing, as a supervisor, but here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import JobRecord
from api.errors import ApiError, engine_problem
from api.jobs.kinds import kinds
from api.jobs.model import Task
from assigner.errors import AssignerError


class InlineContext:
    """A JobContext that keeps what the job told; `stop` says whether somebody cancelled it."""

    def __init__(self, stop: Callable[[], bool]) -> None:
        self.told: list[Any] = []
        self._stop = stop

    def tell(self, progress: object, /) -> None:
        """Keep a message."""
        self.told.append(progress)

    def should_stop(self) -> bool:
        """Ask the test."""
        return self._stop()


def never() -> bool:
    """Nobody cancels."""
    return False


def run_job(ctx: Context, job_id: str, *, stop: Callable[[], bool] = never) -> InlineContext:
    """Do a queued job to its end; the job's row and its subject tell how it went.

    `stop` plays the cancel: a job that hears of it and still answers ends as cancelled, with its answer.
    """
    task = _claim(ctx, job_id)
    context, kind = InlineContext(stop), kinds()[_kind(ctx, job_id)]
    try:
        result = kind.function(task, context)
    except (AssignerError, ApiError) as error:
        problem = engine_problem(error) if isinstance(error, AssignerError) else error.document()
        with ctx.db.write() as session:
            row = _row(session, job_id)
            row.state, row.problem, row.finished_at = "failed", problem, ctx.now()
            kind.fail(ctx, session, row, problem)
        return context
    with ctx.db.write() as session:
        row = _row(session, job_id)
        row.state, row.finished_at = "cancelled" if stop() else "succeeded", ctx.now()
        kind.land(ctx, session, row, result)
    return context


def run_all_jobs(ctx: Context) -> list[str]:
    """Do every queued job, the oldest first, also those that jobs put there; their ids."""
    done: list[str] = []
    while True:
        with ctx.db.read() as session:
            wanted = select(JobRecord.id).where(JobRecord.state == "queued").order_by(JobRecord.id).limit(1)
            found = session.scalars(wanted).first()
        if found is None:
            return done
        run_job(ctx, found)
        done.append(found)


def _claim(ctx: Context, job_id: str) -> Task:
    with ctx.db.write() as session:
        row = _row(session, job_id)
        assert row.state == "queued", row.state
        row.state, row.attempt, row.worker, row.started_at = "running", row.attempt + 1, "test", ctx.now()
        return Task(
            job_id=row.id,
            subject=row.subject,
            attempt=row.attempt,
            argument=row.argument,
            data_dir=ctx.settings.data_dir,
            database_url=ctx.settings.url,
            language=getattr(row, "language", "en"),
            worker=row.worker,
        )


def _kind(ctx: Context, job_id: str) -> str:
    with ctx.db.read() as session:
        return _row(session, job_id).kind


def _row(session: Session, job_id: str) -> JobRecord:
    row = session.get(JobRecord, job_id, with_for_update=True)
    assert row is not None, job_id
    return row
