"""Accounts of people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.engine import after_commit
from api.db.models import User
from api.errors import Conflict, NotFound, Place, Unprocessable
from api.ids import new_id
from api.security.actor import Actor, Role
from api.security.operations import operation
from api.security.passwords import hash_password, password_faults
from api.security.roles import role_faults
from api.security.sessions import end_sessions
from api.services.paging import Page, page_by_id
from api.services.versions import check_version, etag

Document = dict[str, Any]


@operation("list_users")
def list_users(ctx: Context, actor: Actor, *, cursor: str | None = None, limit: int = 50) -> Page:
    """All accounts, the newest first."""
    with ctx.db.read() as session:
        rows, after = page_by_id(session, select(User), User.id, cursor=cursor, limit=limit)
        return {"items": [user_document(row) for row in rows], "next": after}


@operation("create_user")
def create_user(
    ctx: Context,
    actor: Actor,
    *,
    login: str,
    password: str,
    role: Role,
    name: str = "",
    manager_id: str | None = None,
    language: str | None = None,
) -> Document:
    """A new account. Raises Unprocessable with all faults, Conflict where the login is taken."""
    row = new_user(ctx, actor, login, password, role, name, manager_id, language)
    try:
        with ctx.db.write() as session:
            session.add(row)
            session.flush()
            record(ctx, session, actor, "user.created", row.id, role=row.role)
            return user_document(row)
    except IntegrityError:
        raise Conflict(actor.tr.gettext("This login is taken. Choose another one.")) from None


@operation("get_user")
def get_user(ctx: Context, actor: Actor, user_id: str) -> Document:
    """One account."""
    with ctx.db.read() as session:
        return user_document(_found(session, actor, user_id))


@operation("replace_user")
def replace_user(
    ctx: Context,
    actor: Actor,
    user_id: str,
    *,
    role: Role,
    name: str,
    manager_id: str | None,
    language: str | None,
    disabled: bool,
    password: str | None,
    if_match: str | None,
) -> Document:
    """Change an account; a password is set only if one is given. Its sessions end, so that it takes hold."""
    kept = None if password is None else hash_password(password)  # slow: before the transaction
    with ctx.db.write() as session:
        row = _found(session, actor, user_id, lock=True)
        check_version(row, if_match)
        _refuse(actor, role_faults(actor.tr, role, manager_id) + _password_places(actor, password, row.login))
        if role is not Role.ADMIN or disabled:
            _keep_an_admin(session, actor, row)
        row.role, row.name, row.manager_id = role.value, name, manager_id
        row.language, row.disabled, row.version = language, disabled, row.version + 1
        row.password_hash = kept or row.password_hash
        end_sessions(ctx, session, row.id)
        changed = {"role": row.role, "disabled": disabled, "password": password is not None}
        record(ctx, session, actor, "user.replaced", row.id, **changed)
        return user_document(row)


@operation("delete_user")
def delete_user(ctx: Context, actor: Actor, user_id: str, *, if_match: str | None) -> None:
    """Remove an account. What it did keeps its id."""
    with ctx.db.write() as session:
        row = _found(session, actor, user_id, lock=True)
        check_version(row, if_match)
        _keep_an_admin(session, actor, row)
        end_sessions(ctx, session, row.id)
        session.delete(row)
        after_commit(session, ctx.memory.forget)
        record(ctx, session, actor, "user.deleted", user_id)


def new_user(
    ctx: Context,
    actor: Actor,
    login: str,
    password: str,
    role: Role,
    name: str,
    manager_id: str | None,
    language: str | None,
) -> User:
    """The row of a new account, not yet added. Raises Unprocessable with all faults."""
    login = login.strip().casefold()
    faults = _login_places(actor, login) + role_faults(actor.tr, role, manager_id)
    _refuse(actor, faults + _password_places(actor, password, login))
    return User(
        id=new_id("usr"),
        login=login,
        name=name,
        role=role.value,
        manager_id=manager_id,
        language=language,
        password_hash=hash_password(password),
        created_at=ctx.now(),
        disabled=False,
        version=1,
    )


def user_document(row: User) -> Document:
    """An account as others may see it: without the password's hash."""
    return {
        "id": row.id,
        "login": row.login,
        "name": row.name,
        "role": row.role,
        "manager_id": row.manager_id,
        "language": row.language,
        "disabled": row.disabled,
        "created_at": row.created_at.isoformat(),
        "etag": etag(row),
    }


def _login_places(actor: Actor, login: str) -> list[Place]:
    text = actor.tr.gettext("Enter a login.")
    return [] if login else [{"where": "login", "value": "", "message": text}]


def _password_places(actor: Actor, password: str | None, login: str) -> list[Place]:
    texts = [] if password is None else password_faults(actor.tr, password, login)
    return [{"where": "password", "value": None, "message": text} for text in texts]


def _refuse(actor: Actor, places: list[Place]) -> None:
    if places:
        raise Unprocessable(actor.tr.gettext("The account can't be like this."), errors=places)


def _keep_an_admin(session: Session, actor: Actor, row: User) -> None:
    """Raise Conflict where `row` is the last admin who can sign in. Locks all of them, in one order."""
    admins = select(User.id).where(User.role == Role.ADMIN.value, User.disabled.is_(False))
    if list(session.scalars(admins.order_by(User.id).with_for_update())) == [row.id]:
        raise Conflict(actor.tr.gettext("This is the last admin. Make another one first."))


def _found(session: Session, actor: Actor, user_id: str, *, lock: bool = False) -> User:
    row = session.get(User, user_id, with_for_update=lock or None)
    if row is None:
        raise NotFound(actor.tr.gettext("There is no user with this id."))
    return row
