"""Every request gets an id, a line in the log and a place in the metrics.

Lines name the route's template, never the address itself: addresses hold ids of clients and words that were
searched for.
"""

from __future__ import annotations

import logging
import re
import uuid
from time import perf_counter
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import bind
from api.metrics import Metrics

_log = logging.getLogger("api.access")
_OURS = re.compile(r"[A-Za-z0-9._-]{1,64}")

HEADER = "X-Request-ID"
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Routes that machines ask all the time: logged only where the answer is an error."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Observing:
    """The middleware."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _id_of(scope)
        bind(request_id=request_id)
        begin, status, waited = perf_counter(), 500, None

        async def tell(message: Message) -> None:
            nonlocal status, waited
            if message["type"] == "http.response.start":
                status, waited = message["status"], perf_counter() - begin
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await self._app(scope, receive, tell)
        finally:
            seconds = perf_counter() - begin
            self._answered(scope, status, seconds, seconds if waited is None else waited)

    def _answered(self, scope: Scope, status: int, seconds: float, waited: float) -> None:
        """Streams last for minutes, so what is measured is the time until an answer begins."""
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = route_of(scope)
        self._metrics.answered(method, route, status, waited)
        if route in QUIET and status < 400:
            return
        about: dict[str, Any] = {"method": method, "route": route, "status": status}
        actor = scope.get("state", {}).get("actor")
        if actor is not None:
            about["actor"] = actor.id
        _log.info("answered", extra=about | {"ms": round(seconds * 1000, 1)})


def route_of(scope: Scope) -> str:
    """The template of the route that answered, "unknown" where there was none, "pages" for the pages.

    FastAPI keeps a route without the prefixes of its routers; where it was found says the whole template.
    """
    found = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    path = getattr(found, "path", None)
    if path:
        return str(path)
    return "pages" if "endpoint" in scope else "unknown"


def _id_of(scope: Scope) -> str:
    """The id that the caller or a proxy gave, if it is one; else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            text = value.decode("latin-1")
            if _OURS.fullmatch(text):
                return str(text)
    return uuid.uuid4().hex
