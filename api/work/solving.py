"""Where the solves of a job run: in its own process, in processes below it, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from api.jobs.model import Task
from api.work.inline import InlineRunner
from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.solution import OnProgress
from scenarios.runner import ClusterLost, Job, JobContext, JobEvent, LocalRunner, Runner
from scenarios.runner.calling import call_with
from scenarios.runner.opening import open_cluster
from scenarios.runner.queueing import MOST_ATTEMPTS

R = TypeVar("R")


def solved(
    task: Task, context: JobContext, tell: OnProgress, function: Callable[..., R], *args: Any, **kwargs: Any
) -> R:
    """One answer of an engine's function, on the cluster where there is one. Raises what the function raises.

    A worker that dies there is the loss of the attempt, as if this process had died: the job is tried again.
    """
    tr = Translator(task.language)
    with cluster_of(task, tr, attempts=1) as cluster:
        return call_with(
            cluster, function, *args, tell=tell, should_stop=context.should_stop, tr=tr, **kwargs
        )


@contextmanager
def cluster_of(task: Task, tr: Translator, attempts: int = MOST_ATTEMPTS) -> Iterator[Runner | None]:
    """The cluster that jobs are to solve on; None without one. Raises ClusterLost where it can't be used."""
    if task.dask is None:
        yield None
        return
    try:
        runner = open_cluster(task.dask, attempts=attempts, tr=tr)
    except InputError as error:
        raise ClusterLost("; ".join(issue.message for issue in error.issues)) from None
    try:
        yield _AllOrNothing(runner)
    finally:
        runner.close()


@contextmanager
def local_runner(workers: int) -> Iterator[Runner]:
    """Solves here with one core; with more of them in processes below, which go when this one goes."""
    runner = InlineRunner() if workers == 1 else LocalRunner(workers)
    try:
        yield runner
    finally:
        runner.close()


class _AllOrNothing:
    """A cluster whose loss ends the job, which is tried again, and not each of its solves for good."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    @property
    def slots(self) -> int:
        """How many jobs run at once."""
        return self._runner.slots

    def submit(self, job: Job) -> None:
        """Queue a job. Raises ClusterLost."""
        self._runner.submit(job)

    def cancel(self, job_id: str) -> None:
        """Ask a job to stop with what it has."""
        self._runner.cancel(job_id)

    def poll(self, timeout: float = 0.0) -> list[JobEvent]:
        """What happened since the last call. Raises ClusterLost as soon as one job ended for that."""
        events = self._runner.poll(timeout)
        for event in events:
            if isinstance(event.error, ClusterLost):
                raise event.error
        return events

    def close(self) -> None:
        """Stop everything that still runs."""
        self._runner.close()
