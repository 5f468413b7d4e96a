"""An attempt that has lost its job changes nothing: what another one made, and somebody approved, stays."""

from __future__ import annotations

import multiprocessing
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from api.app import open_context
from api.context import Context
from api.db.models import Assignment, DatasetClient, JobRecord
from api.jobs.kinds import kinds
from api.jobs.model import Task
from api.jobs.supervisor import Supervisor
from api.security.actor import Actor, Role
from api.services import proposals, studies
from api.services.datasets.uploads import create_demo_dataset
from api.services.studies import StudyWish
from api.settings import Settings
from scenarios.runner import WorkerLost
from scenarios.scenario import Effort
from tests.api.jobs.watching import ended, row, wait_until
from tests.api.running import InlineContext, never, run_all_jobs
from tests.api.whatif import bases

HEAD = Actor("key_head", "key", Role.HEAD)
ADMIN = Actor("key_admin", "key", Role.ADMIN)


@dataclass(frozen=True)
class Kept:
    """Everything that jobs keep: bytes of files by path, rows of clients."""

    files: dict[str, bytes]
    clients: list[tuple[str, str | None]]
    read: int


def kept(ctx: Context) -> Kept:
    root = ctx.files.root
    with ctx.db.read() as session:
        wanted = select(Assignment.client_id, Assignment.manager_id).order_by(Assignment.client_id)
        clients = [(one.client_id, one.manager_id) for one in session.execute(wanted)]
        read = len(session.scalars(select(DatasetClient.client_id)).all())
    files = {str(one.relative_to(root)): one.read_bytes() for one in root.rglob("*") if one.is_file()}
    return Kept(files, clients, read)


def task_of(ctx: Context, job: JobRecord, **other: object) -> Task:
    """The job as an attempt of it was given it, but for what is other."""
    settings = ctx.settings
    given = {"attempt": job.attempt, "worker": job.worker} | other
    return Task(
        job_id=job.id,
        subject=job.subject,
        argument=job.argument,
        data_dir=settings.data_dir,
        database_url=settings.url,
        **given,  # type: ignore[arg-type]
    )


def test_what_any_kind_of_job_made_stays(ctx: Context, settings: Settings) -> None:
    """A base, a proposal with its routing plan, and a study; then every job once more by who lost it."""
    base = create_demo_dataset(ctx, ADMIN, name="Demo", clients=40, managers=4, seed=1)
    run_all_jobs(ctx)
    wish = StudyWish(
        kind="frontier", name="curve", dataset_id=base["id"], effort=Effort(work_limit=0.1), points=2
    )
    studies.create_study(ctx, HEAD, wish)
    config = {"work_limit": 0.1}
    asked = proposals.create_proposal(ctx, HEAD, dataset_id=base["id"], name="plan", config=config)
    run_all_jobs(ctx)
    solved = proposals.get_proposal(ctx, HEAD, asked["id"])
    proposals.approve_proposal(ctx, HEAD, asked["id"], if_match=solved["etag"])
    run_all_jobs(ctx)
    before = kept(ctx)
    assert len(before.clients) == before.read > 30
    with ctx.db.write() as session:
        jobs = list(session.scalars(select(JobRecord)))
        for job in jobs:
            job.state = "running"  # the hardest case: another attempt is at it
    assert {job.kind for job in jobs} >= {"read_dataset", "study", "propose", "prepare_route"}
    for job in jobs:
        for other in ({"attempt": job.attempt + 1}, {"worker": "somebody"}):
            with pytest.raises(WorkerLost):
                kinds()[job.kind].function(task_of(ctx, job, **other), InlineContext(never))
        assert kept(ctx) == before, job.kind


@pytest.mark.nightly
@bases.ONCE
def test_a_machine_that_was_frozen_leaves_the_approved_plan_alone(settings: Settings, tmp_path: Path) -> None:
    ctx = open_context(settings.model_copy(update={"job_lease_seconds": 2.0}))
    base = bases.made_up(ctx, tmp_path / "company", clients=60)
    config = {"work_limit": 3.0}
    asked = proposals.create_proposal(ctx, HEAD, dataset_id=base, name="plan", config=config)
    frozen, other = Supervisor(ctx), Supervisor(ctx)
    goes_on = frozen._round
    frozen.start()
    wait_until(lambda: row(ctx, asked["job_id"]).progress)
    setattr(frozen, "_round", lambda: None)  # noqa: B010 - mypy
    (child,) = multiprocessing.active_children()
    os.kill(child.pid or 0, signal.SIGSTOP)
    other.start()
    assert ended(ctx, asked["job_id"]).attempt == 2
    solved = proposals.get_proposal(ctx, HEAD, asked["id"])
    proposals.approve_proposal(ctx, HEAD, asked["id"], if_match=solved["etag"])
    wait_until(lambda: not other.running and all_ended(ctx))  # the routing plan is made too
    before = kept(ctx)
    os.kill(child.pid or 0, signal.SIGCONT)
    setattr(frozen, "_round", goes_on)  # noqa: B010
    wait_until(lambda: not frozen.running)
    assert kept(ctx) == before
    for supervisor in (frozen, other):
        supervisor.stop()
    ctx.db.close()


def all_ended(ctx: Context) -> bool:
    with ctx.db.read() as session:
        return session.scalars(select(JobRecord.id).where(JobRecord.finished_at.is_(None))).first() is None
