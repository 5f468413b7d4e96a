"""Who calls, for endpoints that run on the event loop: nothing here may wait for the database there.

A caller who was recognised a moment ago is known from memory; anybody else is looked up in a thread.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.concurrency import run_in_threadpool

from api.context import Context
from api.routes.access import SCHEMES, permitted
from api.security.actor import Actor
from api.security.recognise import by_memory, recognise


async def recognised_promptly(
    request: Request,
    _key: Annotated[Any, Security(SCHEMES[0])],
    _bearer: Annotated[Any, Security(SCHEMES[1])],
) -> Actor:
    """Who calls, if their role may do this operation."""
    ctx: Context = request.app.state.ctx
    known = by_memory(ctx, request)
    if known is None:
        known = await run_in_threadpool(recognise, ctx, request)
    return permitted(request, known)


Prompt = Annotated[Actor, Depends(recognised_promptly)]
