"""Supervisors over both databases, with kinds of jobs made for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from api.app import open_context
from api.context import Context
from api.jobs.kinds import further_kinds
from api.jobs.supervisor import Supervisor
from api.settings import Settings
from tests.api.jobs.work import KINDS

LEASE = 3.0


@pytest.fixture
def ctx(settings: Settings) -> Iterator[Context]:
    """A service without a server: its leases are short."""
    with further_kinds(*KINDS):
        found = open_context(settings.model_copy(update={"job_lease_seconds": LEASE}))
        yield found
        found.db.close()


@pytest.fixture
def supervise(ctx: Context) -> Iterator[Callable[[], Supervisor]]:
    """Starts supervisors that are stopped in the end."""
    with ExitStack() as stack:

        def start() -> Supervisor:
            supervisor = Supervisor(ctx)
            supervisor.start()
            stack.callback(supervisor.stop)
            return supervisor

        yield start


@pytest.fixture
def pid_file(tmp_path: Path) -> dict[str, Any]:
    """The argument of jobs that say in which process they live, and end when the sign appears."""
    return {"pid_file": str(tmp_path / "pid"), "sign": str(tmp_path / "sign")}
