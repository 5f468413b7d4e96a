"""The same scenarios here and on a real cluster: the same answers, whatever is killed meanwhile."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import pytest

from scenarios.batch import Ask, solve_many
from scenarios.runner import JobEvent, LocalRunner, Runner
from scenarios.runner.cluster import ClusterRunner
from tests.scenarios.runner.clusters import Cluster
from tests.scenarios.runner.companies import answer, asks, base
from tests.scenarios.runner.conftest import LONG

pytestmark = [pytest.mark.slow, pytest.mark.nightly]


class Killer:
    """Kills the worker that searches for one scenario, once."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self._cluster, self._name = cluster, name
        self.killed = False
        self.lost: list[tuple[str, int]] = []

    def __call__(self, name: str, event: JobEvent) -> None:
        if event.lost:
            self.lost.append((name, event.attempt))
        if name == self._name and event.progress is not None and not self.killed:
            self.killed = True
            os.kill(self._cluster.worker_pid_of(event.job_id), signal.SIGKILL)


def scenarios() -> list[Ask]:
    """Six small ones; the third works long enough to be met at work."""
    found = asks(6, base(80, 6))
    found[2] = replace(found[2], config=replace(found[2].config, work_limit=8.0))
    return found


def test_the_same_answers_here_and_there_even_when_a_worker_is_killed(loopback: Cluster) -> None:
    here = LocalRunner(2, grace=LONG)
    wanted = solve_many(scenarios(), runner=here)
    here.close()
    there: Runner = ClusterRunner(loopback.address, grace=LONG)
    killer = Killer(loopback, "s2")
    found = solve_many(scenarios(), runner=there, on_event=killer)
    there.close()
    assert [answer(found[name]) for name in found] == [answer(wanted[name]) for name in wanted]
    assert killer.lost == [("s2", 1)]
    loopback.wait_for(2)
