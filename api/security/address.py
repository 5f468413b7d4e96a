"""Where a request comes from."""

from __future__ import annotations

from starlette.requests import HTTPConnection


def client_address(request: HTTPConnection) -> str:
    """The caller's address. Behind a trusted proxy it is the one that the proxy names (see `api.asgi`)."""
    return request.client.host if request.client is not None else "unknown"
