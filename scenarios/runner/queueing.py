"""What all ways to run have in common: who waits, who runs in which attempt, what is to be told.

A way to run says how an attempt is launched and ended; the rest is here, so that a job lost on a cluster and
one lost on this machine go the same way. Words about an attempt may come from any thread, and late: what is
said of an attempt that was given up is not heard.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue

from assigner.i18n import Translator
from scenarios.runner.driving import Wish
from scenarios.runner.errors import worker_lost
from scenarios.runner.model import Job, JobEvent, JobState
from scenarios.runner.wire import Ending, Outcome, error_of, raised, unpack

MOST_ATTEMPTS = 3
"""A job whose worker died so often is given up: it may well be the job."""

GRACE = 30.0
"""Seconds that a cancelled job has to give its best answer."""


@dataclass(slots=True, eq=False)
class Attempt:
    """One try at a job. `worker` is where it runs, "" where that isn't known or is here."""

    job: Job
    number: int = 1
    wish: Wish = Wish.GO_ON
    begun: bool = False
    worker: str = ""


class QueueRunner(ABC):
    """A Runner over some way to launch attempts. Jobs begin in the order in which they were submitted.

    One caller polls a runner; submitting and cancelling are safe from any thread.
    """

    def __init__(self, tr: Translator | None = None, attempts: int = MOST_ATTEMPTS) -> None:
        """`attempts` is how often a job may be tried here; 1 where somebody else counts."""
        self._tr = tr or Translator()
        self._most_attempts = attempts
        self._lock = threading.RLock()
        self._waiting: deque[Attempt] = deque()
        self._running: dict[str, Attempt] = {}
        self._events: SimpleQueue[JobEvent] = SimpleQueue()
        self._closed = False

    @property
    @abstractmethod
    def slots(self) -> int:
        """How many jobs run at once."""

    @abstractmethod
    def _launch(self, attempt: Attempt) -> None:
        """Begin an attempt and return at once; `_ended` is to be called when it is over."""

    @abstractmethod
    def _wish_changed(self, attempt: Attempt) -> None:
        """The wish of a running attempt is another one now."""

    @abstractmethod
    def _shut(self) -> None:
        """Nothing is to run any more: wait for it and release what is held."""

    def submit(self, job: Job) -> None:
        """Queue a job. Raises ValueError where its id is in use or the runner is closed."""
        with self._lock:
            if self._closed:
                raise ValueError("the runner is closed")
            if job.job_id in self._running or any(job.job_id == one.job.job_id for one in self._waiting):
                raise ValueError(f"a job with the id {job.job_id!r} has not ended yet")
            self._waiting.append(Attempt(job))
        self._fill()

    def cancel(self, job_id: str) -> None:
        """Ask a job to stop with what it has; one that does not within the grace time is killed.

        A job that has ended, or that nobody knows, is left alone: cancelling races with the end.
        """
        with self._lock:
            for waiting in [one for one in self._waiting if one.job.job_id == job_id]:
                self._waiting.remove(waiting)
                self._say(waiting, JobState.CANCELLED)
            attempt = self._running.get(job_id)
            if attempt is None or attempt.wish is not Wish.GO_ON:
                return
            attempt.wish = Wish.STOP
        self._wish_changed(attempt)

    def poll(self, timeout: float = 0.0) -> list[JobEvent]:
        """What happened since the last call, in order; waits up to `timeout` seconds for the first."""
        found: list[JobEvent] = []
        try:
            found.append(self._events.get(block=timeout > 0, timeout=timeout if timeout > 0 else None))
            while True:
                found.append(self._events.get_nowait())
        except Empty:
            return found

    def close(self) -> None:
        """Kill everything that still runs, drop everything that waits. May be called twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            running = list(self._running.values())
            for waiting in self._waiting:
                self._say(waiting, JobState.CANCELLED)
            self._waiting.clear()
            for attempt in running:
                attempt.wish = Wish.KILL
        for attempt in running:
            self._wish_changed(attempt)
        self._shut()

    def _fill(self) -> None:
        """Begin what waits while there are free slots."""
        slots = self.slots
        while True:
            with self._lock:
                if self._closed or not self._waiting or len(self._running) >= slots:
                    return
                attempt = self._waiting.popleft()
                self._running[attempt.job.job_id] = attempt
            try:
                self._launch(attempt)
            except Exception as error:  # the job can't be packed, or the machinery is gone
                self._ended(attempt, raised(error))

    def _begun(self, attempt: Attempt) -> None:
        """An attempt begins, perhaps once more: then the worker that had it was lost."""
        with self._lock:
            if self._running.get(attempt.job.job_id) is not attempt:
                return
            if attempt.begun:
                self._say_lost(attempt, Outcome(Ending.DIED))
                attempt.number += 1
            attempt.begun = True
            self._say(attempt, JobState.RUNNING)

    def _told(self, attempt: Attempt, progress: bytes) -> None:
        """An attempt told something; what can't be read here is not worth a job."""
        try:
            message = unpack(progress)
        except Exception:
            return
        with self._lock:
            if self._running.get(attempt.job.job_id) is attempt:
                self._say(attempt, JobState.RUNNING, JobEvent("", JobState.RUNNING, progress=message))

    def _ended(self, attempt: Attempt, outcome: Outcome) -> None:
        """An attempt is over, one way or another."""
        event = self._event_of(attempt, outcome)
        with self._lock:
            if self._running.get(attempt.job.job_id) is not attempt:
                return
            del self._running[attempt.job.job_id]
            if event is not None:
                self._say(attempt, event.state, event)
            else:
                self._say_lost(attempt, outcome)
                self._waiting.appendleft(Attempt(attempt.job, attempt.number + 1))
        self._fill()

    def _event_of(self, attempt: Attempt, outcome: Outcome) -> JobEvent | None:
        """The last event of a job, None where it is to be tried again."""
        if outcome.ending is Ending.RETURNED:
            return _with_result(outcome)
        if outcome.ending is Ending.RAISED:
            state = JobState.CANCELLED if outcome.stopped else JobState.FAILED
            return JobEvent("", state, error=error_of(outcome))
        if outcome.stopped or attempt.wish is not Wish.GO_ON:
            return JobEvent("", JobState.CANCELLED)
        if attempt.number < self._most_attempts:
            return None
        return JobEvent("", JobState.FAILED, error=self._loss(attempt, outcome))

    def _loss(self, attempt: Attempt, outcome: Outcome) -> BaseException:
        return worker_lost(attempt.number, self._most_attempts, outcome.exit_code, outcome.detail, self._tr)

    def _say_lost(self, attempt: Attempt, outcome: Outcome) -> None:
        lost = JobEvent("", JobState.QUEUED, error=self._loss(attempt, outcome), lost=True)
        self._say(attempt, JobState.QUEUED, lost)

    def _say(self, attempt: Attempt, state: JobState, event: JobEvent | None = None) -> None:
        event = event or JobEvent("", state)
        self._events.put(replace(event, job_id=attempt.job.job_id, attempt=attempt.number))


def _with_result(outcome: Outcome) -> JobEvent:
    """The event of a result; one that can't be read here is a failure."""
    try:
        result = unpack(outcome.value)
    except Exception as error:
        return JobEvent("", JobState.FAILED, error=error)
    state = JobState.CANCELLED if outcome.stopped else JobState.SUCCEEDED
    return JobEvent("", state, result=result)
