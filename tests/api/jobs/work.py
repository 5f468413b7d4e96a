"""Kinds of jobs that do what jobs may do, good and bad. Their functions run in processes of their own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import JobRecord, PolicyRecord
from api.errors import Unprocessable
from api.ids import new_id
from api.jobs.model import Kind, Task
from assigner.solution import Progress
from scenarios.runner import JobContext

PATIENCE = 120.0


def double(task: Task, context: JobContext) -> dict[str, Any]:
    """Answers at once."""
    context.tell(Progress("improve", 0.5, score=2.0, bound=1.0))
    return {"value": 2 * task.argument["value"], "request_id": task.request_id, "pid": os.getpid()}


def patient(task: Task, context: JobContext) -> dict[str, Any]:
    """Works until it is asked to stop, then gives what it has; says where it lives."""
    begin = time.monotonic()
    while not context.should_stop() and time.monotonic() < begin + PATIENCE:
        seconds = time.monotonic() - begin
        context.tell(Progress("improve", seconds, score=100.0 - seconds, bound=1.0))
        Path(task.argument["pid_file"]).write_text(f"{os.getpid()}")
        if Path(task.argument.get("sign", "/nowhere")).exists():
            break
        time.sleep(0.02)
    return {"best": 42, "attempt": task.attempt}


def deaf(task: Task, context: JobContext) -> None:
    """Works and never asks whether to stop."""
    Path(task.argument["pid_file"]).write_text(f"{os.getpid()}")
    time.sleep(PATIENCE)


def dying(task: Task, context: JobContext) -> dict[str, Any]:
    """Dies in its first `times` attempts."""
    if task.attempt <= task.argument["times"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return {"attempt": task.attempt}


def refusing(task: Task, context: JobContext) -> None:
    """Fails as expected."""
    raise Unprocessable("No such column.", errors=[{"where": "a.csv", "value": "x", "message": "mend it"}])


def defective(task: Task, context: JobContext) -> None:
    """Fails as nobody foresaw, with words that are nobody's business."""
    raise RuntimeError("the phone is +7 999 123-45-67")


def land(ctx: Context, session: Session, job: JobRecord, value: Any) -> None:
    """A row for each landing: so doubled ones show."""
    if isinstance(value, dict) and value.get("value") == 26:
        raise RuntimeError("can't be landed")
    _tell(ctx, session, f"landed {job.subject}")


def fail(ctx: Context, session: Session, job: JobRecord, why: Mapping[str, Any]) -> None:
    """A row for each failure."""
    _tell(ctx, session, f"failed {job.subject} {why['type'].rpartition(':')[2]}")


def _tell(ctx: Context, session: Session, name: str) -> None:
    now = ctx.now()
    session.add(
        PolicyRecord(
            id=new_id("pol"), name=name, document={}, created_at=now, created_by="job", changed_at=now
        )
    )


KINDS = tuple(
    Kind(name, function, land, fail, light=name == "double")
    for name, function in (
        ("double", double),
        ("patient", patient),
        ("deaf", deaf),
        ("dying", dying),
        ("refusing", refusing),
        ("defective", defective),
    )
)
