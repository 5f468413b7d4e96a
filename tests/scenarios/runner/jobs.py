"""Jobs that do what jobs may do, good and bad; each takes one argument and a context."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from assigner.errors import InputError, Issue, NoAnswer, Severity
from scenarios.runner.model import JobContext

PATIENCE = 240.0
"""Seconds after which a job that waits for a sign gives up: the test has failed long before."""


def double(number: int, context: JobContext) -> int:
    return 2 * number


def large(size: int, context: JobContext) -> bytes:
    return os.urandom(1) * size


def length(data: bytes, context: JobContext) -> int:
    return len(data)


def parent_id(_: object, context: JobContext) -> int:
    return os.getppid()


def variable(name: str, context: JobContext) -> str | None:
    return os.environ.get(name)


def tell_and_wait(what: tuple[list[Any], Path], context: JobContext) -> int:
    """Tell everything at once, then wait for a file."""
    messages, sign = what
    for message in messages:
        context.tell(message)
    _wait_for(sign.exists)
    return len(messages)


def tell_the_untellable(_: object, context: JobContext) -> None:
    context.tell(threading.Lock())


def fail(text: str, context: JobContext) -> None:
    raise ValueError(text)


def fail_as_expected(text: str, context: JobContext) -> None:
    raise InputError([Issue(Severity.ERROR, "code", text, "mend it", file="a.csv", row=3)])


class Stubborn(Exception):  # noqa: N818
    """An error that can't be unpickled: its arguments aren't kept."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def fail_unreadably(_: object, context: JobContext) -> None:
    raise Stubborn("half ", "and half")


def unpicklable(_: object, context: JobContext) -> object:
    return threading.Lock()


class Trap:
    """Packs well, and raises where it is unpacked."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _sprung, ()


def _sprung() -> None:
    raise LookupError("the trap was opened")


def trap(_: object, context: JobContext) -> Trap:
    return Trap()


def tell_a_trap(number: int, context: JobContext) -> int:
    context.tell(Trap())
    return number


def die(number: int, context: JobContext) -> None:
    """Be killed by a signal."""
    os.kill(os.getpid(), number)
    time.sleep(PATIENCE)


def leave(code: int, context: JobContext) -> None:
    """End without the interpreter's farewells."""
    os._exit(code)


def leave_politely(code: int, context: JobContext) -> None:
    sys.exit(code)


def run_out_of_memory(_: object, context: JobContext) -> None:
    raise MemoryError


def until_stopped(answer: object, context: JobContext) -> object:
    """Tell its process id, then give an answer once somebody wants it to stop."""
    context.tell(os.getpid())
    _wait_for(context.should_stop)
    return answer


def nothing_when_stopped(_: object, context: JobContext) -> None:
    context.tell(os.getpid())
    _wait_for(context.should_stop)
    raise NoAnswer("stopped before any answer")


def deaf(_: object, context: JobContext) -> None:
    """Tell its process id and never ask whether to stop."""
    context.tell(os.getpid())
    time.sleep(PATIENCE)


def until_seen(sign: Path, context: JobContext) -> int:
    """Tell its process id, then wait for a file."""
    context.tell(os.getpid())
    _wait_for(sign.exists)
    return os.getpid()


def interrupt_itself(_: object, context: JobContext) -> str:
    """What Ctrl-C does to every process in the foreground."""
    os.kill(os.getpid(), signal.SIGINT)
    return "not disturbed"


def linger(_: object, context: JobContext) -> str:
    """Leave a thread behind that never ends."""
    threading.Thread(target=time.sleep, args=(PATIENCE,)).start()
    return "done"


def _wait_for(sign: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not sign():
        if time.monotonic() > end:
            raise TimeoutError("the sign never came")
        time.sleep(0.02)


def kill_its_worker(_: object, context: JobContext) -> None:
    """Kill the worker of the cluster that it runs in: the parent of the server that it was forked from."""
    server = os.getppid()
    status = Path(f"/proc/{server}/status").read_text()
    worker = next(line.split()[1] for line in status.splitlines() if line.startswith("PPid:"))
    os.kill(int(worker), signal.SIGKILL)
    time.sleep(PATIENCE)
