"""What runs in a job's own process: one job, then the end.

Orders come in through one pipe (the job, later perhaps the wish to stop), reports go out through another. A
thread attends to both while the job computes, so the job never waits for whoever reads; when the parent dies
its end of the pipe closes, and the process goes at once.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from multiprocessing.connection import Connection

from scenarios.runner.wire import Ending, Outcome, pack, raised, returned, unpack_job

TOLD, ENDED = b"T", b"E"
"""First byte of a report: progress, or the outcome."""

ORPHANED = 113
"""Exit code of a process whose parent is gone."""


class ChildContext:
    """The JobContext of a job in its own process. Of messages in quick succession the latest is sent."""

    def __init__(self, reports: Connection) -> None:
        self.noticed = False
        self._reports = reports
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._latest: bytes | None = None
        self._ended = False

    def tell(self, progress: object, /) -> None:
        """Keep a message for the attending thread; never blocks. Raises where it can't be pickled."""
        self._latest = pack(progress)

    def should_stop(self) -> bool:
        """Whether the wish to stop has come; remembers that the job has heard of it."""
        self.noticed = self.noticed or self._stop.is_set()
        return self.noticed

    def stop(self) -> None:
        """The wish to stop has come."""
        self._stop.set()

    def report(self) -> None:
        """Send the latest message, if it hasn't been sent yet."""
        with self._lock:
            self._send_latest()

    def end(self, outcome: Outcome) -> None:
        """Send the last message and the outcome; nothing follows it."""
        with self._lock:
            self._send_latest()
            self._ended = True
            self._reports.send_bytes(ENDED + pack(outcome))

    def _send_latest(self) -> None:
        latest, self._latest = self._latest, None
        if latest is not None and not self._ended:
            self._reports.send_bytes(TOLD + latest)


def run(orders: Connection, reports: Connection, interval: float) -> None:
    """Do the job that comes as the first order; progress is sent every `interval` seconds at most."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    context = ChildContext(reports)
    try:
        job = [orders.recv_bytes()]
        threading.Thread(target=_attend, args=(context, orders, interval), daemon=True).start()
        outcome = _work(job, context)
        _flush()
        context.end(outcome)
    except (EOFError, OSError):
        os._exit(ORPHANED)


def _work(job: list[bytes], context: ChildContext) -> Outcome:
    """The job's outcome; its bytes are taken out of the list, so that they don't stay in memory.

    Running out of memory and exiting are no answers: the process counts as lost.
    """
    try:
        function, argument = unpack_job(job.pop())
        result = function(argument, context)
    except MemoryError:
        return Outcome(Ending.DIED, detail="MemoryError")
    except SystemExit as leaving:
        return Outcome(Ending.DIED, exit_code=leaving.code if isinstance(leaving.code, int) else 1)
    except Exception as error:
        return raised(error, stopped=context.noticed)
    return returned(result, stopped=context.noticed)


def _flush() -> None:
    """What the job printed; nobody waits for a process that has reported."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _attend(context: ChildContext, orders: Connection, interval: float) -> None:
    """Hear the wish to stop, pass on progress, and leave with the parent."""
    try:
        while True:
            if orders.poll(interval):
                orders.recv_bytes()
                context.stop()
            context.report()
    except (EOFError, OSError):
        os._exit(ORPHANED)
