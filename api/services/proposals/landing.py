"""What happens to a proposal when its job ends."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.engine import after_commit
from api.db.models import JobRecord, ProposalRecord
from api.security.actor import SYSTEM
from api.services.proposals.hooks import tell
from api.services.proposals.rows import DRAFT, FAILED, PROPOSED
from api.work.opening import PROPOSALS


def land_answer(ctx: Context, session: Session, job: JobRecord, result: Any) -> None:
    """The draft is proposed."""
    row = _draft(ctx, session, job)
    if row is None:
        return
    row.state, row.figures, row.problem = PROPOSED, result["figures"], None
    row.version += 1
    tell(ctx, session, "proposal.proposed", row)
    figures = {name: row.figures[name] for name in ("score", "gap", "moved_clients")}
    record(ctx, session, SYSTEM, "proposal.solved", row.id, job_id=job.id, **figures)


def fail_answer(ctx: Context, session: Session, job: JobRecord, problem: Mapping[str, Any]) -> None:
    """The draft has failed, with the reason and, where rules conflict, the ways out."""
    row = _draft(ctx, session, job)
    if row is None:
        return
    row.state, row.problem, row.version = FAILED, dict(problem), row.version + 1
    tell(ctx, session, "proposal.failed", row)
    record(ctx, session, SYSTEM, "proposal.failed", row.id, job_id=job.id, code=str(problem.get("type", "")))


def _draft(ctx: Context, session: Session, job: JobRecord) -> ProposalRecord | None:
    """The proposal that the job is for, while it waits for it; files of one that was removed meanwhile go."""
    row = session.get(ProposalRecord, job.subject, with_for_update=True)
    if row is None:
        after_commit(session, partial(ctx.files.remove, PROPOSALS, job.subject))
        return None
    return row if row.state == DRAFT and row.job_id == job.id else None
