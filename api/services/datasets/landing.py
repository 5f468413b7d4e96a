"""What becomes of a base when the job that reads it ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import Dataset, JobRecord
from api.jobs.model import Kind
from api.security.actor import SYSTEM
from api.services.datasets.standing import READY, REFUSED
from api.services.datasets.uploads import KIND
from api.webhooks.outbox import announce
from api.work.reading import read_dataset

_FIGURES = ("sha256", "num_clients", "num_managers", "num_activities", "figures")


def land(ctx: Context, session: Session, job: JobRecord, result: Any) -> None:
    """The base can be looked into and divided."""
    row = _of(session, job)
    if row is None:
        return
    for name in _FIGURES:
        setattr(row, name, result[name])
    row.state, row.problem, row.as_of = READY, None, date.fromisoformat(result["as_of"])
    row.version += 1
    told = {"dataset_id": row.id, "clients": row.num_clients, "managers": row.num_managers}
    announce(ctx, session, "dataset.ready", told)
    record(ctx, session, SYSTEM, "dataset.read", row.id, clients=row.num_clients, managers=row.num_managers)


def fail(ctx: Context, session: Session, job: JobRecord, problem: Mapping[str, Any]) -> None:
    """The base can't be used; `problem` says why, place by place."""
    row = _of(session, job)
    if row is None:
        return
    row.state, row.problem, row.version = REFUSED, dict(problem), row.version + 1
    places = len(problem.get("errors", ()))
    announce(ctx, session, "dataset.refused", {"dataset_id": row.id, "places": places})
    record(ctx, session, SYSTEM, "dataset.refused", row.id, places=places)


def _of(session: Session, job: JobRecord) -> Dataset | None:
    """The base that the job is for, unless it is gone or is being read by another job."""
    row = session.get(Dataset, job.subject, with_for_update=True)
    return row if row is not None and row.job_id == job.id else None


READ_DATASET = Kind(KIND, read_dataset, land, fail, light=True)
