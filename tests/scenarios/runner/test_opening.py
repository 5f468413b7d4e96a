"""Which runner is opened for what was asked, and what is refused before anything runs."""

from __future__ import annotations

import sys

import pytest

from assigner.errors import InputError
from scenarios.runner import Job, LocalRunner, open_runner
from scenarios.runner.local import num_cores
from tests.scenarios.runner import jobs


def test_processes_of_this_machine_are_the_default() -> None:
    with open_runner(None, None) as runner:
        assert isinstance(runner, LocalRunner)
        assert runner.slots == num_cores()
    with open_runner(3, None) as runner:
        assert runner.slots == 3


def test_the_runner_is_closed_in_the_end() -> None:
    with open_runner(1, None) as runner:
        pass
    with pytest.raises(ValueError, match="closed"):
        runner.submit(Job("j", jobs.double, 1))


@pytest.mark.parametrize("slots", [0, -2])
@pytest.mark.parametrize("dask", [None, "tcp://127.0.0.1:1"])
def test_less_than_one_slot_is_refused(slots: int, dask: str | None) -> None:
    with pytest.raises(InputError, match=f"at least one job.*'{slots}'") as refused, open_runner(slots, dask):
        pass
    assert refused.value.exit_code == 2


def test_without_the_packages_of_a_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    # None in sys.modules is what Python calls a module that can't be imported.
    monkeypatch.setitem(sys.modules, "dask", None)
    monkeypatch.delitem(sys.modules, "scenarios.runner.cluster", raising=False)
    needed = "needs a package that isn't installed: dask"
    with pytest.raises(InputError, match=needed) as refused, open_runner(None, "tcp://127.0.0.1:1"):
        pass
    assert refused.value.exit_code == 2
