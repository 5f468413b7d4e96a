"""A new client that waits for its manager, and the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.db.models import RouteRecord
from api.errors import ApiError, Conflict, Unprocessable
from api.security.actor import Actor
from assigner.routing import NewClient, RoutingPlan
from assigner.routing.model import AMOUNTS

MOST = 1e15
"""What an amount may be: sums of a million such stay exact enough to compare."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One client to be routed for somebody. The same `call_key` is routed once; its body must not differ."""

    actor: Actor
    client: NewClient
    call_key: str | None = None
    body_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the journal that was just written: what `RouteRecord` says, without what an object costs."""

    proposal_id: str
    seq: int
    id: str
    client: dict[str, Any]
    decision: dict[str, Any]
    manager_id: str
    call_key: str | None
    body_sha256: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class Routing:
    """What became of it: the row of the journal, its plan, and whether it had been routed before."""

    row: RouteRecord | Entry
    plan: RoutingPlan
    replayed: bool = False


Outcome = Routing | ApiError


def call_key(*parts: str) -> str:
    """One hash for what makes a call the same call."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def new_client(actor: Actor, fields: Mapping[str, Any]) -> NewClient:
    """The client of a request. Raises Unprocessable for amounts that no company has."""
    wild = [name for name in AMOUNTS if (fields.get(name) or 0.0) > MOST]
    if wild:
        text = actor.tr.gettext("Send an amount of at most {most}.", most=f"{MOST:.0f}")
        places = [{"where": name, "value": fields[name], "message": text} for name in wild]
        raise Unprocessable(text, errors=places)
    return NewClient(**fields)


def no_live_proposal(actor: Actor) -> Conflict:
    """Nobody can be routed yet, and what to do."""
    return Conflict(
        actor.tr.gettext("No proposal is live: approve one and activate it, then send the client again.")
    )
