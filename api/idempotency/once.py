"""Doing a call's work once: the effect and the kept answer are committed together, in one thread."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast

from pydantic_core import to_jsonable_python

from api.context import Context
from api.errors import Conflict, Unprocessable
from api.idempotency.call import CURRENT, Call
from api.idempotency.records import claim, complete, release
from api.security.actor import Actor

R = TypeVar("R")

SHOWN_ONCE = {"create_key": "key", "create_webhook": "secret"}
"""Operations whose answer holds a secret, and where: it is not kept, a repeated answer has null there."""

OWN_WAY = frozenset({"route_client"})
"""Operations that keep keys themselves, in the very row they write."""

_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def once(ctx: Context, actor: Actor, operation: str, work: Callable[[], R]) -> R:
    """Do the work, or give the answer of the time before, where the request came with a key."""
    call = CURRENT.get()
    if call is None or call.operation != operation or operation in OWN_WAY:
        return work()
    check_key(actor, call.key)
    holder, kept = claim(ctx, actor, call.key, call.digest())
    if kept is not None:
        return cast(R, _replay(actor, call, kept))
    return cast(R, _carry_out(ctx, actor, operation, holder, work))


def check_key(actor: Actor, key: str) -> None:
    """Raise Unprocessable for a key that is none."""
    if not _KEY.fullmatch(key):
        text = actor.tr.gettext("Use 1 to 255 visible ASCII characters without spaces.")
        place = {"where": "Idempotency-Key", "value": key[:255], "message": text}
        raise Unprocessable(text, errors=[place])


def _carry_out(ctx: Context, actor: Actor, operation: str, holder: str, work: Callable[[], Any]) -> Any:
    try:
        with ctx.db.unit():
            result, kept = _plain(operation, work())
            with ctx.db.write() as session:
                complete(session, actor, holder, kept)
    except BaseException:
        # Where the commit's outcome is not known, a row that is done stays: `release` removes running ones.
        release(ctx, actor, holder)
        raise
    return result


def _plain(operation: str, result: Any) -> tuple[Any, dict[str, Any]]:
    """The result as JSON has it, and what is kept of it: a repetition must not differ by a tuple."""
    if not isinstance(result, dict | list | None):
        return result, {}
    plain = to_jsonable_python(result)
    secret = SHOWN_ONCE.get(operation)
    return plain, {"value": plain if secret is None else {**plain, secret: None}}


def _replay(actor: Actor, call: Call, kept: dict[str, Any]) -> Any:
    call.replayed = True
    if "value" not in kept:
        raise Conflict(actor.tr.gettext("This was carried out before; its answer was not kept."))
    return kept["value"]
