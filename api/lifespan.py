"""What begins and ends with a server process: the supervisor of jobs and the streams about them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from api.context import Context
from api.jobs.streams import Streams
from api.jobs.supervisor import Supervisor
from api.services.jobs import jobs_now


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Start what runs beside requests; stop it when the last request has been answered."""
    ctx: Context = app.state.ctx
    app.state.streams = Streams(partial(jobs_now, ctx))
    supervisor = app.state.supervisor = Supervisor(ctx) if ctx.settings.jobs else None
    if supervisor is not None:
        supervisor.start()
        app.state.metrics.supervised(lambda: float(supervisor.alive))
    try:
        yield
    finally:
        if supervisor is not None:
            await run_in_threadpool(supervisor.stop, ctx.settings.shutdown_seconds)
        ctx.db.close()


def leave(app: FastAPI) -> None:
    """The process was asked to stop: end streams, begin no job. Requests are still answered."""
    app.state.streams.close()
    if app.state.supervisor is not None:
        app.state.supervisor.begin_stop()
