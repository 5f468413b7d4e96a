"""Requests that a browser was made to send by another site: refused where the cookie alone speaks.

Three guards, each enough by itself in today's browsers: the cookie is SameSite=Lax, the browser says where
the request comes from, and the page proves that it could read an answer of ours (X-CSRF-Token).
"""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from fastapi import Request

from api.context import Context
from api.errors import Forbidden
from api.security.sessions import csrf_token

HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def check_csrf(ctx: Context, request: Request, session_token: str) -> None:
    """Raise Forbidden for an unsafe request of a cookie session that this site did not send."""
    if request.method in SAFE:
        return
    check_origin(request)
    sent = request.headers.get(HEADER, "")
    if not hmac.compare_digest(sent.encode(), csrf_token(ctx, session_token).encode()):
        raise Forbidden(f"Send the csrf_token of GET /v1/me as {HEADER}.")


def check_origin(request: Request) -> None:
    """Raise Forbidden where the browser says that another site sent the request."""
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin")
    if site not in ("same-origin", "none") or (origin is not None and not _ours(request, origin)):
        raise Forbidden("The request comes from another site.")


def _ours(request: Request, origin: str) -> bool:
    return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
