"""Who sends a request: by API key, bearer token or session cookie."""

from __future__ import annotations

import hashlib

from fastapi import Request
from sqlalchemy import select

from api.context import Context
from api.db.models import ApiKey
from api.errors import Unauthenticated
from api.security.actor import Actor, Role


def recognise(ctx: Context, request: Request) -> Actor:
    """The actor behind a request. Raises Unauthenticated for anybody else."""
    token = _token(request)
    if token is None:
        raise Unauthenticated("Send a key as X-API-Key.", headers={"WWW-Authenticate": "Bearer"})
    return by_key(ctx, token)


def by_key(ctx: Context, token: str) -> Actor:
    """The program that a key belongs to. Raises Unauthenticated where it is unknown, expired or revoked."""
    with ctx.db.read() as session:
        row = session.scalars(select(ApiKey).where(ApiKey.key_sha256 == key_hash(token))).one_or_none()
    if (
        row is None
        or row.revoked_at is not None
        or (row.expires_at is not None and row.expires_at <= ctx.now())
    ):
        raise Unauthenticated(
            "The key is not known, or not any more.", headers={"WWW-Authenticate": "Bearer"}
        )
    return Actor(row.id, "key", Role(row.role), row.name, row.manager_id)


def key_hash(token: str) -> str:
    """How a key is kept. Keys are 256 random bits: a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode()).hexdigest()


def _token(request: Request) -> str | None:
    key = request.headers.get("x-api-key")
    if key is not None:
        return key
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" and value.strip() else None
