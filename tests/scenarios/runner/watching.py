"""Waiting for what a runner says: by event, never by the clock, with patience for a busy machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from time import monotonic, sleep

from scenarios.runner import JobEvent, JobState, Runner

PATIENCE = 240.0
"""Seconds; a test that waits so long has failed."""


class Watch:
    """All events of a runner so far."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.events: list[JobEvent] = []

    def until(self, enough: Callable[[], bool]) -> None:
        """Poll until it is enough."""
        deadline = monotonic() + PATIENCE
        while not enough():
            assert monotonic() < deadline, self.events
            self.events += self.runner.poll(0.5)

    def told(self, job_id: str) -> object:
        """The latest progress of a job, once there is any."""
        self.until(lambda: bool(self.progress(job_id)))
        return self.progress(job_id)[-1]

    def pid(self, job_id: str) -> int:
        """The process that a job told of."""
        told = self.told(job_id)
        assert isinstance(told, int)
        return told

    def final(self, job_id: str) -> JobEvent:
        """The last event of a job, once it is there."""
        self.until(lambda: any(event.state.is_final for event in self.of(job_id)))
        return self.of(job_id)[-1]

    def of(self, job_id: str) -> list[JobEvent]:
        """The events of one job."""
        return [event for event in self.events if event.job_id == job_id]

    def progress(self, job_id: str) -> list[object]:
        """What a job told."""
        return [event.progress for event in self.of(job_id) if event.progress is not None]

    def states(self, job_id: str) -> list[tuple[JobState, int, bool]]:
        """State, attempt and loss, event by event, without those of progress."""
        return [(e.state, e.attempt, e.lost) for e in self.of(job_id) if e.progress is None]


def wait_until(true: Callable[[], bool]) -> None:
    """Look at something outside any runner until it is so."""
    deadline = monotonic() + PATIENCE
    while not true():
        assert monotonic() < deadline
        sleep(0.05)


def is_gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has fetched yet has."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stream:
            return stream.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return not os.path.exists(f"/proc/{pid}")
