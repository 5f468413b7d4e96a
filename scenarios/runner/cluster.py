"""Jobs on a Dask cluster, with what jobs on this machine are promised. The only module that knows Dask.

Each attempt is a task of its own that drives a process inside the worker (as `driving` does here), so that it
can be killed. Dask runs the task of a dead worker again by itself; every run says that it begins, so the
second beginning of a task is the loss of the first. A task whose future is released is forgotten by the
scheduler, which its worker sees: then, and when this process is gone, the process in the worker is killed.
"""

from __future__ import annotations

import logging
import threading
import uuid
import warnings
from functools import partial
from time import monotonic
from typing import Any, cast

import dask
from distributed import Client, get_worker
from distributed.scheduler import KilledWorker
from distributed.versions import VersionMismatchWarning

from assigner.i18n import Translator
from scenarios.runner.driving import ChildSettings, Wish, drive
from scenarios.runner.errors import ClusterLost
from scenarios.runner.model import Job, JobEvent
from scenarios.runner.queueing import GRACE, MOST_ATTEMPTS, Attempt, QueueRunner
from scenarios.runner.versions import differences, versions
from scenarios.runner.wire import Ending, Outcome, pack_job, raised
from scenarios.runner.workers import check_workers, unreachable

TOPIC = "assigner-jobs"
"""One topic for all runners: the scheduler keeps so many messages of each topic, whoever's they are."""

CONNECTING = 10.0
"""Seconds to reach the scheduler."""

ANSWERING = 60.0
"""Seconds to wait for a first worker, for an answer that is ready, and for a word beyond the grace time."""

INTERVAL = 1.0
"""Seconds between two messages of progress of one attempt: they all pass through the scheduler."""

LOOKING = 1.0
"""Seconds between two looks at the cluster: new workers, lost connection, overdue attempts."""

PRELOAD = ("assigner.engine", "dask.__main__")
"""What each process would otherwise load for itself; the second is the main module of a worker."""

_stopping: set[str] = set()
"""In a worker: the tasks there that are to stop with what they have."""


class ClusterRunner(QueueRunner):
    """A Runner on the workers of a Dask scheduler, as many jobs at once as they have threads."""

    def __init__(
        self,
        address: str,
        *,
        slots: int | None = None,
        grace: float = GRACE,
        attempts: int = MOST_ATTEMPTS,
        tr: Translator | None = None,
    ) -> None:
        """`slots` limits how many jobs are given away at once, `attempts` how often one is tried.

        Raises InputError where nobody answers at the address, no worker is there, or the workers have other
        versions of the packages that answers depend on.
        """
        super().__init__(tr, attempts)
        self._address, self._most, self._grace = address, slots, grace
        self._id = uuid.uuid4().hex
        self._futures: dict[str, tuple[Attempt, Any]] = {}
        self._deadlines: dict[Attempt, float] = {}
        self._lost = False
        self._looked = 0.0
        self._client = _connected(address, self._tr)
        try:
            check_workers(self._client, address, versions(), ANSWERING, self._tr)
        except BaseException:
            self._client.close()
            raise
        self._threads = self._count_threads()
        self._client.subscribe_topic(TOPIC, self._heard)

    @property
    def slots(self) -> int:
        """How many jobs run at once: as many as the workers had threads when last looked at, at least 1."""
        return max(1, self._threads if self._most is None else min(self._threads, self._most))

    @property
    def client(self) -> Any:
        """The connection, for work that is no job; closed with the runner."""
        return self._client

    def submit(self, job: Job) -> None:
        """Queue a job. Raises ClusterLost where the scheduler is gone, else as in Runner."""
        if self._lost:
            raise self._cluster_lost()
        super().submit(job)

    def poll(self, timeout: float = 0.0) -> list[JobEvent]:
        """What happened since the last call, in order; now and then also looks after the cluster."""
        deadline = monotonic() + timeout
        while True:
            self._look_after()
            left = max(0.0, deadline - monotonic())
            found = super().poll(min(left, LOOKING))
            if found or left <= LOOKING:
                return found

    def _launch(self, attempt: Attempt) -> None:
        if self._lost:
            raise self._cluster_lost()
        key = f"assigner-{self._id}-{attempt.job.job_id}-{attempt.number}"
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 PiB"}):
            future = self._client.submit(
                run_attempt,
                pack_job(attempt.job),
                self._id,
                key,
                versions(),
                self._grace,
                key=key,
                pure=False,
            )
        with self._lock:
            self._futures[key] = (attempt, future)
        future.add_done_callback(partial(self._done, key, attempt))

    def _heard(self, event: tuple[float, Any]) -> None:
        """What a worker says of a task; in the thread of the connection, which must not wait."""
        message = event[1]
        with self._lock:
            attempt, _ = self._futures.get(message["key"], (None, None))
        if message["runner"] != self._id or attempt is None:
            return
        if "told" in message:
            self._told(attempt, message["told"])
            return
        attempt.worker = message["worker"]
        if attempt.begun and attempt.number >= self._most_attempts:
            self._release(attempt)
            self._ended(attempt, Outcome(Ending.DIED))
        else:
            self._begun(attempt)

    def _done(self, key: str, attempt: Attempt, future: Any) -> None:
        """A task is over; in the thread of the callbacks."""
        with self._lock:
            if self._futures.pop(key, None) is None:
                return
        self._ended(attempt, self._outcome(future))

    def _outcome(self, future: Any) -> Outcome:
        """How a task ended: with the outcome of its process, or by an accident of the cluster."""
        try:
            if future.status == "finished":
                return cast("Outcome", future.result(timeout=ANSWERING))
            error = future.exception(timeout=ANSWERING) if future.status == "error" else None
        except Exception:  # the answer's worker went down after it had answered
            error = None
        if error is not None and not isinstance(error, KilledWorker):
            return raised(error)
        if self._client.status != "running":
            self._lost = True
            return raised(self._cluster_lost())
        return Outcome(Ending.DIED)

    def _wish_changed(self, attempt: Attempt) -> None:
        """Tell the worker that has the attempt; where nobody has it yet, take it back."""
        key = self._key_of(attempt)
        if key is None:
            return
        if attempt.wish is Wish.KILL or not attempt.worker:
            self._release(attempt)
            self._ended(attempt, Outcome(Ending.DIED, stopped=True))
            return
        with self._lock:
            self._deadlines[attempt] = monotonic() + self._grace + ANSWERING
        threading.Thread(target=self._ask_to_stop, args=(key, attempt.worker), daemon=True).start()

    def _ask_to_stop(self, key: str, worker: str) -> None:
        """In a thread of its own, since the worker may be gone; then the deadline decides."""
        try:
            self._client.run(stop_attempt, key, workers=[worker], on_error="ignore")
        except Exception as error:
            logging.getLogger(__name__).debug("%s could not be asked to stop: %s", worker, error)

    def _look_after(self) -> None:
        """Notice new workers and a lost scheduler; give up on what was to stop long ago."""
        now = monotonic()
        if now < self._looked + LOOKING or self._closed or self._lost:
            return
        self._looked = now
        with self._lock:
            self._deadlines = {one: at for one, at in self._deadlines.items() if self._key_of(one)}
            late = [attempt for attempt, deadline in self._deadlines.items() if deadline < now]
        for attempt in late:
            self._release(attempt)
            self._ended(attempt, Outcome(Ending.DIED, stopped=True))
        if self._client.status == "running":
            self._threads = self._count_threads()
            self._fill()

    def _count_threads(self) -> int:
        """Threads of all workers, as far as they have told."""
        workers = self._client.scheduler_info()["workers"].values()
        return sum(int(worker["nthreads"]) for worker in workers)

    def _key_of(self, attempt: Attempt) -> str | None:
        with self._lock:
            return next((key for key, (one, _) in self._futures.items() if one is attempt), None)

    def _release(self, attempt: Attempt) -> None:
        """Let the scheduler forget the task of an attempt; its worker then kills the process."""
        key = self._key_of(attempt)
        if key is not None:
            with self._lock:
                _, future = self._futures.pop(key)
            future.release()

    def _cluster_lost(self) -> ClusterLost:
        return ClusterLost(
            self._tr.gettext(
                "the connection to the Dask scheduler at {address} was lost", address=self._address
            )
        )

    def _shut(self) -> None:
        self._client.close()


def run_attempt(payload: bytes, runner: str, key: str, expected: dict[str, str], grace: float) -> Outcome:
    """In a worker: drive a process through one attempt and pass on what it tells."""
    worker = get_worker()
    about = {"runner": runner, "key": key}
    worker.log_event(TOPIC, about)  # the scheduler adds the worker's address
    wrong = differences(expected, versions())
    if wrong:
        return raised(ClusterLost(f"{worker.address}: {'; '.join(wrong)}"))
    settings = ChildSettings(grace=grace, interval=INTERVAL, preload=PRELOAD)
    try:
        return drive(
            payload,
            settings,
            tell=lambda told: worker.log_event(TOPIC, about | {"told": told}),
            wish=partial(_wish, worker, key),
        )
    finally:
        _stopping.discard(key)


def stop_attempt(key: str, dask_worker: Any = None) -> None:
    """In a worker, which Dask puts in by that name: let a task there stop with what it has."""
    if key in dask_worker.state.tasks:
        _stopping.add(key)


def _wish(worker: Any, key: str) -> Wish:
    """What is wished of a task: it is to end at once where the scheduler has taken it back or is gone."""
    task = worker.state.tasks.get(key)
    wanted = task is not None and task.state in ("executing", "long-running")
    if not wanted or worker.status.name in ("closing", "closed", "failed"):
        return Wish.KILL
    return Wish.STOP if key in _stopping else Wish.GO_ON


class _Connection(Client):
    """A client that is closed where it can't be opened.

    Dask leaves that to the garbage collector, which may do it while the next client takes its first steps:
    both then wait for one lock.
    """

    def start(self, **kwargs: Any) -> None:
        """Connect. Raises OSError or ValueError where nobody is there."""
        try:
            super().start(**kwargs)  # type: ignore[no-untyped-call]
        except BaseException:
            self.close()  # type: ignore[no-untyped-call]
            self._loop_runner.stop()  # type: ignore[no-untyped-call]
            raise


def _connected(address: str, tr: Translator) -> Any:
    """A client of the scheduler. Raises InputError where it can't be reached.

    Its log is silenced: it prints tracebacks of what the runner tells in words.
    """
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)  # we look at versions ourselves
            connect: Any = _Connection  # untyped, like all of it
            return connect(address, timeout=CONNECTING, set_as_default=False, name="assigner")
    except (OSError, ValueError) as error:
        raise unreachable(address, error, tr) from None
