"""Forgetting bases: on wish, or by age."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import time

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import Dataset, JobRecord, ProposalRecord, ScenarioRecord, StudyRecord
from api.files import Files
from api.security.actor import SYSTEM
from api.work.audits import SHEETS
from api.work.bases import UPLOADS
from api.work.cases import CASES

KEPT = ("approved", "live")
"""No base of a proposal in these states is ever forgotten."""

DEAD_SECONDS = 3600.0
"""An upload into which nothing came for so long has lost its process."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Ids of what was removed from the database; its files can go."""

    dataset_id: str
    proposals: tuple[str, ...]
    studies: tuple[str, ...]


def remove_dataset(session: Session, row: Dataset) -> Gone | None:
    """Remove a base and what stands on it; None, and nothing is removed, where a job is at work on it."""
    proposals = tuple(session.scalars(select(ProposalRecord.id).where(ProposalRecord.dataset_id == row.id)))
    studies = tuple(session.scalars(select(StudyRecord.id).where(StudyRecord.dataset_id == row.id)))
    busy = select(JobRecord.id).where(
        JobRecord.subject.in_((row.id, *proposals, *studies)), JobRecord.state.in_(("queued", "running"))
    )
    if session.scalars(busy.limit(1)).first() is not None:
        return None
    for model in (StudyRecord, ScenarioRecord, ProposalRecord):
        session.execute(delete(model).where(model.dataset_id == row.id))
    session.delete(row)
    session.flush()
    return Gone(row.id, proposals, studies)


def remove_files(files: Files, gone: Gone) -> None:
    """Remove the folders of what is gone."""
    for kind in (UPLOADS, CASES):
        files.remove(kind, gone.dataset_id)
    for kind, ids in (("proposals", gone.proposals), ("studies", gone.studies)):
        for item_id in ids:
            files.remove(kind, item_id)


def forget_old(ctx: Context) -> list[str]:
    """Forget bases older than the settings allow, and what dead processes left; ids of the bases. Daily."""
    sweep_uploads(ctx)
    days = ctx.settings.keep_datasets_days
    if not days:
        return []
    with ctx.db.read() as session:
        standing = exists().where(ProposalRecord.dataset_id == Dataset.id, ProposalRecord.state.in_(KEPT))
        old = Dataset.created_at < ctx.now() - timedelta(days=days)
        ids = list(session.scalars(select(Dataset.id).where(old, ~standing).order_by(Dataset.id)))
    return [dataset_id for dataset_id in ids if _forget(ctx, dataset_id)]


def _forget(ctx: Context, dataset_id: str) -> bool:
    """Forget one base, unless somebody has begun to use it since it was found."""
    with ctx.db.write() as session:
        row = session.get(Dataset, dataset_id, with_for_update=True)
        used = select(ProposalRecord.id).where(
            ProposalRecord.dataset_id == dataset_id, ProposalRecord.state.in_(KEPT)
        )
        if row is None or session.scalars(used.limit(1)).first() is not None:
            return False
        gone = remove_dataset(session, row)
        if gone is None:
            return False
        record(ctx, session, SYSTEM, "dataset.forgotten", dataset_id, proposals=len(gone.proposals))
    remove_files(ctx.files, gone)
    return True


def sweep_uploads(ctx: Context, *, dead_seconds: float = DEAD_SECONDS) -> int:
    """Remove folders of uploads that no process finishes any more; how many they were.

    Of these are folders that were never renamed, and those whose row never came.
    """
    removed = 0
    for kind in (UPLOADS, CASES, SHEETS):
        folder = ctx.files.root / kind
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            alone = path.name.startswith(".") or (kind != SHEETS and not _is_known(ctx, path.name))
            if alone and time() - _touched(path) > dead_seconds:
                shutil.rmtree(path, ignore_errors=True)
                removed += 1
    return removed


def _touched(path: Path) -> float:
    """When anything last came into a folder."""
    try:
        return max((one.stat().st_mtime for one in (path, *path.iterdir())), default=time())
    except OSError:  # it is being renamed at this moment
        return time()


def _is_known(ctx: Context, name: str) -> bool:
    with ctx.db.read() as session:
        return session.get(Dataset, name) is not None
