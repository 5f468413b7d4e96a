"""Bases as rows: finding them, what was decided about them, what stands on them."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import Dataset, DatasetDecision, JobRecord, ProposalRecord
from api.errors import Conflict, NotFound
from api.security.actor import Actor
from api.services.versions import etag
from api.work.cases import CASES

Document = dict[str, Any]

READING, READY, REFUSED = "reading", "ready", "refused"
PREFIX = "ds"
STANDING = ("draft", "proposed", "approved", "live")
"""States of proposals that still need the base they stand on."""


def decisions_of(session: Session, dataset_id: str) -> list[Document]:
    """What was decided about a base, as `api.work.cases.case_of` takes it."""
    wanted = select(DatasetDecision).where(DatasetDecision.dataset_id == dataset_id)
    return [_decision(row) for row in session.scalars(wanted.order_by(DatasetDecision.id))]


def managers_told(ctx: Context, dataset_id: str) -> list[Document]:
    """The managers of a base as reading wrote them. Raises FileNotFoundError where the base is gone."""
    path = ctx.files.folder(CASES, dataset_id) / "managers.json"
    found: list[Document] = json.loads(path.read_text("utf-8"))["managers"]
    return found


def num_decisions(session: Session, dataset_id: str) -> int:
    """How many decisions stand about a base."""
    query = select(func.count()).select_from(DatasetDecision)
    return session.scalar(query.where(DatasetDecision.dataset_id == dataset_id)) or 0


def _decision(row: DatasetDecision) -> Document:
    until = None if row.until is None else row.until.isoformat()
    return {
        "kind": row.kind,
        "a": row.a,
        "b": row.b,
        "reason": row.reason,
        "answer": row.answer,
        "until": until,
    }


def found(session: Session, actor: Actor, dataset_id: str, *, lock: bool = False) -> Dataset:
    """The base with this id. Raises NotFound."""
    row = session.get(Dataset, dataset_id, with_for_update=lock or None)
    if row is None:
        raise NotFound(actor.tr.gettext("There is no dataset with this id."))
    return row


def ready(session: Session, actor: Actor, dataset_id: str) -> Dataset:
    """The base, once it has been read. Raises NotFound, and Conflict where it can't be looked into."""
    row = found(session, actor, dataset_id)
    if row.state == READING:
        raise Conflict(
            actor.tr.gettext("The dataset is still being read; wait for its job."), job_id=row.job_id
        )
    if row.state == REFUSED:
        raise Conflict(actor.tr.gettext("The dataset was refused; its `problem` says why."))
    return row


def refuse_while_busy(session: Session, actor: Actor, row: Dataset) -> None:
    """Raise Conflict where the base is being read, or a proposal stands on it."""
    if row.job_id is not None:
        job = session.get(JobRecord, row.job_id)
        if job is not None and job.state in ("queued", "running"):
            message = actor.tr.gettext("The dataset is still being read; wait for its job, or cancel it.")
            raise Conflict(message, job_id=job.id)
    wanted = select(ProposalRecord.id).where(
        ProposalRecord.dataset_id == row.id, ProposalRecord.state.in_(STANDING)
    )
    standing = list(session.scalars(wanted.limit(20)))
    if standing:
        message = actor.tr.gettext("Proposals stand on this dataset: {ids}.", ids=", ".join(standing))
        raise Conflict(message, proposals=standing)


def dataset_document(row: Dataset, actor: Actor, *, whole: bool = True) -> Document:
    """A base as it is told; `whole` adds what only those see who see the whole base."""
    document: Document = {
        "id": row.id,
        "name": row.name,
        "state": row.state,
        "as_of": None if row.as_of is None else row.as_of.isoformat(),
        "created_at": row.created_at.isoformat(),
        "etag": etag(row),
    }
    if not whole:
        return document
    return document | {
        "job_id": row.job_id,
        "tables": row.tables,
        "tolerant": row.tolerant,
        "sha256": row.sha256,
        "num_clients": row.num_clients,
        "num_managers": row.num_managers,
        "num_activities": row.num_activities,
        "figures": _figures(row, actor),
        "problem": row.problem,
        "created_by": row.created_by,
    }


def _figures(row: Dataset, actor: Actor) -> Document | None:
    """The headline figures, with sentences in the reader's language."""
    if row.figures is None:
        return None
    figures = dict(row.figures)
    told: Document = figures.pop("told", {})
    sentences: Document = told.get(actor.language) or told.get("en", {})
    return figures | sentences
