"""What becomes of jobs: each lands once, whoever dies, and none stays running."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.context import Context
from api.db.models import JobRecord
from api.jobs.supervisor import Supervisor
from tests.api.jobs.watching import ask, ended, pid_in, row, told, wait_until

Start = Callable[[], Supervisor]


def test_jobs_end_as_they_should(ctx: Context, supervise: Start) -> None:
    good = ask(ctx, "double", "good", value=21)
    unusable = ask(ctx, "double", "unusable", value=13)
    refused = ask(ctx, "refusing", "refused")
    broken = ask(ctx, "defective", "broken")
    once = ask(ctx, "dying", "once", times=1)
    always = ask(ctx, "dying", "always", times=9)
    supervise()
    done = ended(ctx, good)
    assert (done.state, done.attempt, done.result and done.result["value"]) == ("succeeded", 1, 42)
    assert done.progress is not None
    assert done.progress["gap"] == 0.5  # (2 - 1) / 2
    assert done.course == [[0.5, 2.0, 1.0]]
    # What can't be landed fails; nothing of the landing stays.
    assert code(ended(ctx, unusable)) == ("failed", "internal")
    # Expected errors are told in full, defects without their words: those may quote what was uploaded.
    why = ended(ctx, refused).problem
    assert why is not None
    assert (why["status"], why["errors"][0]["where"]) == (422, "a.csv")
    assert code(ended(ctx, broken)) == ("failed", "internal")
    assert "999" not in str(row(ctx, broken).problem)
    # A process that dies is replaced at once; one that always dies is given up after three attempts.
    assert (ended(ctx, once).state, row(ctx, once).result) == ("succeeded", {"attempt": 2})
    given_up = ended(ctx, always)
    assert (*code(given_up), given_up.attempt) == ("failed", "worker-lost", 3)
    assert "signal 9" in str(given_up.problem)
    assert sorted(told(ctx)) == [
        "failed always worker-lost",
        "failed broken internal",
        "failed refused unprocessable",
        "failed unusable internal",
        "landed good",
        "landed once",
    ]


def test_a_cancelled_job_gives_its_best_answer(
    ctx: Context, supervise: Start, pid_file: dict[str, Any]
) -> None:
    job = ask(ctx, "patient", **pid_file)
    supervise()
    wait_until(lambda: row(ctx, job).progress)
    wish(ctx, job)
    done = ended(ctx, job)
    assert (done.state, done.result and done.result["best"]) == ("cancelled", 42)
    assert told(ctx) == ["landed thing"]


@pytest.mark.nightly
def test_a_supervisor_that_leaves_gives_its_jobs_back(
    ctx: Context, supervise: Start, pid_file: dict[str, Any]
) -> None:
    job = ask(ctx, "patient", **pid_file)
    supervisor = supervise()
    pid = pid_in(pid_file["pid_file"])
    supervisor.stop()
    assert not Path(f"/proc/{pid}").exists()
    left = row(ctx, job)
    assert (left.state, left.attempt, left.worker) == ("queued", 0, "")
    # The next one does it; the attempt that was let go of does not count.
    Path(pid_file["sign"]).touch()
    supervise()
    assert ended(ctx, job).attempt == 1
    assert told(ctx) == ["landed thing"]


def test_a_supervisor_that_may_wait_lets_jobs_end(
    ctx: Context, supervise: Start, pid_file: dict[str, Any]
) -> None:
    job = ask(ctx, "patient", **pid_file)
    supervisor = supervise()
    pid_in(pid_file["pid_file"])
    Path(pid_file["sign"]).touch()
    supervisor.stop(60)
    assert row(ctx, job).state == "succeeded"


def test_who_lost_a_job_lands_nothing(ctx: Context, supervise: Start, pid_file: dict[str, Any]) -> None:
    job = ask(ctx, "patient", **pid_file)
    supervise()
    pid = pid_in(pid_file["pid_file"])
    with ctx.db.write() as session:  # somebody else has taken it over
        found = session.get_one(JobRecord, job)
        found.worker, found.attempt = "another", 2
    wait_until(lambda: not Path(f"/proc/{pid}").exists())
    assert (row(ctx, job).state, row(ctx, job).worker, told(ctx)) == ("running", "another", [])
    # The other one is never heard of again: the lease runs out, and the job comes back.
    Path(pid_file["sign"]).touch()
    assert (ended(ctx, job).state, row(ctx, job).attempt) == ("succeeded", 3)
    assert told(ctx) == ["landed thing"]


def test_two_supervisors_share_the_work(ctx: Context, supervise: Start) -> None:
    jobs = [ask(ctx, "double", f"{n:02}", value=n) for n in range(12)]
    supervise(), supervise()
    assert {ended(ctx, job).attempt for job in jobs} == {1}
    assert sorted(told(ctx)) == [f"landed {n:02}" for n in range(12)]


def test_a_killed_process_is_replaced_at_once(
    ctx: Context, supervise: Start, pid_file: dict[str, Any]
) -> None:
    job = ask(ctx, "patient", **pid_file)
    supervise()
    first = pid_in(pid_file["pid_file"])
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: pid_in(pid_file["pid_file"]) != first)
    Path(pid_file["sign"]).touch()
    assert (ended(ctx, job).state, row(ctx, job).attempt) == ("succeeded", 2)


def wish(ctx: Context, job: str) -> None:
    with ctx.db.write() as session:
        session.get_one(JobRecord, job).cancel_requested = True


def code(job: JobRecord) -> tuple[str, str]:
    """How it ended, and the kind of its problem."""
    assert job.problem is not None
    return job.state, job.problem["type"].rpartition(":")[2]
