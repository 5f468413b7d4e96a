"""Accounts for tests."""

from __future__ import annotations

from functools import cache

from api.context import Context
from api.db.models import User
from api.ids import new_id
from api.security.actor import Role
from api.security.passwords import hash_password

PASSWORD = "correct horse battery"  # noqa: S105


def make_user(ctx: Context, login: str, role: Role, manager_id: str | None = None) -> User:
    """An account with PASSWORD, put in beside the service: an argon2 hash takes a third of a second."""
    row = User(
        id=new_id("usr"),
        login=login,
        name=f"Name of {login}",
        role=role.value,
        manager_id=manager_id,
        password_hash=_kept(),
        created_at=ctx.now(),
        disabled=False,
        version=1,
    )
    with ctx.db.write() as session:
        session.add(row)
    return row


@cache
def _kept() -> str:
    return hash_password(PASSWORD)
