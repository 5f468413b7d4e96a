"""Reads the Idempotency-Key of a POST, and the body's digest while it passes by."""

from __future__ import annotations

from email.message import Message as Headers

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.idempotency.call import CURRENT, BodyDigest, Call

MARK = "Idempotent-Replayed"
"""The header of an answer that was given before."""


class IdempotencyKeys:
    """The middleware. What follows from a key is decided in `api.idempotency.once`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with its call known to everything below."""
        call = _call(scope)
        if call is None:
            await self._app(scope, receive, send)
            return

        async def hear() -> Message:
            message = await receive()
            call.body.update(message.get("body", b""))
            return message

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start" and call.replayed:
                MutableHeaders(scope=message)[MARK] = "true"
            await send(message)

        token = CURRENT.set(call)
        try:
            await self._app(scope, hear, tell)
        finally:
            CURRENT.reset(token)


def _call(scope: Scope) -> Call | None:
    if scope["type"] != "http" or scope["method"] != "POST":
        return None
    headers = dict(scope["headers"])
    key = headers.get(b"idempotency-key")
    if key is None:
        return None
    content_type = headers.get(b"content-type", b"").decode("latin-1")
    return Call(key.decode("latin-1"), scope, BodyDigest(_boundary(content_type)))


def _boundary(content_type: str) -> bytes:
    """The boundary of a multipart body, without the dashes before it; empty for other bodies."""
    parsed = Headers()
    parsed["content-type"] = content_type
    return (parsed.get_boundary() or "").encode() if parsed.get_content_maintype() == "multipart" else b""
