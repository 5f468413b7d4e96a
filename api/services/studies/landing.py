"""How the job of a study ends."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from api.context import Context
from api.db.engine import after_commit
from api.db.models import JobRecord, StudyRecord
from api.jobs.model import Kind
from api.services.studies.starting import JOB
from api.work.studying.job import STUDIES, study


def _land(ctx: Context, session: Session, job: JobRecord, found: Any) -> None:
    """The results lie in the study's folder; `stopped` says that somebody cancelled it on the way."""
    row = _row(ctx, session, job)
    if row is not None:
        row.state, row.problem = "done", None
        row.figures = {**found["figures"], "stopped": found["stopped"]}


def _fail(ctx: Context, session: Session, job: JobRecord, problem: Mapping[str, Any]) -> None:
    row = _row(ctx, session, job)
    if row is not None:
        row.state = "cancelled" if job.cancel_requested else "failed"
        row.problem = dict(problem)


def _row(ctx: Context, session: Session, job: JobRecord) -> StudyRecord | None:
    """The study that the job is for, changed from now on; files of one that was removed meanwhile go."""
    row = session.get(StudyRecord, job.subject, with_for_update=True)
    if row is None:
        after_commit(session, partial(ctx.files.remove, STUDIES, job.subject))
    else:
        row.version += 1
    return row


STUDY = Kind(JOB, study, _land, _fail)
"""Makes a study."""
