"""What happens to clusters: workers and schedulers killed, nobody there, other versions, a client gone."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assigner.errors import InputError
from assigner.i18n import Translator
from scenarios.runner import ClusterLost, Job, JobState, WorkerLost, open_runner
from scenarios.runner import cluster as module
from scenarios.runner.cluster import ClusterRunner
from scenarios.runner.versions import differences, versions
from tests.project.places import ROOT
from tests.scenarios.runner import jobs
from tests.scenarios.runner.clusters import Cluster, cluster
from tests.scenarios.runner.conftest import LONG
from tests.scenarios.runner.watching import Watch, is_gone, wait_until

RUNNING, QUEUED = JobState.RUNNING, JobState.QUEUED

pytestmark = pytest.mark.slow


@contextmanager
def watching(address: str) -> Iterator[Watch]:
    runner = ClusterRunner(address, grace=LONG)
    try:
        yield Watch(runner)
    finally:
        runner.close()


def other(found: Callable[[], dict[str, str]]) -> Callable[[], dict[str, str]]:
    """Versions as a machine has them that was forgotten in the last update."""
    return lambda: found() | {"numpy": "1.0"}


def test_a_killed_worker_costs_one_attempt(loopback: Cluster, tmp_path: Path) -> None:
    with watching(loopback.address) as watch:
        watch.until(lambda: watch.runner.slots == 2)
        for name in ("a", "b"):
            watch.runner.submit(Job(name, jobs.until_seen, tmp_path / "sign"))
        first, neighbour = watch.pid("a"), watch.pid("b")
        os.kill(loopback.worker_pid_of("a"), signal.SIGKILL)
        wait_until(lambda: is_gone(first))  # it does not outlive its worker
        watch.until(lambda: (RUNNING, 2, False) in watch.states("a"))
        (tmp_path / "sign").touch()
        assert watch.final("a").result != first
        assert watch.states("a") == [
            (RUNNING, 1, False),
            (QUEUED, 1, True),
            (RUNNING, 2, False),
            (JobState.SUCCEEDED, 2, False),
        ]
        assert (watch.final("b").result, watch.final("b").attempt) == (neighbour, 1)
    loopback.wait_for(2)


def test_a_job_that_always_loses_its_worker_is_given_up(loopback: Cluster) -> None:
    with watching(loopback.address) as watch:
        watch.runner.submit(Job("j", jobs.kill_its_worker, None))
        final = watch.final("j")
    assert (final.state, final.attempt) == (JobState.FAILED, 3)
    assert isinstance(final.error, WorkerLost)
    assert "lost 3 times" in str(final.error)
    assert [event.attempt for event in watch.of("j") if event.lost] == [1, 2]
    loopback.wait_for(2)


def test_a_scheduler_that_dies_fails_everything_with_the_reason(tmp_path: Path) -> None:
    with cluster(tmp_path, num_workers=1) as made, watching(made.address) as watch:
        watch.runner.submit(Job("running", jobs.deaf, None))
        watch.runner.submit(Job("waiting", jobs.double, 1))
        pid = watch.pid("running")
        made.scheduler.kill()
        for name in ("running", "waiting"):
            final = watch.final(name)
            assert final.state is JobState.FAILED
            assert isinstance(final.error, ClusterLost)
            assert made.address in str(final.error)
        with pytest.raises(ClusterLost, match="was lost"):
            watch.runner.submit(Job("late", jobs.double, 1))
        wait_until(lambda: is_gone(pid))


def test_what_a_killed_client_left_behind_is_killed(loopback: Cluster) -> None:
    program = (
        "from scenarios.runner import Job\n"
        "from scenarios.runner.cluster import ClusterRunner\n"
        "from tests.scenarios.runner import jobs\n"
        "from tests.scenarios.runner.watching import Watch\n"
        f"watch = Watch(ClusterRunner({loopback.address!r}))\n"
        "watch.runner.submit(Job('j', jobs.deaf, None))\n"
        "print(watch.pid('j'), flush=True)\n"
        "watch.final('j')\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True
    ) as client:
        assert client.stdout is not None
        pid = int(client.stdout.readline())
        client.kill()
    wait_until(lambda: is_gone(pid))


def test_two_clients_do_not_disturb_each_other(loopback: Cluster, tmp_path: Path) -> None:
    with watching(loopback.address) as one, watching(loopback.address) as two:
        one.runner.submit(Job("same", jobs.until_stopped, "one"))
        two.runner.submit(Job("same", jobs.until_seen, tmp_path / "sign"))
        pids = one.pid("same"), two.pid("same")
        assert len(set(pids)) == 2
        one.runner.cancel("same")
        assert one.final("same").result == "one"
        (tmp_path / "sign").touch()
        assert two.final("same").result == pids[1]
        assert one.progress("same") == [pids[0]]


def test_new_workers_are_used(tmp_path: Path) -> None:
    with cluster(tmp_path, num_workers=1) as made, watching(made.address) as watch:
        assert watch.runner.slots == 1
        for name in ("a", "b"):
            watch.runner.submit(Job(name, jobs.until_seen, tmp_path / "sign"))
        watch.told("a")
        made.add_worker()
        watch.told("b")
        assert watch.runner.slots == 2
        (tmp_path / "sign").touch()
        assert watch.final("a").state is watch.final("b").state is JobState.SUCCEEDED


def test_slots_may_be_limited(loopback: Cluster) -> None:
    with open_runner(1, loopback.address) as runner:
        assert runner.slots == 1


def test_nobody_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECTING", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(InputError) as refused, open_runner(None, address):
        pass
    (issue,) = refused.value.issues
    assert refused.value.exit_code == 2
    assert (issue.column, issue.value) == ("dask", address)
    assert issue.message.startswith("no Dask scheduler could be reached")


@pytest.mark.parametrize(
    "address", ["tcp://", "nonsense", "tcp://127.0.0.1:notaport", "gopher://127.0.0.1:1", ""]
)
def test_what_is_no_address(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECTING", 0.5)
    with pytest.raises(InputError) as refused, open_runner(None, address, tr=Translator("ru")):
        pass
    (issue,) = refused.value.issues
    assert issue.message.startswith("планировщик Dask недоступен")


def test_an_attempt_to_connect_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    # What is left to the garbage collector can lock up the next attempt.
    monkeypatch.setattr(module, "CONNECTING", 0.2)
    before = threading.active_count()
    for address in ("tcp://", "tcp://127.0.0.1:1") * 3:
        with pytest.raises(InputError):
            ClusterRunner(address)
        gc.collect()
    assert threading.active_count() == before


def test_a_scheduler_without_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWERING", 0.5)
    with cluster(tmp_path, num_workers=0) as made, pytest.raises(InputError, match="has no workers"):
        ClusterRunner(made.address)


def test_workers_of_other_versions_are_refused(loopback: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "versions", other(versions))
    with pytest.raises(InputError) as refused:
        ClusterRunner(loopback.address)
    assert len(refused.value.issues) == 2
    for issue in refused.value.issues:
        assert f"numpy {versions()['numpy']} != 1.0" in issue.message
        assert issue.value.startswith("tcp://127.0.0.1:")


def test_a_worker_that_comes_later_is_asked_too(loopback: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    with watching(loopback.address) as watch:
        monkeypatch.setattr(module, "versions", other(versions))
        watch.runner.submit(Job("j", jobs.double, 1))
        final = watch.final("j")
    assert final.state is JobState.FAILED
    assert isinstance(final.error, ClusterLost)
    assert "!= 1.0" in str(final.error)


def test_every_difference_is_named() -> None:
    here = {"python": "3.11", "numpy": "2.4", "scipy": "1.17"}
    assert differences(here, here) == []
    assert differences(here, {"python": "3.12", "numpy": "2.4"}) == [
        "python 3.12 != 3.11",
        "scipy missing != 1.17",
    ]
