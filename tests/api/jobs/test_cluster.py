"""Jobs whose solves go to a real Dask cluster: this machine's answers, also when something dies there."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.app import open_context
from api.context import Context
from api.db.models import JobRecord
from api.jobs.supervisor import Supervisor
from api.security.actor import Actor, Role
from api.services import proposals, studies
from api.services.studies import StudyWish
from api.settings import Settings
from api.work.studying.asking import Coming
from scenarios.runner.cluster import TOPIC
from scenarios.scenario import Effort
from tests.api.jobs.watching import ended, row, wait_until
from tests.api.whatif import bases
from tests.scenarios.runner.clusters import Cluster, cluster

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), bases.ONCE]
HEAD = Actor("key_head", "key", Role.HEAD)
HOUR = Effort(time_limit=3600.0, work_limit=3600.0)
QUICK = Effort(work_limit=0.3)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("dask"), num_workers=2) as made:
        yield made


@contextmanager
def served(settings: Settings, address: str | None) -> Iterator[Context]:
    """A service that solves there, with a supervisor at work; it keeps no answers to find them again."""
    update = {"dask": address, "job_lease_seconds": 10.0, "keep_answers_mb": 0}
    ctx = open_context(settings.model_copy(update=update))
    supervisor = Supervisor(ctx)
    supervisor.start()
    try:
        yield ctx
    finally:
        supervisor.stop()
        ctx.db.close()


def events(dask: Cluster) -> int:
    """How often the workers told of solves of ours so far."""
    with dask.client() as client:
        return len(client.get_events(TOPIC))


def ask_for_all(ctx: Context, base: str) -> list[str]:
    """A proposal, a curve and a newcomer; their jobs."""
    config = {"work_limit": 0.3, "seed": 3}
    new = (Coming(manager_id="n1"),)
    wishes = (
        StudyWish(kind="frontier", name="curve", dataset_id=base, effort=QUICK, points=3),
        StudyWish(kind="onboarding", name="new", dataset_id=base, effort=QUICK, newcomers=new),
    )
    asked = [proposals.create_proposal(ctx, HEAD, dataset_id=base, name="plan", config=config)]
    asked += [studies.create_study(ctx, HEAD, wish) for wish in wishes]
    return [str(one["job_id"]) for one in asked]


def answers(ctx: Context, jobs: list[str]) -> list[Any]:
    """What the jobs find, but for how long it took."""
    found = [ended(ctx, job) for job in jobs]
    assert [one.state for one in found] == ["succeeded"] * len(jobs), [one.problem for one in found]
    return [timeless(one.result) for one in found]


def timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: timeless(one) for key, one in value.items() if "seconds" not in key}
    return [timeless(one) for one in value] if isinstance(value, list) else value


def test_a_cluster_answers_as_this_machine(settings: Settings, dask: Cluster, tmp_path: Path) -> None:
    with served(settings, None) as here:
        base = bases.made_up(here, tmp_path / "company")
        mine = answers(here, ask_for_all(here, base))
    before = events(dask)
    with served(settings, dask.address) as there:
        jobs = ask_for_all(there, base)
        assert answers(there, jobs) == mine
        assert row(there, jobs[0]).progress is not None
    assert events(dask) >= before + len(jobs)


@pytest.mark.nightly
def test_a_worker_that_dies_costs_an_attempt(settings: Settings, dask: Cluster, tmp_path: Path) -> None:
    with served(settings, dask.address) as ctx:
        job = endless(ctx, bases.made_up(ctx, tmp_path / "company"))
        wait_until(lambda: row(ctx, job).progress)
        for pid in dask.busy_workers():
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: row(ctx, job).attempt == 2)
        wait_until(lambda: row(ctx, job).progress)
        wish_to_stop(ctx, job)
        assert ended(ctx, job).state == "cancelled"
        assert row(ctx, job).result is not None  # the best answer of the second attempt
    dask.wait_for(2)


@pytest.mark.nightly
def test_a_scheduler_that_is_away_is_told_with_its_address(settings: Settings, tmp_path: Path) -> None:
    with cluster(tmp_path, num_workers=1) as made:
        address = made.address
        with served(settings, address) as ctx:
            job = endless(ctx, bases.made_up(ctx, tmp_path / "company"))
            wait_until(lambda: row(ctx, job).progress)
            made.scheduler.kill()
            found = ended(ctx, job)
    assert (found.state, found.attempt) == ("failed", 3)
    assert found.problem is not None
    assert found.problem["type"].endswith("worker-lost")
    assert address in found.problem["detail"]


def endless(ctx: Context, base: str) -> str:
    """A proposal that is searched until somebody stops it; its job."""
    config = {"time_limit": 3600.0}
    asked = proposals.create_proposal(ctx, HEAD, dataset_id=base, name="long", config=config)
    return str(asked["job_id"])


def wish_to_stop(ctx: Context, job: str) -> None:
    with ctx.db.write() as session:
        found = session.get(JobRecord, job)
        assert found is not None
        found.cancel_requested = True
