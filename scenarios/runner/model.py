"""The small protocol behind which many solves run at once: here, in processes, or on a cluster.

A job is a module-level function and its argument, both picklable. The function gets a `JobContext` to tell
its progress and to ask whether it should stop; what it returns is the job's result. A job whose worker dies
is tried again; a job that raises has failed with that error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class JobContext(Protocol):
    """What a running job may do beside computing."""

    def tell(self, progress: object, /) -> None:
        """Send a small picklable message to whoever polls; of several in quick succession only the latest."""

    def should_stop(self) -> bool:
        """Whether somebody cancelled the job: return the best answer so far, soon."""


JobFunction = Callable[[Any, JobContext], Any]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. `job_id` is unique among the jobs of a runner that have not ended yet."""

    job_id: str
    function: JobFunction
    argument: Any


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will come."""
        return self in (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class JobEvent:
    """What happened to a job since the last poll.

    `progress` is what the job told; `result` comes with SUCCEEDED, and with CANCELLED where the job still
    gave its best answer; `error` with FAILED (what the job raised, or why it was given up), and with
    CANCELLED where the job raised on its way out. A job that was cancelled and never asked has SUCCEEDED if
    it came to its end. `attempt` counts from 1; `lost` says that a worker died, `error` how, and that the job
    is QUEUED for its next attempt.
    """

    job_id: str
    state: JobState
    attempt: int = 1
    progress: object = None
    result: Any = None
    error: BaseException | None = None
    lost: bool = False


class Runner(Protocol):
    """Runs jobs, `slots` of them at a time."""

    @property
    def slots(self) -> int:
        """How many jobs run at once."""

    def submit(self, job: Job) -> None:
        """Queue a job. Raises ValueError where its id is in use."""

    def cancel(self, job_id: str) -> None:
        """Ask a job to stop with what it has; one that does not within the grace time is killed."""

    def poll(self, timeout: float = 0.0) -> list[JobEvent]:
        """What happened since the last call, in order; waits up to `timeout` seconds for the first."""

    def close(self) -> None:
        """Stop everything that still runs. May be called twice."""
