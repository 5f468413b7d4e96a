"""Closing a manager who left after the approval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from api.context import Context
from api.db.models import AuditEntry
from api.security.actor import Role
from tests.api.routing.plans import A

Send = Callable[..., Any]
Keys = Callable[..., dict[str, str]]
PATH = "/v1/route/closed"


def test_a_closed_manager_gets_nobody_until_opened(
    client: TestClient, ctx: Context, live: str, send: Send, key_of: Keys
) -> None:
    # m0 has 120, m1 80: new clients go to m1 while he is open.
    head = key_of(Role.HEAD)
    assert send(potential=10).json()["manager_id"] == "m1"
    closed = client.put(f"{PATH}/m1", headers=head)
    assert (closed.status_code, [one["manager_id"] for one in closed.json()["items"]]) == (200, ["m1"])
    assert client.put(f"{PATH}/m1", headers=head).json() == closed.json()  # once is enough
    past = send(potential=10).json()
    assert (past["manager_id"], past["barred"]) == ("m0", {"closed": 1})
    known = send(client_id="c2").json()
    assert (known["manager_id"], known["code"]) == (None, "closed")
    listed = client.get("/v1/routes", headers=head).json()["items"]
    assert [one["code"] for one in listed] == ["closed", past["code"], "shortfall"]
    assert client.get(PATH, headers=head).json() == closed.json()
    assert client.delete(f"{PATH}/m1", headers=head).json() == {"proposal_id": A, "items": []}
    assert send(potential=10).json()["manager_id"] == "m1"
    with ctx.db.read() as session:
        told = select(AuditEntry).where(AuditEntry.action.in_(["routing.closed", "routing.opened"]))
        rows = list(session.scalars(told.order_by(AuditEntry.seq)))
    assert [(row.action, row.subject, row.detail) for row in rows] == [
        ("routing.closed", A, {"manager_id": "m1"}),
        ("routing.opened", A, {"manager_id": "m1"}),
    ]


def test_what_is_not_there_is_not_closed(client: TestClient, live: str, key_of: Keys) -> None:
    head = key_of(Role.HEAD)
    assert client.put(f"{PATH}/nobody", headers=head).status_code == 404
    assert client.delete(f"{PATH}/m0", headers=head).status_code == 404
    assert client.get(PATH, headers=head).json()["items"] == []


def test_without_a_live_plan_there_is_nobody_to_close(client: TestClient, key_of: Keys) -> None:
    head = key_of(Role.HEAD)
    assert client.get(PATH, headers=head).status_code == 409
    assert client.put(f"{PATH}/m0", headers=head).status_code == 409


def test_everybody_of_the_plan_is_listed_with_what_came(
    client: TestClient, live: str, send: Send, key_of: Keys
) -> None:
    head = key_of(Role.HEAD)
    assert [send(potential=10).json()["manager_id"] for _ in range(2)] == ["m1", "m1"]
    client.put(f"{PATH}/m1", headers=head)
    assert send(client_id="c2").json()["manager_id"] is None
    found = client.get("/v1/route/managers", headers=head).json()
    assert (found["proposal_id"], found["nobodys"]) == (A, 1)
    assert [(one["manager_id"], one["routed"], one["closed"]) for one in found["items"]] == [
        ("m0", 0, False),
        ("m1", 2, True),
    ]


def test_without_a_live_plan_nobody_is_listed(client: TestClient, key_of: Keys) -> None:
    assert client.get("/v1/route/managers", headers=key_of(Role.HEAD)).status_code == 409
