"""The routing desk of a process: one thread that takes all who wait, and routes them together.

One transaction for many clients costs hardly more than for one, so the busier the desk, the fewer commits a
client costs. Whoever waits is answered after the commit, or is told that nothing was done.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from weakref import WeakKeyDictionary

from api.context import Context
from api.db import Database
from api.errors import DATABASE_AWAY, ApiError, Unavailable
from api.services.routing.asking import Asked, Outcome, Routing
from api.services.routing.journal import Journal

MOST = 64
"""Clients of one transaction."""

CROWD = 2000
"""Clients that may wait; more are sent away."""

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Waiting:
    asked: Asked
    answer: Future[Routing] = field(default_factory=Future)


class Desk:
    """Takes clients from any thread; `route` is called by the desk's own thread alone."""

    def __init__(self, route: Callable[[Sequence[Asked]], list[Outcome]], warm: Callable[[], None]) -> None:
        self._route, self._warm = route, warm
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="routing desk", daemon=True)
        self._thread.start()

    def submit(self, asked: Asked) -> Future[Routing]:
        """Join the queue. The answer holds what became of the client, or raises an ApiError."""
        waiting = _Waiting(asked)
        with self._lock:
            if self._closed:
                raise Unavailable(asked.actor.tr.gettext("The service is being stopped; try again."))
            if self._queue.qsize() >= CROWD:
                text = asked.actor.tr.gettext("Too many clients wait to be routed; try again.")
                raise Unavailable(text, headers={"Retry-After": "1"})
            self._queue.put(waiting)
        return waiting.answer

    def close(self) -> None:
        """Take nobody more, answer those who wait, and end."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            self._warm()
        except Exception as error:
            _log.warning("the routing desk begins without its plan: %s", type(error).__name__)
        while (first := self._queue.get()) is not None:
            self._serve(self._with_others(first))

    def _with_others(self, first: _Waiting) -> list[_Waiting]:
        """All who wait, as many as one transaction takes."""
        found = [first]
        while len(found) < MOST:
            try:
                one = self._queue.get_nowait()
            except Empty:
                break
            if one is None:  # it is the last: come back to it
                self._queue.put(None)
                break
            found.append(one)
        return found

    def _serve(self, batch: list[_Waiting]) -> None:
        here = [one for one in batch if one.answer.set_running_or_notify_cancel()]
        if here:
            self._answer(here)

    def _answer(self, here: list[_Waiting]) -> None:
        """Route them; where one of them can't be, the others must not suffer."""
        try:
            outcomes = self._route([one.asked for one in here])
        except DATABASE_AWAY as error:
            _log.warning("the database does not answer: %s", type(error).__name__)
            for one in here:
                text = one.asked.actor.tr.gettext("The database does not answer; try again.")
                one.answer.set_exception(Unavailable(text, headers={"Retry-After": "1"}))
        except Exception as error:
            if len(here) > 1:
                for one in here:
                    self._answer([one])
            else:
                here[0].answer.set_exception(error)
        else:
            for one, outcome in zip(here, outcomes, strict=True):
                _tell(one.answer, outcome)


def _tell(answer: Future[Routing], outcome: Outcome) -> None:
    if isinstance(outcome, ApiError):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)


_DESKS: WeakKeyDictionary[Database, Desk] = WeakKeyDictionary()
_OPENING = threading.Lock()


def desk_of(ctx: Context) -> Desk:
    """The desk of a running service; it begins with the first who asks."""
    found = _DESKS.get(ctx.db)
    if found is None:
        with _OPENING:
            found = _DESKS.get(ctx.db)
            if found is None:
                journal = Journal(ctx)
                found = _DESKS[ctx.db] = Desk(journal.route, journal.warm)
    return found


def close_desk(ctx: Context) -> None:
    """Answer everybody who waits and end the desk, if there is one."""
    with _OPENING:
        found = _DESKS.pop(ctx.db, None)
    if found is not None:
        found.close()
