"""Methods that a path knows: others are refused before anything else, and `Allow` lists them all.

Without it `/v1/proposals/live` would be a proposal called live for a DELETE, and `Allow` would name the
methods of one route only.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from re import Pattern

from starlette.datastructures import MutableHeaders
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from api.handlers import answer


class Methods:
    """The middleware. `routes` come with what stands before their paths."""

    def __init__(self, app: ASGIApp, routes: Iterable[tuple[str, BaseRoute]]) -> None:
        self._app = app
        self._fixed: dict[str, set[str]] = {}
        self._patterns: list[tuple[str, Pattern[str], set[str]]] = []
        for prefix, route in routes:
            if isinstance(route, Route):
                self._add(prefix, route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request whose method the path knows."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        known = self._fixed.get(scope["path"])
        if known is not None and scope["method"] not in known:
            await answer(_refusal(), {"Allow": _listed(known)})(scope, receive, send)
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 405:
                MutableHeaders(scope=message)["Allow"] = _listed(self._known(scope["path"]))
            await send(message)

        await self._app(scope, receive, tell)

    def _add(self, prefix: str, route: Route) -> None:
        methods = set(route.methods or ())
        self._patterns.append((prefix, route.path_regex, methods))
        if "{" not in route.path:
            self._fixed.setdefault(prefix + route.path, set()).update(methods)

    def _known(self, path: str) -> set[str]:
        found: set[str] = set()
        for prefix, pattern, methods in self._patterns:
            if path.startswith(prefix) and pattern.match(path.removeprefix(prefix)):
                found |= methods
        return found


def _listed(methods: set[str]) -> str:
    return ", ".join(sorted(methods))


def _refusal() -> dict[str, object]:
    text = HTTPStatus.METHOD_NOT_ALLOWED.phrase
    return problem(405, "method-not-allowed", text, text)
