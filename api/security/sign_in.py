"""Signing in: one answer and one duration, whether the login, the password or both are wrong."""

from __future__ import annotations

import logging

from sqlalchemy import select

from api.audit import record
from api.context import Context
from api.db.models import User
from api.errors import Unauthenticated
from api.security.actor import Actor
from api.security.passwords import check_password
from api.security.sessions import start_session, user_actor
from api.security.throttle import count_try, forgive
from assigner.i18n import Translator

_log = logging.getLogger(__name__)


def sign_in(
    ctx: Context, login: str, password: str, address: str, language: str | None = None
) -> tuple[str, Actor]:
    """A new session: its token for the cookie, and who it is. Slow by intent: call it from a thread.

    `address` is where the caller sits, for throttling; `language` is for the errors. Raises Unauthenticated
    for a wrong login, a wrong password and a disabled user alike, TooManyRequests after too many of them.
    """
    tr = Translator(language or ctx.settings.language)
    login = login.strip().casefold()
    count_try(ctx, tr, login, address)
    with ctx.db.read() as session:
        user = session.scalars(select(User).where(User.login == login)).one_or_none()
    right, fresh = check_password(password, user.password_hash if user is not None else None)
    if user is None or not right or user.disabled:
        _log.warning("a sign-in was refused, user %s", user.id if user is not None else "unknown")
        raise Unauthenticated(tr.gettext("The login or the password is wrong."))
    return _enter(ctx, user, address, fresh)


def _enter(ctx: Context, user: User, address: str, fresh: str | None) -> tuple[str, Actor]:
    with ctx.db.write() as session:
        row = session.get(User, user.id, with_for_update=True)
        if row is None or row.password_hash != user.password_hash or row.disabled:
            raise Unauthenticated(
                user_actor(ctx, user).tr.gettext("The account was changed a moment ago. Sign in again.")
            )
        row.password_hash = fresh or row.password_hash
        forgive(ctx, session, row.login, address)
        token = start_session(ctx, session, row)
        actor = user_actor(ctx, row)
        record(ctx, session, actor, "session.started", row.id)
    return token, actor
