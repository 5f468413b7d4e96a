"""Sessions of people who signed in: a random token in a cookie, its hash in the table.

A session ends after `session_hours` without use, and after `LONGEST` in any case.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.context import Context
from api.db.engine import after_commit
from api.db.models import LoginSession, User
from api.security.actor import Actor, Role

LONGEST = timedelta(days=7)
TOUCHED_EVERY = timedelta(minutes=1)
"""Uses are written down so often at most: reading must not become writing."""


def token_hash(token: str) -> str:
    """How tokens and keys are kept. They are 256 random bits: a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode()).hexdigest()


def session_name(token: str) -> str:
    """What a session is remembered by: never what a key is, or its token would do as a key."""
    return f"session:{token_hash(token)}"


def csrf_token(ctx: Context, session_token: str) -> str:
    """What a page sends as X-CSRF-Token beside the cookie of this session: no other site can know it."""
    text = f"csrf:{token_hash(session_token)}"
    return hmac.new(ctx.secret, text.encode(), hashlib.sha256).hexdigest()


def start_session(ctx: Context, session: Session, user: User) -> str:
    """A new session of a user; its token in plain, for the cookie."""
    token = secrets.token_urlsafe(32)
    now = ctx.now()
    row = LoginSession(
        token_sha256=token_hash(token),
        user_id=user.id,
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(hours=ctx.settings.session_hours),
    )
    session.add(row)
    return token


def actor_of_session(ctx: Context, token: str) -> Actor | None:
    """Whose session it is, None where it is unknown or over. Using it makes it last longer."""
    name, now, seen_round = token_hash(token), ctx.now(), ctx.memory.round
    known = ctx.memory.find(session_name(token), now)
    if known is not None:
        return known
    with ctx.db.read() as session:
        row = session.get(LoginSession, name)
        user = session.get(User, row.user_id) if row is not None else None
    if row is None or user is None or user.disabled or row.expires_at <= now:
        return None
    if now - row.seen_at >= TOUCHED_EVERY:
        _touch(ctx, name, now)
    actor = user_actor(ctx, user)
    ctx.memory.keep(session_name(token), actor, now, row.expires_at, seen_round)
    return actor


def user_actor(ctx: Context, user: User) -> Actor:
    """The user as somebody who acts."""
    language = user.language or ctx.settings.language
    return Actor(user.id, "user", Role(user.role), user.name or user.login, user.manager_id, language)


def sign_out(ctx: Context, token: str) -> None:
    """End one session; nothing happens where there is none."""
    with ctx.db.write() as session:
        session.execute(delete(LoginSession).where(LoginSession.token_sha256 == token_hash(token)))
        after_commit(session, ctx.memory.forget)


def end_sessions(ctx: Context, session: Session, user_id: str) -> None:
    """End all sessions of a user, in the transaction that gives the reason."""
    session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))
    after_commit(session, ctx.memory.forget)


def forget_old_sessions(ctx: Context) -> int:
    """Remove sessions that are over. Gives how many went."""
    with ctx.db.write() as session:
        over = delete(LoginSession).where(LoginSession.expires_at <= ctx.now())
        return int(session.execute(over).rowcount)  # type: ignore[attr-defined]


def _touch(ctx: Context, name: str, now: datetime) -> None:
    with ctx.db.write() as session:
        row = session.get(LoginSession, name, with_for_update=True)
        if row is not None:
            row.seen_at = now
            row.expires_at = min(row.created_at + LONGEST, now + timedelta(hours=ctx.settings.session_hours))
