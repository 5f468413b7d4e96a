"""Keys of programs."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from api.audit import record
from api.context import Context
from api.db.models import ApiKey, User
from api.ids import new_id
from api.security.actor import SYSTEM, Actor, Role
from api.security.recognise import key_hash

KEY_PREFIX = "ask_"


def make_key(
    ctx: Context,
    actor: Actor,
    *,
    name: str,
    role: Role,
    manager_id: str | None = None,
    expires_at: datetime | None = None,
) -> tuple[str, dict[str, Any]]:
    """A new key, in plain once, and what is kept of it. The caller has checked who may."""
    token = KEY_PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(
        id=new_id("key"),
        name=name,
        role=role.value,
        manager_id=manager_id,
        key_sha256=key_hash(token),
        hint=token[:8],
        created_at=ctx.now(),
        created_by=actor.id,
        expires_at=expires_at,
    )
    with ctx.db.write() as session:
        session.add(row)
        record(ctx, session, actor, "key.created", row.id, role=role.value)
    return token, {"id": row.id, "name": name, "role": role.value, "hint": row.hint}


def first_key(ctx: Context) -> str | None:
    """An admin key on the very first run, None where there are keys or users already."""
    with ctx.db.read() as session:
        if session.scalar(select(func.count()).select_from(ApiKey)) or session.scalar(
            select(func.count()).select_from(User)
        ):
            return None
    return make_key(ctx, SYSTEM, name="first run", role=Role.ADMIN)[0]
