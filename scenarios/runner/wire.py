"""What travels between a job's process and its runner: bytes that only the two ends unpack.

Whoever passes them on (a worker of a cluster, its scheduler) needs neither the classes nor the memory to look
inside. Pickle is safe here because both ends are processes of one user's own run; nothing of it is stored.
"""

from __future__ import annotations

import pickle
import traceback
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assigner.errors import AssignerError
from scenarios.runner.errors import JobFailed
from scenarios.runner.model import Job, JobFunction


class Ending(StrEnum):
    """How an attempt ended."""

    RETURNED = "returned"
    RAISED = "raised"
    DIED = "died"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one attempt. `value` is the packed result (RETURNED) or error (RAISED).

    `stopped` says that the job noticed the wish to stop, or was killed because of it. `exit_code` and
    `detail` (the system's own words) tell of a process that died, or never lived, what is known.
    """

    ending: Ending
    value: bytes = b""
    stopped: bool = False
    exit_code: int | None = None
    detail: str = ""


def pack(value: object) -> bytes:
    """The value as bytes. Raises whatever pickle does where it can't be packed."""
    return pickle.dumps(value, protocol=5)


def unpack(data: bytes) -> Any:
    """The value back. Raises anything: classes of the other side may not be there."""
    return pickle.loads(data)  # noqa: S301 - written by our own process


def pack_job(job: Job) -> bytes:
    """What a process needs to do a job."""
    return pack((job.function, job.argument))


def unpack_job(data: bytes) -> tuple[JobFunction, Any]:
    """The function and its argument."""
    function, argument = unpack(data)
    return function, argument


def returned(result: object, *, stopped: bool) -> Outcome:
    """A result, or the failure to pack it: trying again would not help, so that counts as raised."""
    try:
        return Outcome(Ending.RETURNED, pack(result), stopped)
    except Exception as error:
        return raised(error, stopped=stopped)


def raised(error: BaseException, *, stopped: bool = False) -> Outcome:
    """An error, as itself where it survives the journey; a defect takes its traceback along."""
    if not isinstance(error, AssignerError):
        error.add_note("".join(traceback.format_exception(error)))
    try:
        data = pack(error)
        unpack(data)
    except Exception:
        data = pack(JobFailed(_one_line(error), "\n".join(getattr(error, "__notes__", []))))
    return Outcome(Ending.RAISED, data, stopped)


def error_of(outcome: Outcome) -> BaseException:
    """The error that a job raised, or the failure to read it."""
    try:
        error = unpack(outcome.value)
    except Exception as failure:
        error = failure
    return error if isinstance(error, BaseException) else JobFailed(repr(error))


def _one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
