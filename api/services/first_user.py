"""The very first account: made by whoever reads the token that `assigner serve` prints."""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import AuditHead, User
from api.errors import Conflict, Forbidden
from api.security.actor import SYSTEM, Actor, Role
from api.security.sessions import start_session, user_actor
from api.services.users import new_user


def first_run(ctx: Context) -> str | None:
    """The token of the setup page as long as nobody has an account, None afterwards.

    It is the same in all processes of a service and after a restart, and of no use once an account exists.
    """
    with ctx.db.read() as session:
        return None if _anybody(session) else _token(ctx)


def make_first_user(
    ctx: Context, token: str, *, login: str, password: str, name: str = "", language: str | None = None
) -> tuple[str, Actor]:
    """The first admin, signed in at once: the session's token and who it is.

    Raises Forbidden for a wrong token, Conflict where somebody was quicker, Unprocessable for a bad password.
    """
    actor = Actor(SYSTEM.id, SYSTEM.kind, SYSTEM.role, SYSTEM.name, None, language or ctx.settings.language)
    if not hmac.compare_digest(token.encode(), _token(ctx).encode()):
        raise Forbidden(actor.tr.gettext("The setup token is wrong. The server prints it when it starts."))
    row = new_user(ctx, actor, login, password, Role.ADMIN, name, None, language)
    with ctx.db.write() as session:
        # One row that everybody has to pass: of two first users, the second waits here and is refused.
        session.scalars(select(AuditHead).with_for_update()).one()
        if _anybody(session):
            raise Conflict(actor.tr.gettext("There is an account already. Sign in."))
        session.add(row)
        session.flush()
        session_token = start_session(ctx, session, row)
        record(ctx, session, actor, "user.created", row.id, role=row.role)
    return session_token, user_actor(ctx, row)


def _anybody(session: Session) -> bool:
    return bool(session.scalar(select(func.count()).select_from(User)))


def _token(ctx: Context) -> str:
    return hmac.new(ctx.secret, b"first user", hashlib.sha256).hexdigest()[:32]
