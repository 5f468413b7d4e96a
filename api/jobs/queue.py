"""Putting a job into the queue, in the transaction of whatever asked for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import JobRecord
from api.ids import new_id
from api.logs import request_id
from api.security.actor import Actor


def enqueue(
    ctx: Context, session: Session, actor: Actor, kind: str, subject: str, argument: dict[str, Any]
) -> JobRecord:
    """A new job for `subject`; it begins once the transaction is committed and a slot is free."""
    job = JobRecord(
        id=new_id("job"),
        kind=kind,
        subject=subject,
        argument=argument,
        state="queued",
        created_at=ctx.now(),
        created_by=actor.id,
        created_role=actor.role.value,
        language=actor.language,
        request_id=request_id(),
    )
    session.add(job)
    return job
