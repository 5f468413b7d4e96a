"""Wrong passwords make the next try wait: longer for one login each time, and for one address.

A try is counted before the password is looked at, so that many at once gain nothing, and taken back where
the password was right. Logins that nobody has are counted just the same: the wait tells nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import LoginTry
from api.db.rows import add_missing
from api.errors import TooManyRequests
from assigner.i18n import Translator

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
PEOPLE_PER_ADDRESS = 10
"""An address may be a whole office: it has so many times the tries of one login."""


def count_try(ctx: Context, tr: Translator, login: str, address: str) -> None:
    """Count a try. Raises TooManyRequests where the login or the address has to wait."""
    limits = _limits(ctx, login, address)
    with ctx.db.write() as session:
        waits = [_wait_left(ctx, session, name) for name in limits]
        if max(waits) > timedelta():
            seconds = ceil(max(waits).total_seconds())
            raise TooManyRequests(
                tr.gettext("Too many wrong passwords. Try again in {n} seconds.", n=seconds),
                headers={"Retry-After": str(seconds)},
            )
        for name, limit in limits.items():
            _count(ctx.now(), session.get_one(LoginTry, name), limit)


def forgive(ctx: Context, session: Session, login: str, address: str) -> None:
    """The password was right: the login begins anew, and the address gets its try back."""
    of_login, of_address = _limits(ctx, login, address)
    session.execute(delete(LoginTry).where(LoginTry.id == of_login))
    row = session.get(LoginTry, of_address, with_for_update=True)
    if row is not None:
        row.failures, row.wait_until = max(0, row.failures - 1), None


def forget_old_tries(ctx: Context) -> int:
    """Remove what is too old to count. Gives how many rows went."""
    with ctx.db.write() as session:
        old = delete(LoginTry).where(LoginTry.last_at < ctx.now() - FORGOTTEN_AFTER)
        return int(session.execute(old).rowcount)  # type: ignore[attr-defined]


def wait_after(failures: int, limit: int) -> timedelta | None:
    """How long to wait after so many wrong passwords: none below the limit, then twice as long each time."""
    if failures < limit:
        return None
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(failures - limit, 16)))


def _limits(ctx: Context, login: str, address: str) -> dict[str, int]:
    tries = ctx.settings.login_attempts
    return {
        _name(ctx, "login", login.casefold()): tries,
        _name(ctx, "address", address): tries * PEOPLE_PER_ADDRESS,
    }


def _name(ctx: Context, kind: str, value: str) -> str:
    return hmac.new(ctx.secret, f"tries:{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def _wait_left(ctx: Context, session: Session, name: str) -> timedelta:
    add_missing(session, LoginTry, id=name, failures=0, last_at=ctx.now())
    row = session.get_one(LoginTry, name, with_for_update=True, populate_existing=True)
    if row.last_at < ctx.now() - FORGOTTEN_AFTER:
        row.failures, row.wait_until = 0, None
    return max(timedelta(), (row.wait_until or ctx.now()) - ctx.now())


def _count(now: datetime, row: LoginTry, limit: int) -> None:
    row.failures, row.last_at = row.failures + 1, now
    wait = wait_after(row.failures, limit)
    row.wait_until = None if wait is None else now + wait
