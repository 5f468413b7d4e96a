"""What a kind of job is: a function for another process, and what happens when it ends.

The function gets plain values only, since it may run in another process or on another machine; what it
returns should be small (files go to the data folder). Landing runs in the service's process, inside the
transaction that ends the job, and only if the attempt still holds the job: so a result counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import JobRecord
from scenarios.runner import JobContext


@dataclass(frozen=True, slots=True)
class Task:
    """What a job's function gets: the job, its argument, and where files and database are.

    A solve may use `workers` cores; with `dask` it goes to the scheduler at that address. `worker` is who has
    the attempt.
    """

    job_id: str
    subject: str
    attempt: int
    argument: Mapping[str, Any]
    data_dir: Path
    database_url: str
    language: str = "en"
    workers: int = 1
    request_id: str = ""
    dask: str | None = None
    worker: str = ""


Land = Callable[[Context, Session, JobRecord, Any], None]
"""Takes what the function returned, in the transaction that ends the job."""

Fail = Callable[[Context, Session, JobRecord, Mapping[str, Any]], None]
"""Hears of the job's failure as a problem document (RFC 9457), or of a cancel without an answer."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job.

    `light` kinds take seconds to minutes and have a slot of their own, so that reading a table never waits
    for a long solve.
    """

    name: str
    function: Callable[[Task, JobContext], Any]
    land: Land
    fail: Fail
    light: bool = False
