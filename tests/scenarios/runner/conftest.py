"""Runners of both kinds; the cluster is started once for all tests that leave it whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scenarios.runner import LocalRunner
from scenarios.runner.cluster import ClusterRunner
from scenarios.runner.queueing import QueueRunner
from tests.scenarios.runner.clusters import Cluster, cluster
from tests.scenarios.runner.watching import PATIENCE, Watch

LONG, SHORT = PATIENCE, 1.0
"""Grace times: one that no test waits for, one that a test does."""

BOTH = ("local", pytest.param("cluster", marks=pytest.mark.slow))


@pytest.fixture(scope="session")
def loopback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("dask"), num_workers=2) as made:
        yield made


def opened(kind: str, request: pytest.FixtureRequest, grace: float) -> QueueRunner:
    if kind == "local":
        return LocalRunner(2, grace=grace)
    return ClusterRunner(request.getfixturevalue("loopback").address, grace=grace)


@pytest.fixture(params=BOTH)
def watch(request: pytest.FixtureRequest) -> Iterator[Watch]:
    """A runner of two slots with all the patience in the world."""
    runner = opened(request.param, request, LONG)
    yield Watch(runner)
    runner.close()


@pytest.fixture(params=BOTH)
def strict(request: pytest.FixtureRequest) -> Iterator[Watch]:
    """A runner of two slots that kills soon after it asked."""
    runner = opened(request.param, request, SHORT)
    yield Watch(runner)
    runner.close()
