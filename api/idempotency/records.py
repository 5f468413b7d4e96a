"""The table of calls: claimed before the work, completed in the transaction of the work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import IdempotentCall
from api.db.rows import add_missing
from api.errors import InFlight, Unprocessable
from api.ids import new_id
from api.security.actor import Actor

KEPT_FOR = timedelta(hours=24)
LEASE = timedelta(seconds=15)
"""A call that did not end within this time may have died; a repetition may then begin anew."""


def claim(ctx: Context, actor: Actor, key: str, digest: str) -> tuple[str, dict[str, Any] | None]:
    """Begin a call: whose claim it is from now on, and the kept result if it was answered before.

    Raises Unprocessable where the key was used for something else, InFlight while the same call is under way.
    """
    holder = new_id("hld")
    with ctx.db.write() as session:
        _forget(session, ctx, actor, key)
        if _added(session, ctx, actor, key, digest, holder):
            return holder, None
        mine = select(IdempotentCall).where(IdempotentCall.actor_id == actor.id, IdempotentCall.key == key)
        row = session.scalars(mine.with_for_update()).one()
        if row.request_sha256 != digest:
            raise other_request(actor)
        if row.state == "done":
            return row.holder, row.result
        if row.lease_until > ctx.now():
            raise _under_way(actor)
        row.holder, row.lease_until = holder, ctx.now() + LEASE
        return holder, None


def complete(session: Session, actor: Actor, holder: str, result: dict[str, Any]) -> None:
    """Keep the result, in the transaction of the effect. Raises InFlight where the claim was taken over."""
    mine = update(IdempotentCall).where(
        IdempotentCall.actor_id == actor.id,
        IdempotentCall.holder == holder,
        IdempotentCall.state == "running",
    )
    if not session.execute(mine.values(state="done", result=result)).rowcount:  # type: ignore[attr-defined]
        raise _under_way(actor)


def release(ctx: Context, actor: Actor, holder: str) -> None:
    """The call had no effect: let it be tried again."""
    with ctx.db.write() as session:
        session.execute(
            delete(IdempotentCall).where(
                IdempotentCall.actor_id == actor.id,
                IdempotentCall.holder == holder,
                IdempotentCall.state == "running",
            )
        )


def forget_old_calls(ctx: Context) -> int:
    """Remove calls older than a day. Gives how many went."""
    with ctx.db.write() as session:
        old = delete(IdempotentCall).where(IdempotentCall.created_at < ctx.now() - KEPT_FOR)
        return int(session.execute(old).rowcount)  # type: ignore[attr-defined]


def _forget(session: Session, ctx: Context, actor: Actor, key: str) -> None:
    session.execute(
        delete(IdempotentCall).where(
            IdempotentCall.actor_id == actor.id,
            IdempotentCall.key == key,
            IdempotentCall.created_at < ctx.now() - KEPT_FOR,
        )
    )


def _added(session: Session, ctx: Context, actor: Actor, key: str, digest: str, holder: str) -> bool:
    return add_missing(
        session,
        IdempotentCall,
        id=new_id("idc"),
        actor_id=actor.id,
        key=key,
        request_sha256=digest,
        state="running",
        holder=holder,
        lease_until=ctx.now() + LEASE,
        created_at=ctx.now(),
    )


def other_request(actor: Actor) -> Unprocessable:
    """The refusal of a key that was used for something else."""
    text = actor.tr.gettext("This Idempotency-Key was used for another request. Take a new one.")
    return Unprocessable(text, errors=[{"where": "Idempotency-Key", "value": None, "message": text}])


def _under_way(actor: Actor) -> InFlight:
    text = actor.tr.gettext("The same request is being answered. Try again in a moment.")
    return InFlight(text, headers={"Retry-After": "1"})
