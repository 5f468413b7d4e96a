"""The cookie of a session."""

from __future__ import annotations

from fastapi import Request, Response

from api.settings import Settings


def cookie_name(settings: Settings) -> str:
    """`__Host-` where TLS is sure: then no subdomain and no plain connection can set it."""
    return "__Host-assigner" if settings.https_only else "assigner"


def session_token(settings: Settings, request: Request) -> str | None:
    """The token in the request's cookie."""
    return request.cookies.get(cookie_name(settings)) or None


def set_cookie(settings: Settings, response: Response, token: str) -> None:
    """Give the browser its session. The cookie ends with the browser; the session itself ends sooner."""
    response.set_cookie(
        cookie_name(settings), token, httponly=True, samesite="lax", secure=settings.https_only, path="/"
    )


def drop_cookie(settings: Settings, response: Response) -> None:
    """Take it back."""
    response.delete_cookie(
        cookie_name(settings), httponly=True, samesite="lax", secure=settings.https_only, path="/"
    )
