"""The rows of jobs as supervisors change them: every change of a running job names who holds it.

A claim is fenced by worker and attempt together: whoever lost a job (its lease ran out, somebody else took
it) changes nothing any more. The statements are the same for both databases: SQLite has one writer at a time
and leaves SKIP LOCKED out, PostgreSQL lets every supervisor take other rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import JobRecord


@dataclass(frozen=True, slots=True)
class Hold:
    """One attempt of a job, and who has it."""

    job_id: str
    attempt: int
    worker: str


@dataclass(frozen=True, slots=True)
class News:
    """What a running job told last, and its course so far."""

    progress: dict[str, Any]
    course: list[Any]


def claim(ctx: Context, worker: str, kinds: Collection[str], number: int) -> list[JobRecord]:
    """Take up to `number` queued jobs of these kinds, the oldest first."""
    wanted = (
        select(JobRecord)
        .where(JobRecord.state == "queued", JobRecord.kind.in_(kinds))
        .order_by(JobRecord.id)
        .limit(number)
    )
    with ctx.db.read() as session:  # an idle supervisor takes no write lock
        if session.scalars(wanted.limit(1)).first() is None:
            return []
    with ctx.db.write() as session:
        rows = list(session.scalars(wanted.with_for_update(skip_locked=True)))
        for row in rows:
            _begin(ctx, row, worker)
        return rows


def _begin(ctx: Context, row: JobRecord, worker: str) -> None:
    row.state, row.worker, row.attempt = "running", worker, row.attempt + 1
    row.started_at = ctx.now()
    row.lease_until = _lease(ctx)
    row.progress, row.course = None, []


def look(ctx: Context, holds: Collection[Hold]) -> dict[Hold, bool]:
    """Which of these are still held, each with whether somebody wishes it cancelled."""
    ids = [hold.job_id for hold in holds]
    with ctx.db.read() as session:
        columns = (JobRecord.id, JobRecord.attempt, JobRecord.worker, JobRecord.cancel_requested)
        rows = session.execute(select(*columns).where(JobRecord.id.in_(ids), JobRecord.state == "running"))
        found = {Hold(job_id, attempt, worker): wish for job_id, attempt, worker, wish in rows}
    return {hold: found[hold] for hold in holds if hold in found}


def beat(ctx: Context, news: Mapping[Hold, News | None]) -> None:
    """Renew the leases of all that are still held, with what they told; None leaves that as it was."""
    with ctx.db.write() as session:
        for hold in sorted(news, key=lambda one: one.job_id):
            row = held(session, hold)
            if row is None:
                continue
            row.lease_until = _lease(ctx)
            told = news[hold]
            if told is not None:
                row.progress, row.course = told.progress, told.course


def held(session: Session, hold: Hold) -> JobRecord | None:
    """The row, locked, if this attempt still has it."""
    return session.scalars(
        select(JobRecord)
        .where(
            JobRecord.id == hold.job_id,
            JobRecord.state == "running",
            JobRecord.attempt == hold.attempt,
            JobRecord.worker == hold.worker,
        )
        .with_for_update()
    ).one_or_none()


def release(ctx: Context, holds: Collection[Hold]) -> None:
    """Give jobs back that were not lost but let go of: the attempt does not count."""
    with ctx.db.write() as session:
        for hold in sorted(holds, key=lambda one: one.job_id):
            row = held(session, hold)
            if row is not None:
                requeue(row)
                row.attempt -= 1


def requeue(row: JobRecord) -> None:
    """Put a row back into the queue; being older, it comes before newer ones."""
    row.state, row.worker, row.lease_until = "queued", "", None


def overdue(session: Session, ctx: Context) -> Sequence[JobRecord]:
    """Running jobs whose lease has run out, locked; those that somebody else is at are left to them."""
    return session.scalars(
        select(JobRecord)
        .where(JobRecord.state == "running", JobRecord.lease_until < ctx.now())
        .order_by(JobRecord.id)
        .with_for_update(skip_locked=True)
    ).all()


def any_overdue(ctx: Context) -> bool:
    """Whether there are such, without a lock."""
    with ctx.db.read() as session:
        found = select(JobRecord.id).where(JobRecord.state == "running", JobRecord.lease_until < ctx.now())
        return session.scalars(found.limit(1)).first() is not None


def _lease(ctx: Context) -> Any:
    return ctx.now() + timedelta(seconds=ctx.settings.job_lease_seconds)
