"""One attempt of a job in a process of its own, watched from its first to its last moment.

The same code drives the processes of this machine's runner and those inside the workers of a cluster.
Processes are started by a fork server that has the engine loaded already and has never run anything (by
spawn where there is none): forking a process in which a solver runs would copy its locks and not its threads.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from scenarios.runner import child
from scenarios.runner.wire import Ending, Outcome, unpack

TICK = 0.1
"""Seconds between two looks at what is wished while nothing is reported."""

LEAVING = 5.0
"""Seconds that a process has to go once it has reported its outcome."""

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")

_STARTING = threading.Lock()
"""multiprocessing keeps one list of children and no lock for it."""


class Wish(IntEnum):
    """What the owner of an attempt wants of it."""

    GO_ON = 0
    STOP = 1
    KILL = 2


@dataclass(frozen=True, slots=True)
class ChildSettings:
    """How a process is started and ended.

    `grace` is how many seconds it has between the wish to stop and its end; `threads` how many it may use
    where a library asks for it; `interval` the seconds between two messages of progress; `preload` the
    modules that the fork server loads once for all. Threads and preload are those of the first process.
    """

    grace: float
    threads: int = 1
    interval: float = 0.2
    preload: tuple[str, ...] = ("assigner.engine",)


def drive(
    payload: bytes, settings: ChildSettings, *, tell: Callable[[bytes], None], wish: Callable[[], Wish]
) -> Outcome:
    """Run a packed job to its end. `tell` gets packed progress, `wish` is asked several times a second."""
    try:
        process = _Child(settings)
    except (OSError, EOFError) as error:
        return Outcome(Ending.DIED, detail=f"{type(error).__name__}: {error}")
    try:
        process.feed(payload)
        del payload  # large, and the process has it soon
        return process.listen(tell, wish)
    finally:
        process.end()


class _Child:
    """A started process, seen from its parent."""

    def __init__(self, settings: ChildSettings) -> None:
        self._process, self._orders, self._reports = _start(settings)
        self._grace = settings.grace
        self._deadline: float | None = None
        self._feeding: threading.Thread | None = None
        self._asked = False

    def feed(self, payload: bytes) -> None:
        """Hand over the job; in a thread, since the process takes a moment before it reads."""
        self._feeding = threading.Thread(target=self._send, args=(payload,), daemon=True)
        self._feeding.start()

    def listen(self, tell: Callable[[bytes], None], wish: Callable[[], Wish]) -> Outcome:
        """Pass on what it reports until it ends, stop it where that is wished."""
        while self._obey(wish()):
            if not wait([self._reports], TICK):
                continue
            try:
                report = self._reports.recv_bytes()
            except (EOFError, OSError):
                return Outcome(Ending.DIED, stopped=self._asked, exit_code=self._exit_code())
            if report[:1] == child.ENDED:
                return _outcome(report[1:])
            tell(report[1:])
        return Outcome(Ending.DIED, stopped=True)

    def end(self) -> None:
        """Let it leave by itself where it has reported, kill it where not; then forget it."""
        if self._feeding is not None:
            if self._feeding.is_alive():
                self._process.kill()
            self._feeding.join()
        self._orders.close()  # tells a process that still works that nobody waits for it
        self._reports.close()
        if self._exit_code() is None:
            self._process.kill()
            self._exit_code()

    def _obey(self, wish: Wish) -> bool:
        """Whether to go on. The wish to stop is passed on as soon as the process has its job."""
        if wish is Wish.GO_ON:
            return True
        if self._deadline is None:
            self._deadline = monotonic() + self._grace
        fed = self._feeding is not None and not self._feeding.is_alive()
        if fed and not self._asked:
            self._asked = True
            self._send(b"stop")
        if wish is Wish.STOP and monotonic() < self._deadline:
            return True
        self._process.kill()
        return False

    def _send(self, order: bytes) -> None:
        """An order to a process that may have died: listening finds that out."""
        try:
            self._orders.send_bytes(order)
        except OSError:
            return

    def _exit_code(self) -> int | None:
        """What the system says of the process when it is gone, None where it doesn't go."""
        wait([self._process.sentinel], LEAVING)
        with _STARTING:
            return self._process.exitcode


def _outcome(data: bytes) -> Outcome:
    found = unpack(data)
    assert isinstance(found, Outcome)  # noqa: S101 - both ends are ours
    return found


def _start(settings: ChildSettings) -> tuple[BaseProcess, Connection, Connection]:
    """A new process with our ends of its two pipes. Raises OSError or EOFError where none can be had."""
    context = _context()
    orders, our_orders = context.Pipe(duplex=False)
    our_reports, reports = context.Pipe(duplex=False)
    try:
        with _STARTING, _thread_limits(settings.threads), _deaf_to_interrupts(), _allowed_to_have_children():
            if context.get_start_method() == "forkserver":
                context.set_forkserver_preload(list(settings.preload))
            process = context.Process(
                target=child.run, args=(orders, reports, settings.interval), daemon=True
            )
            process.start()
    except BaseException:
        our_orders.close()
        our_reports.close()
        raise
    finally:
        orders.close()
        reports.close()
    return process, our_orders, our_reports


def _context() -> Any:
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


@contextmanager
def _thread_limits(threads: int) -> Iterator[None]:
    """What a new process, or the fork server, inherits; whatever the user has set stays."""
    mine = {name: str(threads) for name in THREAD_VARIABLES if name not in os.environ}
    os.environ.update(mine)
    try:
        yield
    finally:
        for name in mine:
            del os.environ[name]


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ctrl-C is for this process alone: what it starts meanwhile never gets to see one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # when it starts it lets interrupts in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _allowed_to_have_children() -> Iterator[None]:
    """A worker of a cluster is a daemon, which must not have children lest they outlive it; ours don't."""
    me = multiprocessing.current_process()
    was, me.daemon = me.daemon, False
    try:
        yield
    finally:
        me.daemon = was
