"""Routing one new client, for whoever sends it: a program, or a person at a page."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from api.context import Context
from api.idempotency.call import CURRENT
from api.idempotency.once import check_key
from api.security.actor import Actor
from api.security.operations import operation
from api.services.routing.asking import Asked, Routing, call_key, new_client
from api.services.routing.desk import desk_of
from api.services.routing.telling import answer_of

Document = dict[str, Any]


@operation("route_client")
def route_client(ctx: Context, actor: Actor, *, client: Mapping[str, Any]) -> Future[Routing]:
    """Put a new client into the queue of the desk; the result is there when its decision is committed.

    `client` has the fields of `assigner.routing.NewClient`. Whatever the request's Idempotency-Key was given
    for is routed once: the key stands in the very row of the decision. The future raises Conflict where no
    proposal is live, Unprocessable for a key that was used for another client, Unavailable where the
    database is away; this function Unprocessable for a client or a key that is none.
    """
    call = CURRENT.get()
    if call is None:
        return desk_of(ctx).submit(Asked(actor, new_client(actor, client)))
    check_key(actor, call.key)
    key = call_key("call", actor.id, call.key)
    return desk_of(ctx).submit(Asked(actor, new_client(actor, client), key, call.digest()))


def routed(actor: Actor, found: Routing) -> Document:
    """The answer; a repeated call is marked as one."""
    call = CURRENT.get()
    if call is not None:
        call.replayed = found.replayed
    return answer_of(actor, found)
