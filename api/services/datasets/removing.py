"""Forgetting bases: on wish, or by age."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
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
from api.work.opening import PROPOSALS
from api.work.routing import ROUTING
from api.work.studying.job import STUDIES

KEPT = ("approved", "live")
"""No base of a proposal in these states is ever forgotten."""

DEAD_SECONDS = 3600.0
"""A folder into which nothing came for so long has lost its process."""

JOBS_KEPT_FOR = timedelta(days=1)
"""How long whoever follows the job of something that was deleted can still read how it ended."""

OWNERS: Mapping[str, type[Dataset | ProposalRecord | StudyRecord]] = {
    UPLOADS: Dataset,
    CASES: Dataset,
    PROPOSALS: ProposalRecord,
    ROUTING: ProposalRecord,
    STUDIES: StudyRecord,
}
"""Kinds of folders that are named by the id of a row, and its table: without the row nobody needs them."""

_BUSY = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Gone:
    """Ids of what was removed from the database; its files can go."""

    dataset_id: str
    proposals: tuple[str, ...]
    studies: tuple[str, ...]


def remove_dataset(session: Session, row: Dataset) -> Gone | None:
    """Remove a base, what stands on it and all their jobs, since jobs quote cells and hold clients' ids.

    None, and nothing is removed, where a job is at work on it.
    """
    proposals = tuple(session.scalars(select(ProposalRecord.id).where(ProposalRecord.dataset_id == row.id)))
    studies = tuple(session.scalars(select(StudyRecord.id).where(StudyRecord.dataset_id == row.id)))
    jobs = JobRecord.subject.in_((row.id, *proposals, *studies))
    busy = select(JobRecord.id).where(jobs, JobRecord.state.in_(_BUSY))
    if session.scalars(busy.limit(1)).first() is not None:
        return None
    session.execute(delete(JobRecord).where(jobs, JobRecord.state.not_in(_BUSY)))
    for model in (StudyRecord, ScenarioRecord, ProposalRecord):
        session.execute(delete(model).where(model.dataset_id == row.id))
    session.delete(row)
    session.flush()
    return Gone(row.id, proposals, studies)


def remove_files(files: Files, gone: Gone) -> None:
    """Remove the folders of what is gone."""
    for kind in (UPLOADS, CASES):
        files.remove(kind, gone.dataset_id)
    for kind, ids in ((PROPOSALS, gone.proposals), (ROUTING, gone.proposals), (STUDIES, gone.studies)):
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
    """Remove folders, of uploads and of answers, that no process finishes any more; how many they were.

    Of these are folders that were never renamed, and those whose row never came or is gone.
    """
    dead = [
        path
        for kind in (*OWNERS, SHEETS)
        for path in _alone(ctx, kind)
        if time() - _touched(path) > dead_seconds
    ]
    for path in dead:
        shutil.rmtree(path, ignore_errors=True)
    return len(dead)


def _alone(ctx: Context, kind: str) -> list[Path]:
    """Folders of a kind under a temporary name or without a row; filled sheets have none."""
    folder, owner = ctx.files.root / kind, OWNERS.get(kind)
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    if owner is None:
        return [path for path in paths if path.name.startswith(".")]
    with ctx.db.read() as session:
        known = set(session.scalars(select(owner.id)))
    return [path for path in paths if path.name not in known]


def _touched(path: Path) -> float:
    """When anything last came into a folder."""
    try:
        return max((one.stat().st_mtime for one in (path, *path.iterdir())), default=time())
    except OSError:  # it is being renamed at this moment
        return time()


def forget_jobs(ctx: Context) -> int:
    """Remove ended jobs of what was deleted by itself, such as a proposal of a base that stays; how many."""
    old = delete(JobRecord).where(
        JobRecord.state.not_in(_BUSY),
        JobRecord.finished_at < ctx.now() - JOBS_KEPT_FOR,
        *(JobRecord.subject.not_in(select(owner.id)) for owner in (Dataset, ProposalRecord, StudyRecord)),
    )
    with ctx.db.write() as session:
        done = session.execute(old, execution_options={"synchronize_session": False})
        return int(done.rowcount)  # type: ignore[attr-defined]
