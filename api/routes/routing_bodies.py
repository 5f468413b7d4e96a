"""Bodies and answers of routing."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.routes.schemas import Answer, Body
from assigner.routing import Code

Text = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00-\x1f\x7f]*$")]
Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
Label = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]

CLIENT: JsonDict = {
    "name": 'ООО "Ромашка"',
    "tax_id": "7707083893",
    "phone": "8 (495) 123-45-67",
    "email": "info@romashka.example",
    "potential": 480000.0,
    "segments": {"region": "North"},
}
DECIDED: JsonDict = {
    "id": "rt_01k8w4m1q9f3v7d2s5a6h8j0kx",
    "proposal_id": "pro_01k8w4m1q9f3v7d2s5a6h8j0kx",
    "seq": 1,
    "manager_id": "M03",
    "manager_name": "Anna Petrova",
    "code": "evidence",
    "reason": "Known as C17 by the tax id; owner by evidence: Anna Petrova (M03) (strength 82%).",
    "created_at": "2026-01-05T09:00:00+00:00",
    "match": {
        "key": "tax_id",
        "client_id": "C17",
        "routed": None,
        "manager_id": "M03",
        "strength": 0.82,
        "state": "proven",
        "by_evidence": True,
        "plan_manager_id": None,
    },
    "others": [],
    "shortfall": None,
    "runner_up_id": None,
    "runner_up_shortfall": None,
    "cells": [],
    "candidates": 0,
    "tied": False,
    "barred": {},
    "assumed": {},
    "new_labels": {},
}


TEAM: JsonDict = {
    "proposal_id": "pro_01k8w4m1q9f3v7d2s5a6h8j0kx",
    "nobodys": 1,
    "items": [
        {"manager_id": "M03", "name": "Anna Petrova", "routed": 12, "closed": False},
        {"manager_id": "M04", "name": "Boris Orlov", "routed": 3, "closed": True},
    ],
}


class ClientBody(Body):
    """A new client as the CRM knows it; whatever is not known stays out.

    A year's money, workload in hours a month, segments by dimension. `client_id` is an id of the base's own.
    """

    model_config = ConfigDict(strict=True, extra="forbid", json_schema_extra={"examples": [CLIENT]})

    name: Text = ""
    tax_id: Text = ""
    phone: Text = ""
    email: Text = ""
    potential: Amount | None = None
    revenue: Amount | None = None
    workload: Amount | None = None
    segments: Annotated[dict[Label, Text], Field(max_length=50, default_factory=dict)]
    client_id: Label = ""


class RouteBody(Body):
    """One client to be routed."""

    client: ClientBody


class MatchAnswer(Answer):
    """A known client that a key of the new one leads to."""

    key: str
    client_id: str
    routed: int | None
    manager_id: str | None
    strength: float
    state: str
    by_evidence: bool
    plan_manager_id: str | None


class CellAnswer(Answer):
    """A balanced cell of the new client: how far its manager is behind before and after."""

    measure: str
    dimension: str
    value: str
    weight: float
    counted: float
    share: float
    before: float
    after: float
    runner_up: float | None


class RouteAnswer(Answer):
    """Whose a client is, and why: `match` for a known one, `cells` and the runner-up for a new one.

    `manager_id` is null where it is nobody's: codes excluded, closed and nobody.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [DECIDED]})

    id: str
    proposal_id: str
    seq: int
    manager_id: str | None
    manager_name: str | None
    code: Code
    reason: str
    created_at: str
    match: MatchAnswer | None
    others: list[MatchAnswer]
    shortfall: float | None
    runner_up_id: str | None
    runner_up_shortfall: float | None
    cells: list[CellAnswer]
    candidates: int
    tied: bool
    barred: dict[str, int]
    assumed: dict[str, float]
    new_labels: dict[str, str]


class RouteEntry(RouteAnswer):
    """A routed client with what was sent."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=None)

    client: dict[str, Any]
    created_by: str


class RoutePage(Answer):
    """One page of routed clients, the latest first."""

    items: list[RouteEntry]
    next: str | None


class ClosedManager(Answer):
    """A manager who takes nobody any more."""

    manager_id: str
    name: str


class ClosedManagers(Answer):
    """All of them, by id."""

    proposal_id: str
    items: list[ClosedManager]


class RoutingManager(Answer):
    """A manager of the live plan, and the clients that were routed to him under it."""

    manager_id: str
    name: str
    routed: int
    closed: bool


class RoutingManagers(Answer):
    """All of them in the order of the plan; `nobodys` are routed clients that nobody got."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [TEAM]})

    proposal_id: str
    nobodys: int
    items: list[RoutingManager]


class CardAnswer(RouteAnswer):
    """What became of one card; `external_id` is its kind and number."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=None)

    external_id: str


class PendingCard(Answer):
    """A card of which only the number came: what to read, and what to do."""

    external_id: str
    method: str
    advice: str


class InboundAnswer(Answer):
    """What became of a message: clients that were routed, cards to be read first, other news."""

    results: list[CardAnswer]
    pending: list[PendingCard]
    ignored: int


class TokenAnswer(Answer):
    """The secret of a program's messages, and the address to enter there."""

    system: Literal["bitrix24", "amocrm"]
    token: str
    path: str
