"""What a job keeps, it keeps only while it still has its job.

A machine that was frozen or cut off for longer than its lease comes back and goes on, while another one has
the job, or has ended it and its answer was approved. So whatever is put in place is put there in a
transaction that has locked the job's row and found this very attempt in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from api.db import Database
from api.files import Files
from api.jobs.model import Task
from api.jobs.rows import Hold, held
from scenarios.runner import WorkerLost

Write = Callable[[], AbstractContextManager[Session]]
"""Begins a transaction that a job writes its rows in."""


@contextmanager
def holding(db: Database, task: Task) -> Iterator[Session]:
    """A writing transaction with the job's row locked. Raises WorkerLost where another attempt has it."""
    with db.write() as session:
        if held(session, Hold(task.job_id, task.attempt, task.worker)) is None:
            raise WorkerLost("this attempt has lost its job to another one, or the job has ended")
        yield session


@contextmanager
def kept_folder(task: Task, kind: str, db: Database | None = None) -> Iterator[Path]:
    """A folder as `Files.making` makes it for the job's subject, put in place while the job is held.

    Raises WorkerLost, and leaves what is there, where another attempt has the job.
    """
    with ExitStack() as own, ExitStack() as stack:
        folder = stack.enter_context(Files(task.data_dir).making(kind, task.subject))
        yield folder
        with holding(db or own.enter_context(closing(Database(task.database_url))), task):
            stack.close()
