"""Asking for jobs and waiting for what becomes of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from api.context import Context
from api.db.models import JobRecord, PolicyRecord
from api.jobs.queue import enqueue
from api.security.actor import SYSTEM

PATIENCE = 120.0
FINAL = ("succeeded", "failed", "cancelled")


def ask(ctx: Context, kind: str, subject: str = "thing", **argument: Any) -> str:
    """Put a job into the queue; its id."""
    with ctx.db.write() as session:
        return enqueue(ctx, session, SYSTEM, kind, subject, argument).id


def row(ctx: Context, job_id: str) -> JobRecord:
    with ctx.db.read() as session:
        found = session.get(JobRecord, job_id)
        assert found is not None
        return found


def wait_until(holds: Callable[[], object]) -> None:
    """Wait until it is so, not for ever."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never became so"
        time.sleep(0.05)


def ended(ctx: Context, job_id: str) -> JobRecord:
    """The row of the job when it has ended."""
    wait_until(lambda: row(ctx, job_id).state in FINAL)
    return row(ctx, job_id)


def pid_in(path: str) -> int:
    """The process that wrote this file; one that is just being written anew is read again."""
    found: list[str] = []

    def written() -> bool:
        found[:] = Path(path).read_text().split() if Path(path).exists() else []
        return bool(found)

    wait_until(written)
    return int(found[0])


def told(ctx: Context) -> list[str]:
    """What landing and failing left behind, in order."""
    with ctx.db.read() as session:
        return list(session.scalars(select(PolicyRecord.name).order_by(PolicyRecord.id)))
