"""/v1/jobs."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import Field

from api.context import Context
from api.errors import TooManyRequests, Unauthenticated
from api.jobs.streams import MOST_EACH, Full, Streams
from api.routes.access import Ctx, Who
from api.routes.schemas import Answer, Cursor, ItemId, Limit
from api.security.actor import Actor
from api.security.recognise import recognise
from api.services import jobs

router = APIRouter(prefix="/jobs", tags=["jobs"])

State = Literal["queued", "running", "succeeded", "failed", "cancelled"]


class JobAnswer(Answer):
    """Where a job stands. `subject` is the id of what it is for; `problem` says why it failed."""

    id: str
    kind: str
    subject: str
    state: State
    attempt: int = Field(description="how often it was begun: again where its process was lost")
    cancel_requested: bool
    progress: dict[str, Any] | None = Field(
        examples=[{"phase": "improve", "seconds": 4.2, "score": 12.5, "bound": 12.1, "gap": 0.03}]
    )
    problem: dict[str, Any] | None
    created_at: str
    started_at: str | None
    finished_at: str | None


class JobWithCourse(JobAnswer):
    """A job with the course of its figures, for a chart."""

    course: list[list[float | None]] = Field(description="[seconds, score, bound], at most 300 times")
    result: dict[str, Any] | None


class JobPage(Answer):
    """One page of jobs."""

    items: list[JobAnswer]
    next: str | None


def get_streams(request: Request) -> Streams:
    """The streams of this process."""
    streams: Streams = request.app.state.streams
    return streams


@router.get("", operation_id="list_jobs", response_model=JobPage)
def list_jobs(
    ctx: Ctx,
    who: Who,
    state: State | None = None,
    subject: Annotated[ItemId | None, Query(description="only jobs for the thing with this id")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Jobs that you may see, the newest first."""
    return jobs.list_jobs(ctx, who, state=state, subject=subject, cursor=cursor, limit=limit)


@router.get("/{job_id}", operation_id="get_job", response_model=JobWithCourse)
def get_job(ctx: Ctx, who: Who, job_id: ItemId) -> Any:
    """One job."""
    return jobs.get_job(ctx, who, job_id)


@router.get(
    "/{job_id}/events",
    operation_id="follow_job",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "events `state` and `progress`"}},
)
async def follow_job(
    request: Request,
    ctx: Ctx,
    who: Who,
    streams: Annotated[Streams, Depends(get_streams)],
    job_id: ItemId,
    last_event_id: Annotated[str | None, Header(max_length=100)] = None,
) -> StreamingResponse:
    """Server-Sent Events until the job has ended: `state` and `progress`, at most one of each a second."""
    job = await run_in_threadpool(jobs.follow_job, ctx, who, job_id)
    try:
        events = await streams.opened(who.id, job, last_event_id, partial(_may_listen, ctx, request, who))
    except Full:
        detail = who.tr.gettext("At most {n} streams at a time; close one.", n=MOST_EACH)
        raise TooManyRequests(detail, headers={"Retry-After": "5"}) from None
    return StreamingResponse(
        events,
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _may_listen(ctx: Context, request: Request, who: Actor) -> bool:
    """Whether the key or session of the request still makes the same of whoever sent it.

    Also a changed role that may follow jobs ends the stream: the reader comes again, and it is looked anew
    which jobs are there for that role.
    """
    try:
        now = recognise(ctx, Request({**request.scope, "state": {}}))  # `request` remembers who it was
    except Unauthenticated:
        return False
    return (now.id, now.role, now.manager_id) == (who.id, who.role, who.manager_id)


@router.post("/{job_id}/cancel", operation_id="cancel_job", response_model=JobAnswer)
def cancel_job(ctx: Ctx, who: Who, job_id: ItemId) -> Any:
    """Cancel a job: it stops within seconds and keeps the best answer it has."""
    return jobs.cancel_job(ctx, who, job_id)
