"""Who sends a request: by API key, bearer token or session cookie."""

from __future__ import annotations

from fastapi import Request
from sqlalchemy import select

from api.context import Context
from api.db.models import ApiKey
from api.errors import Unauthenticated
from api.security.actor import Actor, Role
from api.security.cookies import session_token
from api.security.csrf import check_csrf
from api.security.sessions import actor_of_session, session_name, token_hash

key_hash = token_hash
_CHALLENGE = {"WWW-Authenticate": "Bearer"}


def recognise(ctx: Context, request: Request) -> Actor:
    """The actor behind a request. Raises Unauthenticated for anybody else, Forbidden for forged requests."""
    known: Actor | None = getattr(request.state, "actor", None)
    if known is None:
        known = request.state.actor = _recognise(ctx, request)
    return known


def by_memory(ctx: Context, request: Request) -> Actor | None:
    """Whoever sends a key that was recognised a moment ago; nothing is looked up for it."""
    key = _key(request)
    return None if key is None else ctx.memory.find(token_hash(key), ctx.now())


def _recognise(ctx: Context, request: Request) -> Actor:
    key = _key(request)
    if key is not None:
        return by_key(ctx, key)
    token = session_token(ctx.settings, request)
    if token is None:
        raise Unauthenticated("Send a key as X-API-Key, or sign in.", headers=_CHALLENGE)
    actor = actor_of_session(ctx, token)
    if actor is None:
        raise Unauthenticated("The session is over. Sign in again.", headers=_CHALLENGE)
    check_csrf(ctx, request, token)
    return actor


def by_key(ctx: Context, key: str) -> Actor:
    """The program that a key belongs to. Raises Unauthenticated where it is unknown, expired or revoked."""
    name, now, seen_round = token_hash(key), ctx.now(), ctx.memory.round
    known = ctx.memory.find(name, now)
    if known is not None:
        return known
    with ctx.db.read() as session:
        row = session.scalars(select(ApiKey).where(ApiKey.key_sha256 == name)).one_or_none()
    over = row is None or row.revoked_at is not None
    if row is None or over or (row.expires_at is not None and row.expires_at <= now):
        raise Unauthenticated("The key is not known, or not any more.", headers=_CHALLENGE)
    actor = Actor(row.id, "key", Role(row.role), row.name, row.manager_id, ctx.settings.language)
    ctx.memory.keep(name, actor, now, row.expires_at, seen_round)
    return actor


def remembered(ctx: Context, request: Request) -> Actor | None:
    """Whoever was recognised a moment ago by the same key or session; nothing is looked up for it.

    Good for counting, not for letting in: a session's request may still be forged.
    """
    key, token = _key(request), session_token(ctx.settings, request)
    if key is not None:
        return ctx.memory.find(token_hash(key), ctx.now())
    return None if token is None else ctx.memory.find(session_name(token), ctx.now())


def sent_token(ctx: Context, request: Request) -> str | None:
    """The key or session token that came with a request, whatever it is worth."""
    return _key(request) or session_token(ctx.settings, request)


def _key(request: Request) -> str | None:
    key = request.headers.get("x-api-key")
    if key is not None:
        return key
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" and value.strip() else None
