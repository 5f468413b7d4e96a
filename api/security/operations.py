"""The guard at every service function: pages and routes both pass it. Here an Idempotency-Key takes hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from api.context import Context
from api.errors import Forbidden
from api.idempotency.once import once
from api.security.actor import Actor
from api.security.rules import RULES, allowed

P = ParamSpec("P")
R = TypeVar("R")
Service = Callable[Concatenate[Context, Actor, P], R]


def operation(name: str, *, begins: bool = False) -> Callable[[Service[P, R]], Service[P, R]]:
    """Let only actors in whose role may do this operation. The function takes context and actor first.

    A call with an Idempotency-Key runs it once: all its writing blocks are one transaction, and what it
    returns (plain values) is the answer to every repetition. `begins` is for a function that only prepares
    what another function of the same operation carries out.

    Raises KeyError at import where the operation is not in the rules.
    """
    RULES[name]

    def guard(function: Service[P, R]) -> Service[P, R]:
        @wraps(function)
        def guarded(ctx: Context, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not allowed(actor.role, name):
                raise Forbidden(actor.tr.gettext("Your role does not allow this."))
            work = partial(function, ctx, actor, *args, **kwargs)
            return work() if begins else once(ctx, actor, name, work)

        return guarded

    return guard
