"""The plain case of `POST /v1/route`, answered before the framework: half of what a request costs.

Plain is a body that is a client, from a program whose key was recognised a moment ago and whose role may
route. Everything else goes on to the route itself, with its body, so that whatever is refused is refused in
one place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.context import Context
from api.errors import ApiError
from api.handlers import answer
from api.routes.routing_bodies import RouteBody
from api.security.actor import Actor
from api.security.recognise import by_memory
from api.security.rules import allowed
from api.services.routing import deciding


@dataclass(frozen=True, slots=True)
class Here:
    """The route, as logs and metrics ask for it."""

    path: str = "/v1/route"
    operation_id: str = "route_client"


HERE = Here()


class PromptRouting:
    """The middleware."""

    def __init__(self, app: ASGIApp, ctx: Context) -> None:
        self._app, self._ctx = app, ctx

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["path"] != HERE.path or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        actor = self._actor(scope)
        if actor is None:
            await self._app(scope, receive, send)
            return
        messages = await _received(receive)
        client = _client(messages)
        if client is None:
            await self._app(scope, _again(messages, receive), send)
            return
        scope["route"] = HERE
        scope.setdefault("state", {})["actor"] = actor
        response = await self._answer(actor, client)
        await response(scope, receive, send)

    def _actor(self, scope: Scope) -> Actor | None:
        """Who calls, where that is plain."""
        if not dict(scope["headers"]).get(b"content-type", b"").startswith(b"application/json"):
            return None
        actor = by_memory(self._ctx, Request(scope))
        return actor if actor is not None and allowed(actor.role, HERE.operation_id) else None

    async def _answer(self, actor: Actor, client: dict[str, Any]) -> JSONResponse:
        try:
            waiting = deciding.route_client(self._ctx, actor, client=client)
            return routed(deciding.routed(actor, await asyncio.wrap_future(waiting)))
        except ApiError as error:
            return answer(error.document(), error.headers)


def routed(made: dict[str, Any]) -> JSONResponse:
    """The answer to a client that was routed.

    Its shape is tested; a second check of every answer would cost as much as the decision.
    """
    return JSONResponse(made, 201, headers={"Location": f"/v1/routes/{made['id']}"})


async def _received(receive: Receive) -> list[Message]:
    """All of the body, or what came before the caller hung up."""
    found: list[Message] = []
    while not found or (found[-1]["type"] == "http.request" and found[-1].get("more_body", False)):
        found.append(await receive())
    return found


def _client(messages: Iterable[Message]) -> dict[str, Any] | None:
    """The fields of the client, None where the body is none."""
    try:
        body = b"".join(one.get("body", b"") for one in messages)
        return RouteBody.model_validate_json(body).client.model_dump()
    except ValidationError:
        return None


def _again(messages: list[Message], receive: Receive) -> Receive:
    """What was received already, then whatever comes."""
    waiting = iter(messages)

    async def next_one() -> Message:
        found = next(waiting, None)
        return await receive() if found is None else found

    return next_one
