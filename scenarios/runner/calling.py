"""One call of a function that solves, made in a process of a runner instead of here."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from assigner.errors import NoAnswer
from assigner.i18n import Translator
from assigner.solution import ShouldStop
from scenarios.runner.model import Job, JobContext, JobEvent, Runner

TICK = 0.2
"""Seconds between two looks at whether the call is to stop."""

R = TypeVar("R")


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A module's function and what it gets, picklable. `telling` names the argument that hears progress."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    language: str
    telling: str


def make_call(call: Call, context: JobContext) -> Any:
    """The job: call the function there, with progress and the wish to stop passed on."""
    hearing = {call.telling: context.tell, "should_stop": context.should_stop}
    return call.function(*call.args, **call.kwargs, **hearing, tr=Translator(call.language))


def call_with(
    runner: Runner | None,
    function: Callable[..., R],
    *args: Any,
    tell: Callable[[Any], None],
    should_stop: ShouldStop,
    tr: Translator,
    telling: str = "on_progress",
    **kwargs: Any,
) -> R:
    """What `function(*args, **kwargs)` returns, made by a runner that nobody else polls; None: made here.

    Raises what the function raises, NoAnswer where it was stopped before it had an answer, and WorkerLost or
    ClusterLost where the runner gave it up.
    """
    if runner is None:
        return function(*args, **kwargs, **{telling: tell}, should_stop=should_stop, tr=tr)
    job = Job(uuid.uuid4().hex, make_call, Call(function, args, kwargs, tr.language, telling))
    final = _followed(runner, job, tell, should_stop)
    if final.error is not None:
        raise final.error
    if final.result is None:
        raise NoAnswer(tr.gettext("the search was stopped before it had an answer"))
    answer: R = final.result
    return answer


def _followed(runner: Runner, job: Job, tell: Callable[[Any], None], should_stop: ShouldStop) -> JobEvent:
    """The last event of a job, whatever becomes of it."""
    runner.submit(job)
    asked = False
    while True:
        if not asked and should_stop():
            asked = True
            runner.cancel(job.job_id)
        for event in runner.poll(TICK):
            if event.job_id != job.job_id:
                continue
            if event.progress is not None:
                tell(event.progress)
            if event.state.is_final:
                return event
