"""Keys of programs: shown once, kept as a hash, over when they expire or are revoked."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from api.audit import record
from api.context import Context
from api.db.engine import after_commit
from api.db.models import ApiKey, User
from api.errors import NotFound, Unprocessable
from api.ids import new_id
from api.security.actor import SYSTEM, Actor, Role
from api.security.operations import operation
from api.security.roles import role_faults
from api.security.sessions import token_hash
from api.services.paging import Page, page_by_id

KEY_PREFIX = "ask_"


@operation("list_keys")
def list_keys(ctx: Context, actor: Actor, *, cursor: str | None = None, limit: int = 50) -> Page:
    """All keys, the newest first, without their secrets."""
    with ctx.db.read() as session:
        rows, after = page_by_id(session, select(ApiKey), ApiKey.id, cursor=cursor, limit=limit)
        return {"items": [_document(row) for row in rows], "next": after}


@operation("create_key")
def create_key(
    ctx: Context,
    actor: Actor,
    *,
    name: str,
    role: Role,
    manager_id: str | None = None,
    expires_at: datetime | None = None,
) -> dict[str, Any]:
    """A new key; `key` of the answer is its only showing. Raises Unprocessable with all faults."""
    faults = role_faults(actor.tr, role, manager_id)
    if expires_at is not None and expires_at <= ctx.now():
        text = actor.tr.gettext("A key must end in the future.")
        faults.append({"where": "expires_at", "value": expires_at.isoformat(), "message": text})
    if faults:
        raise Unprocessable(actor.tr.gettext("The key can't be like this."), errors=faults)
    token, made = make_key(ctx, actor, name=name, role=role, manager_id=manager_id, expires_at=expires_at)
    return {**made, "key": token}


@operation("get_key")
def get_key(ctx: Context, actor: Actor, key_id: str) -> dict[str, Any]:
    """One key, without its secret."""
    with ctx.db.read() as session:
        row = session.get(ApiKey, key_id)
        if row is None:
            raise NotFound(actor.tr.gettext("There is no key with this id."))
        return _document(row)


@operation("revoke_key")
def revoke_key(ctx: Context, actor: Actor, key_id: str) -> None:
    """Let nobody in with this key any more. Again does no harm."""
    with ctx.db.write() as session:
        row = session.get(ApiKey, key_id, with_for_update=True)
        if row is None:
            raise NotFound(actor.tr.gettext("There is no key with this id."))
        after_commit(session, ctx.memory.forget)
        if row.revoked_at is None:
            row.revoked_at = ctx.now()
            record(ctx, session, actor, "key.revoked", row.id)


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
        key_sha256=token_hash(token),
        hint=token[:8],
        created_at=ctx.now(),
        created_by=actor.id,
        expires_at=expires_at,
    )
    with ctx.db.write() as session:
        session.add(row)
        record(ctx, session, actor, "key.created", row.id, role=role.value)
    return token, _document(row)


def first_key(ctx: Context) -> str | None:
    """An admin key on the very first run, None where there are keys or users already."""
    with ctx.db.read() as session:
        if session.scalar(select(func.count()).select_from(ApiKey)) or session.scalar(
            select(func.count()).select_from(User)
        ):
            return None
    return make_key(ctx, SYSTEM, name="first run", role=Role.ADMIN)[0]


def _document(row: ApiKey) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "role": row.role,
        "manager_id": row.manager_id,
        "hint": row.hint,
        "created_at": row.created_at.isoformat(),
        "expires_at": None if row.expires_at is None else row.expires_at.isoformat(),
        "revoked_at": None if row.revoked_at is None else row.revoked_at.isoformat(),
    }
