"""What operators and their machines ask: is it alive, is it ready, how much does it do."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from api.context import Context
from api.db.models import JobRecord
from api.db.upgrade import is_up_to_date
from api.security.actor import Actor
from api.security.operations import operation


def readiness(ctx: Context, *, alive: Mapping[str, bool]) -> dict[str, Any]:
    """Whether requests can be answered, and by what each answer was decided.

    `alive` says of whatever runs beside requests whether it does; a process that runs no jobs has nothing.
    """
    checks = {"database": _database_is_ready(ctx), "files": _files_are_writable(ctx), **alive}
    return {"ready": all(checks.values()), "checks": checks}


@operation("get_metrics")
def jobs_by_state(ctx: Context, actor: Actor) -> tuple[dict[str, int], float]:
    """How many jobs are in each state, and how many seconds the oldest queued one has waited."""
    with ctx.db.read() as session:
        counts = session.execute(select(JobRecord.state, func.count()).group_by(JobRecord.state))
        by_state = {str(state): int(number) for state, number in counts}
        oldest = session.scalar(select(func.min(JobRecord.created_at)).where(JobRecord.state == "queued"))
    return by_state, (ctx.now() - oldest).total_seconds() if oldest is not None else 0.0


def _database_is_ready(ctx: Context) -> bool:
    """Whether it answers and knows all migrations."""
    try:
        return is_up_to_date(ctx.db)
    except Exception:  # whatever it is, it is not ready
        return False


def _files_are_writable(ctx: Context) -> bool:
    try:
        ctx.files.root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=ctx.files.root, prefix=".ready.") as file:
            file.write(b"x")
            os.fsync(file.fileno())
    except OSError:
        return False
    return True
