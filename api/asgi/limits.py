"""How much and how often: the size of a body, and requests a second."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.asgi.rates import Rates
from api.context import Context
from api.errors import TooLarge, TooManyRequests
from api.handlers import answer
from api.security.address import client_address
from api.security.recognise import remembered
from api.settings import Settings

UPLOADS = re.compile(r"/v1/datasets(?:/json|/[^/]+/audit-sheet)?|/_nicegui/.*")
"""Paths that take tables: their limit is that of an upload."""


class BodyLimit:
    """The middleware of sizes. A body that says its length is refused before it is read."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that is not too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most, length = self._most(scope["path"]), _length(scope)
        if length > most:
            await answer(TooLarge(_text(most)).document())(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413, _text(most))
            return message

        await self._app(scope, counted, send)

    def _most(self, path: str) -> int:
        if UPLOADS.fullmatch(path):
            return self._settings.max_upload_bytes
        return self._settings.max_body_kb * 1024


class RateLimit:
    """The middleware of rates: by caller where the caller was recognised lately, else by address.

    So made-up keys share the limit of the address that sends them.
    """

    def __init__(self, app: ASGIApp, ctx: Context) -> None:
        self._app, self._ctx = app, ctx
        self._rates = Rates(ctx.settings.rate_limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, unless there were too many."""
        if scope["type"] == "http" and not self._rates.allows(self._caller(Request(scope))):
            late = TooManyRequests("Send fewer requests a second.", headers={"Retry-After": "1"})
            await answer(late.document(), late.headers)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _caller(self, request: Request) -> str:
        actor = remembered(self._ctx, request)
        return f"address:{client_address(request)}" if actor is None else f"actor:{actor.id}"


def _length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


def _text(most: int) -> str:
    return f"Send at most {most} bytes."
