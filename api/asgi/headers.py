"""Headers that tell browsers what an answer may not do."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STRICT = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""Answers of the API: nothing is loaded, nothing runs."""

REPORT = f"{STRICT}; style-src 'unsafe-inline'; img-src data:; sandbox"
"""Printable reports: their own styles and pictures, no scripts."""

PAGES = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {sockets}; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
"""Pages: what NiceGUI can't do without, from this server only."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ALWAYS_HTTPS = {**ALWAYS, "Strict-Transport-Security": "max-age=31536000"}


class SecurityHeaders:
    """The middleware."""

    def __init__(self, app: ASGIApp, https_only: bool) -> None:
        self._app, self._https_only = app, https_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the headers that its kind of answer gets."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure(MutableHeaders(scope=message), scope, https_only=self._https_only)
            await send(message)

        await self._app(scope, receive, tell)


def secure(headers: MutableHeaders, scope: Scope, *, https_only: bool) -> None:
    """Add the headers that this kind of answer gets."""
    html = headers.get("content-type", "").startswith("text/html")
    api = scope["path"].startswith("/v1/") or not html
    for name, value in (ALWAYS_HTTPS if https_only else ALWAYS).items():
        headers.setdefault(name, value)
    headers["Content-Security-Policy"] = (REPORT if html else STRICT) if api else _pages(scope)
    if scope["path"].startswith("/v1/") or html:
        headers.setdefault("Cache-Control", "no-store")


def _pages(scope: Scope) -> str:
    """Sockets go to this very host; `Edge` has checked that its name is one."""
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return PAGES.format(sockets=f"ws://{host} wss://{host}")
