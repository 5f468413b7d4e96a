"""Messages of CRMs about new cards: every client they name is routed."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from sqlalchemy import select

from api.context import Context
from api.crm import System
from api.crm.inbound import InboundClient, Pending, parse_hook, token_matches
from api.db.models import ProposalRecord
from api.errors import Unauthenticated
from api.security.actor import Actor, Role
from api.security.operations import operation
from api.services.routing.asking import Asked, Routing, call_key, new_client, no_live_proposal
from api.services.routing.desk import desk_of
from api.services.routing.journal import LIVE
from api.services.routing.plans import PLANS
from api.services.routing.telling import answer_of
from assigner.errors import InputError

Document = dict[str, Any]

HOOKED = (System.BITRIX24, System.AMOCRM)
"""Programs whose messages are understood."""


@operation("get_inbound_token")
def get_inbound_token(ctx: Context, actor: Actor, system: System) -> Document:
    """The secret that a program's messages bring along, and the address to enter there.

    It follows from the secret of the service, and changes with it.
    """
    token = token_of(ctx, system)
    return {"system": system.value, "token": token, "path": f"/v1/inbound/{system.value}?token={token}"}


def actor_by_token(ctx: Context, system: System, query_token: str, body: bytes) -> Actor:
    """The program behind a message without a key: its token stands in the address or in the form.

    Raises Unauthenticated for any other. What a CRM calls its own token may stand in the form besides ours in
    the address.
    """
    mine = token_of(ctx, system)
    if not token_matches(query_token, mine) and not token_matches(_sent(system, body), mine):
        raise Unauthenticated("Send the token of GET /v1/inbound/<system>/token behind ?token=, or a key.")
    return Actor(f"inbound_{system.value}", "key", Role.CRM, language=ctx.settings.language)


def token_of(ctx: Context, system: System) -> str:
    """The secret of a program's messages."""
    return hmac.new(ctx.secret, f"inbound:{system.value}".encode(), hashlib.sha256).hexdigest()[:40]


@operation("receive_cards")
def receive_cards(ctx: Context, actor: Actor, system: System, *, body: bytes, query: str) -> Document:
    """Route every client of a message, once by its card's number, and tell what became of each.

    Raises InputError where the message can't be read, Conflict where no proposal is live, Unavailable where
    the database is away. A message sent again is answered as the first time.
    """
    found = parse_hook(system, body, query=query, dimensions=_dimensions(ctx, actor), language=actor.language)
    clients = [(one, new_client(actor, one.routing_fields())) for one in found.clients]
    waiting: list[tuple[InboundClient, Future[Routing]]] = [
        (one, desk_of(ctx).submit(Asked(actor, client, _key(system, one)))) for one, client in clients
    ]
    results = [
        {"external_id": one.external_id, **answer_of(actor, answer.result())} for one, answer in waiting
    ]
    return {"results": results, "pending": list(map(_pending, found.pending)), "ignored": found.num_ignored}


def _sent(system: System, body: bytes) -> str:
    """The token in a form; the form itself is read, and judged, later."""
    try:
        return parse_hook(system, body).token
    except InputError:
        return ""


def _key(system: System, client: InboundClient) -> str | None:
    """A card is routed once, whoever sends it; one without a number can't be told from another."""
    return call_key("card", system.value, client.external_id) if client.external_id else None


def _dimensions(ctx: Context, actor: Actor) -> tuple[str, ...]:
    """The segment dimensions of the live plan."""
    with ctx.db.read() as session:
        live = session.scalars(select(ProposalRecord.id).where(ProposalRecord.state == LIVE)).one_or_none()
    if live is None:
        raise no_live_proposal(actor)
    return tuple(PLANS.get(ctx.files, live, actor.tr).words.labels)


def _pending(card: Pending) -> Mapping[str, str]:
    """A card that must be read first."""
    return {
        "external_id": f"{card.entity.value}:{card.card_id}",
        "method": card.method,
        "advice": card.advice,
    }
