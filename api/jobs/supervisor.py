"""The supervisor: takes queued jobs, runs them in processes of their own, and ends their rows.

One thread of a server, or of `assigner worker`. Several may work on one database, in one process each. Where
the database is away it waits and goes on; what ended meanwhile is settled when it is back, if nobody else has
taken the job over.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from api.context import Context
from api.db.models import JobRecord
from api.errors import DATABASE_AWAY
from api.jobs import rows
from api.jobs.ending import settle, take_back_overdue
from api.jobs.kinds import kinds
from api.jobs.lanes import Lane, open_lanes
from api.jobs.model import Task
from api.jobs.rows import Hold, News
from api.jobs.telling import Told
from api.work.entry import Work, perform
from scenarios.runner import Job, JobEvent, JobState

_log = logging.getLogger(__name__)

TICK = 0.1
"""Seconds between two looks at the processes."""

LOOK = 0.5
"""Seconds between two looks at the queue, and for wishes to cancel."""

TELL = 1.0
"""Seconds between two writes of progress: SQLite has one writer."""

AWAY = 1.0
"""Seconds to wait where the database is away."""

DEAF = 30.0
"""Seconds after which a supervisor that has done no round counts as dead."""


@dataclass(slots=True)
class _Attempt:
    """An attempt that runs here."""

    hold: Hold
    lane: Lane
    told: Told = field(default_factory=Told)
    news: bool = False
    stopping: bool = False
    ended: JobEvent | None = None


class Supervisor:
    """Runs jobs from `start` to `stop`."""

    def __init__(self, ctx: Context) -> None:
        self.worker = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._ctx = ctx
        self._lanes = open_lanes(ctx.settings)
        self._attempts: dict[str, _Attempt] = {}  # by the runner's id, which no two attempts share
        self._stopping = threading.Event()  # nothing new
        self._leaving = threading.Event()  # nothing any more
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)
        self._rounds = monotonic()
        self._due: dict[str, float] = {}

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it still does its rounds."""
        return self._thread.is_alive() and monotonic() - self._rounds < DEAF

    @property
    def running(self) -> int:
        """How many jobs run here."""
        return len(self._attempts)

    def begin_stop(self) -> None:
        """Take nothing new from now on."""
        self._stopping.set()

    def stop(self, seconds: float = 0.0) -> None:
        """Take nothing new, give what runs so many seconds to end, then put it back into the queue."""
        self.begin_stop()
        if self._thread.ident is not None:
            self._thread.join(seconds)
            self._leaving.set()
            self._thread.join()

    def _run(self) -> None:
        while not (self._leaving.is_set() or (self._stopping.is_set() and not self._attempts)):
            wait = TICK if self._guarded(self._round) else AWAY
            self._rounds = monotonic()
            self._leaving.wait(wait)
        self._leave()

    def _guarded(self, call: Callable[[], None]) -> bool:
        """Whether it went well; a supervisor outlives whatever happens in a round."""
        try:
            call()
        except DATABASE_AWAY as error:
            _log.warning("the database does not answer: %s", type(error).__name__)
            return False
        except Exception as error:
            _log.error("a defect in the supervisor: %s", type(error).__name__, exc_info=error)
            return False
        return True

    def _round(self) -> None:
        self._listen()
        self._settle()
        if self._attempts and self._is_due("look", LOOK):
            self._look()
        if self._attempts and self._is_due("tell", TELL):
            self._beat()
        if self._is_due("overdue", self._ctx.settings.job_lease_seconds / 3):
            take_back_overdue(self._ctx)
        if not self._stopping.is_set() and self._is_due("claim", LOOK):
            self._claim()

    def _is_due(self, what: str, seconds: float) -> bool:
        now = monotonic()
        if now < self._due.get(what, 0.0):
            return False
        self._due[what] = now + seconds
        return True

    def _listen(self) -> None:
        """Hear what the processes said."""
        for lane in self._lanes:
            for event in lane.poll():
                attempt = self._attempts.get(event.job_id)
                if attempt is None:
                    continue
                if event.progress is not None:
                    attempt.told.hear(event.progress)
                    attempt.news = True
                if event.state.is_final:
                    attempt.ended = event
                    self._due["claim"] = 0.0  # there is a free slot

    def _settle(self) -> None:
        """End the rows of what has ended; what can't be written now is written later."""
        for runner_id, attempt in list(self._attempts.items()):
            if attempt.ended is None:
                continue
            if attempt.news:
                self._write({attempt.hold: _news(attempt)})
                attempt.news = False
            settle(self._ctx, attempt.hold, attempt.ended)
            _log.info("job %s: %s", attempt.hold.job_id, attempt.ended.state.value)
            del self._attempts[runner_id]

    def _look(self) -> None:
        """Pass on wishes to cancel, and stop what somebody else has taken over."""
        mine = rows.look(self._ctx, [attempt.hold for attempt in self._attempts.values()])
        for runner_id, attempt in self._attempts.items():
            if mine.get(attempt.hold, True) and not attempt.stopping:
                attempt.stopping = True
                attempt.lane.cancel(runner_id)

    def _beat(self) -> None:
        """Say that we are still at it, and what was told."""
        lease = self._ctx.settings.job_lease_seconds
        telling = [attempt for attempt in self._attempts.values() if attempt.news]
        if telling or self._is_due("lease", lease / 3):
            self._write({one.hold: _news(one) for one in self._attempts.values()})
            for attempt in telling:
                attempt.news = False

    def _write(self, news: dict[Hold, News | None]) -> None:
        rows.beat(self._ctx, news)
        self._due["lease"] = monotonic() + self._ctx.settings.job_lease_seconds / 3

    def _claim(self) -> None:
        """Fill free slots from the queue."""
        for lane in self._lanes:
            free = lane.free
            if free > 0:
                for row in rows.claim(self._ctx, self.worker, lane.names, free):
                    self._begin(row, lane)

    def _begin(self, row: JobRecord, lane: Lane) -> None:
        hold = Hold(row.id, row.attempt, self.worker)
        runner_id = f"{row.id}-{row.attempt}"
        attempt = self._attempts[runner_id] = _Attempt(hold, lane)
        work = Work(row.kind, kinds()[row.kind].function, self._task(row), self._ctx.settings.log_level)
        try:
            lane.submit(Job(runner_id, perform, work))
        except Exception as error:  # the runner is closed
            attempt.ended = JobEvent(runner_id, JobState.FAILED, error=error)

    def _task(self, row: JobRecord) -> Task:
        """What the function gets."""
        settings = self._ctx.settings
        return Task(
            job_id=row.id,
            subject=row.subject,
            attempt=row.attempt,
            argument=row.argument,
            data_dir=settings.data_dir.absolute(),
            database_url=settings.url,
            language=row.language,
            workers=settings.workers_per_job,
            request_id=row.request_id,
            dask=settings.dask,
            worker=self.worker,
        )

    def _leave(self) -> None:
        """Kill what still runs and give it back. What can't be said now, the lease says later."""
        for lane in self._lanes:
            lane.close()
        self._guarded(self._listen)
        for attempt in self._attempts.values():
            if attempt.ended is not None and attempt.ended.state is JobState.CANCELLED:
                attempt.ended = attempt.ended if attempt.stopping else None  # killed by us, not by a user
        self._guarded(self._settle)
        left = [attempt.hold for attempt in self._attempts.values()]
        if left:
            self._guarded(lambda: rows.release(self._ctx, left))


def _news(attempt: _Attempt) -> News | None:
    latest = attempt.told.latest
    return News(latest, attempt.told.course) if attempt.news and latest is not None else None
