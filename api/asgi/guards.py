"""All middlewares that guard the service, in their order."""

from __future__ import annotations

from fastapi import FastAPI

from api.asgi.edge import Edge, networks
from api.asgi.headers import SecurityHeaders
from api.asgi.idempotency import IdempotencyKeys
from api.asgi.limits import BodyLimit, RateLimit
from api.context import Context


def add_guards(app: FastAPI, ctx: Context) -> None:
    """Put the guards around the app: headers outermost, then who calls, how often, how much, and keys."""
    settings = ctx.settings
    app.add_middleware(IdempotencyKeys)
    app.add_middleware(BodyLimit, settings=settings)
    app.add_middleware(RateLimit, ctx=ctx)
    app.add_middleware(Edge, trusted=networks(settings.trusted_proxies))
    app.add_middleware(SecurityHeaders, https_only=settings.https_only)
