"""What every route asks for: the context, who calls, and the version a change was made on."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response, Security
from fastapi.security import APIKeyHeader, HTTPBearer

from api.context import Context
from api.errors import Forbidden
from api.routes.schemas import Problem
from api.security.actor import Actor
from api.security.recognise import recognise
from api.security.rules import allowed

SCHEMES = (APIKeyHeader(name="X-API-Key", auto_error=False), HTTPBearer(auto_error=False))


def get_context(request: Request) -> Context:
    """The running service."""
    ctx: Context = request.app.state.ctx
    return ctx


def recognised(
    request: Request,
    ctx: Annotated[Context, Depends(get_context)],
    _key: Annotated[Any, Security(SCHEMES[0])],
    _bearer: Annotated[Any, Security(SCHEMES[1])],
) -> Actor:
    """Who calls, if their role may do this operation: deny by default."""
    return permitted(request, recognise(ctx, request))


def permitted(request: Request, actor: Actor) -> Actor:
    """The actor, if the role may do the operation of this route. Raises Forbidden."""
    request.state.actor = actor
    route = request.scope.get("route")
    if not allowed(actor.role, getattr(route, "operation_id", None) or ""):
        raise Forbidden(actor.tr.gettext("Your role does not allow this."))
    return actor


Ctx = Annotated[Context, Depends(get_context)]
Who = Annotated[Actor, Depends(recognised)]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", max_length=500, description="ETag of the version you saw")
]

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text, "content": {"application/problem+json": {}}}
    for status, text in (
        (400, "the request can't be understood"),
        (401, "nobody is signed in"),
        (403, "the role may not do this"),
        (404, "there is no such thing, or not for you"),
        (409, "it does not fit the present state"),
        (413, "too large"),
        (422, "something is wrong; every place is named"),
        (429, "too many requests"),
        (503, "try again in a moment"),
    )
}
"""Errors that any route may answer with."""

CHANGED: dict[int | str, dict[str, Any]] = {
    412: {**PROBLEMS[409], "description": "somebody changed it in between"},
    428: {**PROBLEMS[409], "description": "an If-Match is needed"},
}
"""Errors of routes that change what people edit."""


def tagged(response: Response, document: dict[str, Any]) -> dict[str, Any]:
    """The document, with its version as the answer's ETag."""
    response.headers["ETag"] = document["etag"]
    return document
