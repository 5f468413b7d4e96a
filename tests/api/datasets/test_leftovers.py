"""What is forgotten is forgotten everywhere: plans, folders of killed processes, and what jobs quote."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.caretaking import take_care
from api.context import Context
from api.db.models import JobRecord, ProposalRecord, RoutePlanRecord
from api.jobs.kinds import kinds
from api.jobs.queue import enqueue
from api.security.actor import SYSTEM
from api.services.datasets.removing import OWNERS, forget_jobs, forget_old
from api.work.audits import SHEETS
from tests.api.datasets.conftest import as_parts
from tests.api.datasets.test_removing import stand_on
from tests.api.running import run_job

QUOTED = "the secret words of Ivan"
JOBS = [("propose", "proposals"), ("study", "studies"), ("prepare_route", "routing")]


def lay(ctx: Context, kind: str, name: str, *, young: bool = False) -> Path:
    """A folder with a file, as a process that was killed long ago would leave it."""
    folder = ctx.files.root / kind / name
    folder.mkdir(parents=True)
    (folder / "assignment.csv").write_text("client_id\nc1\n")
    for path in () if young else (folder / "assignment.csv", folder):
        os.utime(path, (1, 1))
    return folder


def plan_on(ctx: Context, dataset_id: str) -> str:
    """A superseded proposal of the base, with the files of its answer and of its routing plan."""
    proposal_id = stand_on(ctx, dataset_id, "superseded")
    with ctx.db.write() as session:
        session.add(RoutePlanRecord(proposal_id=proposal_id, state="ready"))
        job = enqueue(ctx, session, SYSTEM, "prepare_route", proposal_id, {"client": "c1"})
        job.state = "succeeded"
    for kind in ("proposals", "routing"):
        lay(ctx, kind, proposal_id)
    return proposal_id


def aged(ctx: Context, days: int, **settings: Any) -> Context:
    """The service so many days later."""
    later = ctx.now() + timedelta(days=days)
    return Context(ctx.settings.model_copy(update=settings), ctx.db, ctx.files, ctx.secret, now=lambda: later)


def assert_gone(ctx: Context, dataset_id: str, proposal_id: str) -> None:
    assert not [path for path in ctx.files.root.glob("*/*") if path.name in (dataset_id, proposal_id)]
    with ctx.db.read() as session:
        assert session.query(JobRecord).count() == 0


def test_a_deleted_base_takes_routing_plans_and_jobs(head: TestClient, ctx: Context, company: str) -> None:
    old = plan_on(ctx, company)
    assert head.delete(f"/v1/datasets/{company}", headers={"If-Match": "*"}).status_code == 204
    assert_gone(ctx, company, old)


def test_a_base_that_is_too_old_takes_them_too(head: TestClient, ctx: Context, company: str) -> None:
    old = plan_on(ctx, company)
    assert forget_old(aged(ctx, 31, keep_datasets_days=30)) == [company]
    assert_gone(ctx, company, old)


def test_no_job_quotes_a_base_that_is_gone(head: TestClient, ctx: Context) -> None:
    tables = {
        "clients": f"client_id,name,manager_id,potential\nc1,A,m1,{QUOTED}\n".encode(),
        "managers": b"manager_id,name\nm1,Anna\n",
    }
    made = head.post("/v1/datasets", files=as_parts(tables)).json()
    run_job(ctx, made["job_id"])
    assert QUOTED in head.get(f"/v1/jobs/{made['job_id']}").text
    assert head.delete(f"/v1/datasets/{made['id']}", headers={"If-Match": "*"}).status_code == 204
    assert head.get(f"/v1/jobs/{made['job_id']}").status_code == 404
    assert head.get("/v1/jobs").json()["items"] == []


def test_jobs_of_what_was_deleted_by_itself_go_after_a_day(ctx: Context, company: str) -> None:
    with ctx.db.write() as session:
        wanted = {"gone": "prop_gone", "here": company, "busy": "prop_busy"}
        for name, subject in wanted.items():
            job = enqueue(ctx, session, SYSTEM, "propose", subject, {"decisions": ["c1"]})
            job.id, job.state, job.finished_at = name, "succeeded", ctx.now()
            if name == "busy":
                job.state, job.finished_at = "queued", None
    assert forget_jobs(aged(ctx, 0)) == 0
    assert take_care(aged(ctx, 2)) == []
    with ctx.db.read() as session:
        left = set(session.query(JobRecord.id).filter(JobRecord.kind == "propose").all())
    assert {name for (name,) in left} == {"here", "busy"}


def test_what_killed_processes_left_goes_after_an_hour(ctx: Context, company: str) -> None:
    known = stand_on(ctx, company, "live")
    kept = [lay(ctx, "proposals", known), lay(ctx, "routing", known), lay(ctx, SHEETS, "sh_1")]
    kept += [lay(ctx, kind, f".{company}.new", young=True) for kind in (*OWNERS, SHEETS)]
    kept += [ctx.files.folder("datasets", company), ctx.files.folder("cases", company)]
    for path in kept[-2:]:
        os.utime(path, (1, 1))
    dead = [lay(ctx, kind, ".thing.killed") for kind in (*OWNERS, SHEETS)]
    dead += [lay(ctx, kind, "thing_gone") for kind in OWNERS]
    assert take_care(ctx) == []
    assert [path for path in dead if path.exists()] == []
    assert [path for path in kept if not path.exists()] == []


@pytest.mark.parametrize("ends", ["lands", "fails"])
@pytest.mark.parametrize(("name", "kind"), JOBS)
def test_a_job_whose_subject_is_gone_leaves_no_files(ctx: Context, name: str, kind: str, ends: str) -> None:
    folder = lay(ctx, kind, "thing_gone")
    with ctx.db.write() as session:
        job = enqueue(ctx, session, SYSTEM, name, "thing_gone", {})
        job.state = "running"
        session.flush()
        if ends == "lands":
            kinds()[name].land(ctx, session, job, {"figures": {}, "stopped": False})
        else:
            kinds()[name].fail(ctx, session, job, {"type": "urn:assigner:problem:cancelled"})
        assert folder.exists()  # not before the commit
    assert not folder.exists()


def test_a_job_whose_subject_is_there_keeps_its_files(ctx: Context, company: str) -> None:
    proposal_id = stand_on(ctx, company, "draft")
    folder = lay(ctx, "proposals", proposal_id)
    with ctx.db.write() as session:
        job = enqueue(ctx, session, SYSTEM, "propose", proposal_id, {})
        session.get_one(ProposalRecord, proposal_id).job_id = job.id
        kinds()["propose"].fail(ctx, session, job, {"type": "urn:assigner:problem:cancelled"})
    assert folder.exists()
