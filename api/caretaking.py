"""The service's housekeeping: what is too old goes, every hour, whichever process does it first."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from api.context import Context
from api.idempotency.records import forget_old_calls
from api.security.sessions import forget_old_sessions
from api.security.throttle import forget_old_tries
from api.services.datasets.removing import forget_jobs
from api.services.datasets.removing import forget_old as forget_old_datasets
from api.webhooks.sender import forget_old_deliveries

_log = logging.getLogger(__name__)

EVERY = 3600.0
"""Seconds between two rounds."""

SOON = 60.0
"""Seconds from the start to the first round: starting is busy enough."""

CHORES: tuple[Callable[[Context], object], ...] = (
    forget_old_sessions,
    forget_old_tries,
    forget_old_deliveries,
    forget_old_calls,
    forget_old_datasets,
    forget_jobs,
)
"""What is done. Each is safe to do at once in several processes."""


def take_care(ctx: Context) -> list[str]:
    """Do all chores now; the names of those that failed. One that fails keeps none of the others back."""
    failed = []
    for chore in CHORES:
        try:
            chore(ctx)
        except Exception as error:
            failed.append(chore.__name__)
            _log.error("%s failed: %s", chore.__name__, type(error).__name__, exc_info=error)
    return failed


class Caretaker:
    """A thread that does the chores from `start` to `stop`."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="caretaker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the chore that is being done."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        wait = SOON
        while not self._over.wait(wait):
            take_care(self._ctx)
            wait = EVERY
