"""How every job begins in its own process."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process
from typing import Any

from sqlalchemy import exc

from api.errors import Unavailable
from api.jobs.model import Task
from api.logs import bind, configure_logs
from scenarios.runner import JobContext

NICENESS = 10
"""Answering comes before computing: on a busy machine jobs get what requests leave."""


@dataclass(frozen=True, slots=True)
class Work:
    """A kind's function, what it gets, and how the process logs."""

    kind: str
    function: Callable[[Task, JobContext], Any]
    task: Task
    log_level: str = "info"


def perform(work: Work, context: JobContext) -> Any:
    """Do the work. Raises Unavailable where the database went away meanwhile: then it is tried again."""
    task = work.task
    configure_logs(work.log_level)
    _stand_back()
    bind(job_id=task.job_id, kind=work.kind, attempt=task.attempt, request_id=task.request_id)
    try:
        return work.function(task, context)
    except (exc.OperationalError, exc.InterfaceError) as error:
        raise Unavailable(f"The database did not answer ({type(error).__name__}).") from None


def _stand_back() -> None:
    """Lower the priority of this process, where it is a job's own and the system knows priorities."""
    if parent_process() is not None and hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
