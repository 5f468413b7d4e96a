"""The default way to run: one process per attempt on this machine, so many at a time."""

from __future__ import annotations

import os
import threading
from functools import partial

from assigner.i18n import Translator
from scenarios.runner.driving import ChildSettings, drive
from scenarios.runner.queueing import GRACE, MOST_ATTEMPTS, Attempt, QueueRunner
from scenarios.runner.wire import pack_job, raised


def num_cores() -> int:
    """Cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class LocalRunner(QueueRunner):
    """A Runner that gives each attempt a process of its own; nothing is started before the first job.

    A process that dies takes only its own attempt along; when this process dies, however it does, they all
    go. Cores are shared evenly: each process may use as many threads as there are cores for each slot.
    """

    def __init__(
        self,
        slots: int,
        *,
        grace: float = GRACE,
        attempts: int = MOST_ATTEMPTS,
        preload: tuple[str, ...] = (),
        tr: Translator | None = None,
    ) -> None:
        """`grace` seconds pass between the wish to stop and the kill; a job is tried so many `attempts`.

        `preload` names modules beside the engine that processes need. Raises ValueError below one slot.
        """
        if slots < 1:
            raise ValueError(f"slots must be at least 1, not {slots}")
        super().__init__(tr, attempts)
        self._slots = slots
        self._settings = ChildSettings(
            grace=grace, threads=max(1, num_cores() // slots), preload=("assigner.engine", *preload)
        )
        self._threads: dict[Attempt, threading.Thread] = {}

    @property
    def slots(self) -> int:
        """How many jobs run at once."""
        return self._slots

    def _launch(self, attempt: Attempt) -> None:
        name = f"job {attempt.job.job_id} attempt {attempt.number}"
        thread = threading.Thread(target=self._drive, args=(attempt,), name=name, daemon=True)
        with self._lock:
            self._threads[attempt] = thread
        thread.start()

    def _drive(self, attempt: Attempt) -> None:
        """The life of one attempt, in a thread of its own."""
        self._begun(attempt)
        try:
            told = partial(self._told, attempt)
            outcome = drive(pack_job(attempt.job), self._settings, tell=told, wish=lambda: attempt.wish)
        except Exception as error:  # such as a job that can't be packed: its failure, not the runner's
            outcome = raised(error)
        with self._lock:
            del self._threads[attempt]
        self._ended(attempt, outcome)

    def _wish_changed(self, attempt: Attempt) -> None:
        """The attempt's thread looks for itself, several times a second."""

    def _shut(self) -> None:
        with self._lock:
            threads = list(self._threads.values())
        for thread in threads:
            thread.join()
