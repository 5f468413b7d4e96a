"""A defect in a job's process: the log says where, and nothing that the error says."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.context import Context
from api.jobs.ending import settle
from api.jobs.model import Task
from api.jobs.rows import Hold, claim
from api.logs import json_handler
from scenarios.runner import JobEvent, JobState
from scenarios.runner.wire import error_of, raised
from tests.api.jobs import work
from tests.api.jobs.watching import ask
from tests.api.running import InlineContext, never


class StubbornError(Exception):
    """Does not survive the journey from one process to another."""

    def __init__(self, one: str, another: str) -> None:
        super().__init__(f"{one} {another}")
        self.lock = threading.Lock()


def stubborn(*_: Any) -> None:
    raise StubbornError("the phone is", "+7 999 123-45-67")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Logs as the service writes them."""
    stream, logger = io.StringIO(), logging.getLogger("api")
    handler = json_handler(stream)
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    ("broken", "error", "place"),
    [(work.defective, "RuntimeError", "work.py"), (stubborn, "JobFailed", "test_defects.py")],
)
def test_the_log_says_where_a_job_broke_and_which(
    ctx: Context, log: io.StringIO, broken: Callable[..., None], error: str, place: str
) -> None:
    job = ask(ctx, "defective")
    (row,) = claim(ctx, "me", frozenset({"defective"}), 1)
    settle(ctx, Hold(job, row.attempt, "me"), failed(job, broken))
    (line,) = [json.loads(one) for one in log.getvalue().splitlines()]
    assert (line["event"], line["error"]) == (f"a defect in a job: {error}", error)
    assert (line["job_id"], line["kind"], line["attempt"]) == (job, "defective", 1)
    # The last place is the very line that raised.
    assert line["places"][-1].startswith(broken.__code__.co_filename)
    assert line["places"][-1].endswith(broken.__name__)
    assert place in line["places"][-1]
    chance = ("timestamp", "job_id")  # digits of theirs may be any
    assert chance[0] in line
    assert "999" not in str({name: value for name, value in line.items() if name not in chance})


def failed(job: str, broken: Callable[..., None]) -> JobEvent:
    """The event of a job that broke, its error as it comes over from its process."""
    task = Task(job, "s", 1, {}, Path(), "")
    try:
        broken(task, InlineContext(never))
    except Exception as error:
        return JobEvent(job, JobState.FAILED, error=error_of(raised(error)))
    raise AssertionError("it did not break")
