"""One's own account."""

from __future__ import annotations

from typing import Any

from api.audit import record
from api.context import Context
from api.db.models import User
from api.errors import Conflict, Unprocessable
from api.security.actor import Actor
from api.security.operations import operation
from api.security.passwords import check_password, hash_password, password_faults
from api.security.sessions import end_sessions
from api.security.throttle import count_try, forgive


@operation("get_me")
def get_me(ctx: Context, actor: Actor) -> dict[str, Any]:
    """Who is asking."""
    return {
        "id": actor.id,
        "kind": actor.kind,
        "role": actor.role.value,
        "name": actor.name,
        "manager_id": actor.manager_id,
        "language": actor.language,
    }


@operation("change_password")
def change_password(ctx: Context, actor: Actor, *, current: str, new: str, address: str) -> None:
    """Set another password; all sessions end, this one too. Wrong tries count as for signing in."""
    user = _user(ctx, actor)
    faults = password_faults(actor.tr, new, user.login)
    if faults:
        raise _wrong(actor, "new_password", faults)
    count_try(ctx, actor.tr, user.login, address)
    if not check_password(current, user.password_hash)[0]:
        raise _wrong(actor, "current_password", [actor.tr.gettext("This is not your password.")])
    kept = hash_password(new)
    with ctx.db.write() as session:
        row = session.get_one(User, user.id, with_for_update=True)
        row.password_hash, row.version = kept, row.version + 1
        forgive(ctx, session, row.login, address)
        end_sessions(ctx, session, row.id)
        record(ctx, session, actor, "user.password_changed", row.id)


def _user(ctx: Context, actor: Actor) -> User:
    with ctx.db.read() as session:
        row = session.get(User, actor.id)
    if row is None:
        raise Conflict(actor.tr.gettext("A key has no password. Sign in as a user."))
    return row


def _wrong(actor: Actor, where: str, texts: list[str]) -> Unprocessable:
    places = [{"where": where, "value": None, "message": text} for text in texts]
    return Unprocessable(actor.tr.gettext("The password can't be changed like this."), errors=places)
