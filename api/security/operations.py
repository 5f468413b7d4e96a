"""The guard at every service function: pages and routes both pass it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from api.context import Context
from api.errors import Forbidden
from api.security.actor import Actor
from api.security.rules import RULES, allowed

P = ParamSpec("P")
R = TypeVar("R")
Service = Callable[Concatenate[Context, Actor, P], R]


def operation(name: str) -> Callable[[Service[P, R]], Service[P, R]]:
    """Let only actors in whose role may do this operation. The function takes context and actor first.

    Raises KeyError at import where the operation is not in the rules.
    """
    RULES[name]

    def guard(function: Service[P, R]) -> Service[P, R]:
        @wraps(function)
        def guarded(ctx: Context, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not allowed(actor.role, name):
                raise Forbidden(actor.tr.gettext("Your role does not allow this."))
            return function(ctx, actor, *args, **kwargs)

        return guarded

    return guard
