"""Audits of a base's log: the call sheet out, the filled one in, and what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import Dataset, JobRecord
from api.errors import NotFound
from api.ids import new_id
from api.jobs.model import Kind
from api.jobs.queue import enqueue
from api.security.actor import SYSTEM, Actor, Role
from api.security.operations import operation
from api.services.datasets.decisions import add_decisions, refuse_own_tables
from api.services.datasets.intake import too_large
from api.services.datasets.standing import Document, decisions_of, ready
from api.work.audits import FILLED, RESULT, SHEET, SHEETS, draw_audit_sheet, read_audit_sheet
from api.work.cases import CASES

DRAW, READ = "draw_audit_sheet", "read_audit_sheet"
MAX_SHEET_BYTES = 16 << 20


@operation("draw_dataset_audit")
def draw_dataset_audit(
    ctx: Context,
    actor: Actor,
    dataset_id: str,
    *,
    confidence: float,
    margin: float,
    seed: int,
    max_calls: int | None,
) -> Document:
    """Draw a sample of claims in a job; the same seed draws the same one. Then the sheet can be fetched."""
    wish = {"confidence": confidence, "margin": margin, "seed": seed, "max_calls": max_calls}
    with ctx.db.write() as session:
        row = ready(session, actor, dataset_id)
        job = enqueue(ctx, session, actor, DRAW, row.id, _limits(ctx, session, row) | wish)
        record(ctx, session, actor, "dataset.audit_drawn", row.id, seed=seed)
        return {"dataset_id": row.id, "job_id": job.id}


@operation("get_dataset_audit_sheet")
def get_dataset_audit_sheet(ctx: Context, actor: Actor, dataset_id: str) -> Path:
    """The call sheet that was drawn last, a workbook. Raises NotFound before one was."""
    return _file(ctx, actor, dataset_id, SHEET)


@operation("get_dataset_audit")
def get_dataset_audit(ctx: Context, actor: Actor, dataset_id: str) -> Document:
    """What the answers of the sheet that was read last say of each manager's log."""
    document: Document = json.loads(_file(ctx, actor, dataset_id, RESULT).read_text("utf-8"))
    return document


def _file(ctx: Context, actor: Actor, dataset_id: str, name: str) -> Path:
    with ctx.db.read() as session:
        ready(session, actor, dataset_id)
    path = ctx.files.folder(CASES, dataset_id) / name
    if not path.exists():
        raise NotFound(actor.tr.gettext("There is no audit of this dataset yet."))
    return path


class Sheet:
    """A filled sheet on its way to the disk."""

    def __init__(self, actor: Actor, sheet_id: str, stream: BinaryIO) -> None:
        self.sheet_id = sheet_id
        self._tr, self._stream, self._size = actor.tr, stream, 0

    def data(self, piece: bytes) -> None:
        """More bytes. Raises TooLarge."""
        self._size += len(piece)
        if self._size > MAX_SHEET_BYTES:
            raise too_large(self._tr, MAX_SHEET_BYTES)
        self._stream.write(piece)


@contextmanager
def receiving_sheet(ctx: Context, actor: Actor) -> Iterator[Sheet]:
    """A place for a filled sheet; where the block raises, nothing stays."""
    sheet_id = new_id("sh")
    with ctx.files.making(SHEETS, sheet_id) as folder, (folder / FILLED).open("xb") as stream:
        yield Sheet(actor, sheet_id, stream)


@operation("read_dataset_audit")
def read_dataset_audit(
    ctx: Context, actor: Actor, dataset_id: str, *, sheet_id: str, name: str, confidence: float = 0.95
) -> Document:
    """Read a filled sheet in a job; its answers become decisions of the base."""
    wish = {"sheet": sheet_id, "name": name[:200], "confidence": confidence}
    try:
        with ctx.db.write() as session:
            row = ready(session, actor, dataset_id)
            refuse_own_tables(ctx, actor, dataset_id)
            job = enqueue(ctx, session, actor, READ, row.id, _limits(ctx, session, row) | wish)
            record(ctx, session, actor, "dataset.audit_sent", row.id)
            return {"dataset_id": row.id, "job_id": job.id}
    except BaseException:
        ctx.files.remove(SHEETS, sheet_id)
        raise


def _limits(ctx: Context, session: Session, row: Dataset) -> dict[str, Any]:
    return {
        "memory_mb": ctx.settings.read_memory_mb,
        "seconds": ctx.settings.read_seconds,
        "decisions": decisions_of(session, row.id),
    }


def _drawn(ctx: Context, session: Session, job: JobRecord, result: Any) -> None:
    job.result = dict(result)


def _answered(ctx: Context, session: Session, job: JobRecord, result: Any) -> None:
    """The answers become decisions of whoever sent the sheet."""
    row = session.get(Dataset, job.subject, with_for_update=True)
    if row is None:
        return
    sender = Actor(job.created_by, "user", Role(job.created_role), language=job.language)
    kept = add_decisions(ctx, session, sender, row, result["decisions"])
    job.result = {"answers": len(kept)}
    ctx.files.remove(SHEETS, str(job.argument["sheet"]))
    record(ctx, session, SYSTEM, "dataset.audited", row.id, answers=len(kept))


def _failed(ctx: Context, session: Session, job: JobRecord, problem: Mapping[str, Any]) -> None:
    if job.kind == READ:
        ctx.files.remove(SHEETS, str(job.argument["sheet"]))


DRAW_AUDIT = Kind(DRAW, draw_audit_sheet, _drawn, _failed, light=True)
READ_AUDIT = Kind(READ, read_audit_sheet, _answered, _failed, light=True)
