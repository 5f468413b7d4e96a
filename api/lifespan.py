"""What begins and ends with a process: jobs, streams about them, webhooks, housekeeping."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.types import Scope

from api.caretaking import Caretaker
from api.context import Context
from api.jobs.streams import Streams
from api.jobs.supervisor import Supervisor
from api.services.jobs import jobs_now
from api.services.routing.desk import close_desk, desk_of
from api.webhooks.sender import Sender


@dataclass(frozen=True, slots=True)
class Background:
    """What runs beside requests and can be asked whether it still does."""

    supervisor: Supervisor
    sender: Sender


@contextmanager
def background(ctx: Context) -> Iterator[Background]:
    """Run jobs, send webhooks and keep house in threads of this process while the block lasts.

    At its end jobs have `shutdown_seconds` to end; what then still runs goes back into the queue.
    """
    supervisor, sender, caretaker = Supervisor(ctx), Sender(ctx), Caretaker(ctx)
    for one in (supervisor, sender, caretaker):
        one.start()
    try:
        yield Background(supervisor, sender)
    finally:
        supervisor.stop(ctx.settings.shutdown_seconds)
        sender.stop()
        caretaker.stop()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Start what runs beside requests; stop it when the last request has been answered."""
    ctx: Context = app.state.ctx
    app.state.streams = Streams(partial(jobs_now, ctx))
    app.state.supervisor = app.state.sender = None
    with ExitStack() as running:
        running.callback(ctx.db.close)
        running.callback(close_desk, ctx)
        if ctx.settings.jobs:
            beside = running.enter_context(background(ctx))
            app.state.supervisor, app.state.sender = beside.supervisor, beside.sender
            app.state.metrics.supervised(lambda: float(beside.supervisor.alive))
        desk_of(ctx)  # it loads the live plan before the first client comes
        _build_routes(app)
        yield
        await run_in_threadpool(running.close)


def _build_routes(app: FastAPI) -> None:
    """Have FastAPI build the routes now: the first request would, and all would wait 0.3 s for it."""
    nowhere: Scope = {"type": "http", "method": "GET", "path": "/", "root_path": "", "headers": []}
    for route in app.routes:
        route.matches(nowhere)


def leave(app: FastAPI) -> None:
    """The process was asked to stop: end streams, begin no job. Requests are still answered."""
    app.state.streams.close()
    if app.state.supervisor is not None:
        app.state.supervisor.begin_stop()
