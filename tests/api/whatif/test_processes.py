"""Studies in processes of their own, with processes of their own: killed or cancelled, none stays."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import open_context
from api.context import Context
from api.db.models import JobRecord, StudyRecord
from api.jobs.supervisor import Supervisor
from api.security.actor import Actor, Role
from api.services import studies
from api.services.studies import StudyWish
from api.settings import Settings
from scenarios.scenario import Effort
from tests.api.jobs.watching import ended, row, wait_until
from tests.api.whatif import bases
from tests.api.whatif.processes import children, is_alive, levels

pytestmark = [pytest.mark.slow, pytest.mark.nightly, bases.ONCE]
HEAD = Actor("key_head", "key", Role.HEAD)


@pytest.fixture
def service(settings: Settings) -> Iterator[Context]:
    """A service whose studies may use two cores, with a supervisor at work."""
    ctx = open_context(settings.model_copy(update={"workers_per_job": 2, "job_lease_seconds": 10.0}))
    supervisor = Supervisor(ctx)
    supervisor.start()
    yield ctx
    supervisor.stop()
    ctx.db.close()


def asked(ctx: Context, folder: Path) -> str:
    """A study that would take an hour; its job."""
    wish = StudyWish(
        kind="frontier",
        name="long",
        dataset_id=bases.made_up(ctx, folder, clients=120, managers=6),
        effort=Effort(time_limit=3600.0, work_limit=3600.0),
        points=4,
    )
    return str(studies.create_study(ctx, HEAD, wish)["job_id"])


def solvers() -> list[int]:
    """Processes below the one of a job: its fork server, and what that started."""
    return [pid for level in levels(5)[2:] for pid in level]


def test_whatever_ends_a_study_no_process_of_it_stays(service: Context, tmp_path: Path) -> None:
    job_id = asked(service, tmp_path / "company")
    wait_until(lambda: len(solvers()) >= 3)  # a fork server and two solves
    below = solvers()
    (job,) = (pid for pid, family in children().items() if set(family) & set(below) and pid not in below)
    os.kill(job, signal.SIGKILL)
    wait_until(lambda: not any(map(is_alive, (job, *below))))

    wait_until(lambda: row(service, job_id).attempt == 2)
    wait_until(lambda: len(solvers()) >= 3)
    below = solvers()
    with service.db.write() as session:
        found = session.get(JobRecord, job_id)
        assert found is not None
        found.cancel_requested = True
    assert ended(service, job_id).state == "cancelled"
    wait_until(lambda: not any(map(is_alive, below)))
    with service.db.read() as session:
        study = session.get(StudyRecord, row(service, job_id).subject)
    # Both ends of the curve had an answer, or else there is none to show.
    assert study is not None
    assert study.state in ("done", "cancelled")
