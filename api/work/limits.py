"""Bounds for work on what strangers sent: memory and time of the job's own process."""

from __future__ import annotations

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator

RING_AGAIN_SECONDS = 0.2


class _OutOfTime(BaseException):
    """The time is over; nothing on the way out may take it for an error of its own."""


@contextmanager
def within(memory_mb: int, seconds: float, tr: Translator) -> Iterator[None]:
    """Let the block use so much memory and time, counted in MiB of private memory and in seconds.

    Raises InputError where it needs more. A parser in C that ends the process instead is the supervisor's to
    tell.
    """
    try:
        with _memory(memory_mb << 20), _time(seconds):
            yield
    except MemoryError:
        raise _refused("too-much-data", _too_large(tr, memory_mb), tr) from None
    except _OutOfTime:
        raise _refused("took-too-long", _too_slow(tr, seconds), tr) from None


def _too_large(tr: Translator, memory_mb: int) -> str:
    return tr.gettext("the tables need more than {limit} MiB of memory", limit=tr.number(memory_mb))


def _too_slow(tr: Translator, seconds: float) -> str:
    return tr.gettext("the tables could not be read within {limit} seconds", limit=tr.number(seconds))


def _refused(code: str, message: str, tr: Translator) -> InputError:
    remedy = tr.gettext("Leave out columns and old rows that are not needed, or have the limit raised.")
    return InputError([Issue(Severity.ERROR, code, message, remedy)])


@contextmanager
def _memory(num_bytes: int) -> Iterator[None]:
    """A limit on private memory: address space would count libraries and files that are only mapped."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = num_bytes if hard == resource.RLIM_INFINITY else min(num_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    """An alarm in the main thread of the process, the only one that can have one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: object) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    # Again and again: what is raised while an object is being deleted is lost.
    signal.setitimer(signal.ITIMER_REAL, seconds, RING_AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
