"""One new client after the other: whose it is, what is told, who may see it, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.context import Context
from api.db.models import AuditEntry, Webhook, WebhookDelivery
from api.routes.routing_bodies import RouteAnswer, RouteEntry
from api.security.actor import Role
from tests.api.routing.conftest import Send
from tests.api.routing.plans import PLAN_B, TAX, B, journal, put_approved

Keys = Callable[..., dict[str, str]]
JSON = {"Content-Type": "application/json"}


def test_a_new_client_goes_to_who_is_furthest_behind(
    send: Send, crm: TestClient, ctx: Context, live: str
) -> None:
    # m0 has 120, m1 80; with the new client of 30 targets are 115: m1 is 35 behind, 5 afterwards.
    answer = send(potential=30, name="Acme")
    assert answer.status_code == 201
    made = RouteAnswer.model_validate(answer.json())
    assert (made.manager_id, made.manager_name, made.code) == ("m1", "Manager 1", "shortfall")
    assert (made.proposal_id, made.seq, made.match) == (live, 1, None)
    assert [made.cells[0].before, made.cells[0].after] == pytest.approx([35, 5])
    assert "Manager 1 (m1)" in made.reason
    # Targets are then 115 + 5 = 120 for the next one of 10: m1 with 110 is 10 behind, m0 with 120 is not.
    assert send(potential=10).json()["manager_id"] == "m1"
    entry = crm.get(answer.headers["location"])
    assert RouteEntry.model_validate(entry.json()).client["name"] == "Acme"
    assert {k: v for k, v in entry.json().items() if k not in ("client", "created_by")} == answer.json()
    assert [row.seq for row in journal(ctx, live)] == [1, 2]


def test_a_known_client_stays_whose_it_is(send: Send, live: str) -> None:
    found = send(tax_id=TAX, potential=1000.0).json()
    assert (found["manager_id"], found["code"]) == ("m1", "plan")
    assert (found["match"]["client_id"], found["match"]["key"]) == ("c2", "tax_id")


def test_one_who_came_before_is_the_same_client(send: Send, live: str) -> None:
    first = send(email="sales@acme.example", potential=30).json()
    again = send(email="Info@Acme.example", potential=500).json()
    assert (first["manager_id"], again["manager_id"], again["code"]) == ("m1", "m1", "routed_before")


def test_without_a_live_proposal_it_is_told_what_to_do(send: Send) -> None:
    answer = send(name="Acme")
    assert answer.status_code == 409
    assert "activate" in answer.json()["detail"]


def test_the_same_key_is_the_same_client(send: Send, ctx: Context, live: str) -> None:
    first, again = send(key="k1", potential=30), send(key="k1", potential=30)
    assert (again.status_code, again.content) == (201, first.content)
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    other = send(key="k1", potential=31)
    assert (other.status_code, other.json()["errors"][0]["where"]) == (422, "Idempotency-Key")
    assert send(key="two words", potential=30).status_code == 422
    assert len(journal(ctx, live)) == 1


def test_keys_belong_to_who_sent_them(send: Send, crm: TestClient, key_of: Keys, live: str) -> None:
    first = send(key="k1", potential=30).json()
    crm.headers.update(key_of(Role.CRM))
    assert send(key="k1", potential=40).json()["id"] != first["id"]


def test_another_proposal_goes_live_in_between(
    send: Send, crm: TestClient, ctx: Context, live: str, key_of: Keys
) -> None:
    first = send(key="k1", potential=30)
    put_approved(ctx, B, PLAN_B)
    headers = key_of(Role.HEAD) | {"If-Match": "*"}
    assert crm.post(f"/v1/proposals/{B}/activate", headers=headers).status_code == 200
    # In the new plan m0 has 20 and m1 100: there m0 is behind, and numbers begin anew.
    found = send(potential=30).json()
    assert (found["proposal_id"], found["seq"], found["manager_id"]) == (B, 1, "m0")
    assert send(key="k1", potential=30).json() == first.json()
    assert [len(journal(ctx, one)) for one in (live, B)] == [1, 1]
    assert [row["proposal_id"] for row in crm.get("/v1/routes").json()["items"]] == [B]


def test_routes_are_paged_by_number_and_filtered(send: Send, crm: TestClient, live: str) -> None:
    for n in range(5):
        send(name=f"Firm {n}", tax_id=TAX if n == 2 else "", potential=30)
    first = crm.get("/v1/routes", params={"limit": 3}).json()
    send(name="one more")
    second = crm.get("/v1/routes", params={"limit": 3, "cursor": first["next"]}).json()
    assert [row["seq"] for row in first["items"] + second["items"]] == [5, 4, 3, 2, 1]
    assert second["next"] is None
    mine = crm.get("/v1/routes", params={"manager_id": "m1"}).json()["items"]
    assert {row["manager_id"] for row in mine} == {"m1"}
    assert crm.get("/v1/routes", params={"proposal_id": "pro_none"}).json()["items"] == []


def test_a_manager_sees_the_own_ones_and_no_colleague(
    send: Send, crm: TestClient, live: str, key_of: Keys
) -> None:
    ids = {send(potential=p).json()["manager_id"]: p for p in (30, 10, 30)}
    assert set(ids) == {"m0", "m1"}  # 35 behind, 10 behind, then m0
    whole = crm.get("/v1/routes").json()["items"]
    mine = crm.get("/v1/routes", headers=key_of(Role.MANAGER, "m1")).json()["items"]
    assert [row["id"] for row in mine] == [row["id"] for row in whole if row["manager_id"] == "m1"]
    drawn = ("id", "created_by")  # at random: they hold m0 once in a while
    told = str([{name: value for name, value in row.items() if name not in drawn} for row in mine])
    assert "m0" not in told
    assert "Manager 0" not in told
    assert "you were furthest behind" in mine[0]["reason"]
    others = next(row["id"] for row in whole if row["manager_id"] == "m0")
    assert crm.get(f"/v1/routes/{others}", headers=key_of(Role.MANAGER, "m1")).status_code == 404
    assert crm.get("/v1/routes/rt_none").status_code == 404


def test_what_is_no_client_is_refused(send: Send, crm: TestClient, ctx: Context, live: str) -> None:
    wrong: list[dict[str, Any]] = [
        {"potential": -1},
        {"potential": 1e16},
        {"potential": True},
        {"name": "a\x00b"},
        {"name": "x" * 1001},
        {"segments": {"region": 3}},
        {"colour": "red"},
    ]
    for fields in wrong:
        answer = send(**fields)
        assert answer.status_code == 422, fields
        assert answer.json()["errors"][0]["where"].startswith("body.client.")
    for text in (b'{"name": "\\ud800"}', b'{"\\ud800": 1}', b'{"potential": NaN}'):
        odd = crm.post("/v1/route", content=b'{"client": %s}' % text, headers=JSON)
        assert odd.status_code == 422, text
    assert journal(ctx, live) == []


def test_only_programs_and_planners_route(crm: TestClient, key_of: Keys, live: str) -> None:
    body = {"client": {"name": "Acme"}}
    assert crm.post("/v1/route", json=body, headers=key_of(Role.HR)).status_code == 403
    assert crm.post("/v1/route", json=body, headers=key_of(Role.MANAGER, "m1")).status_code == 403
    assert crm.post("/v1/route", json=body, headers={"X-API-Key": "ask_none"}).status_code == 401


def test_the_audit_log_and_webhooks_hear_of_it_without_names(send: Send, ctx: Context, live: str) -> None:
    with ctx.db.write() as session:
        hook = {"description": "", "active": True, "version": 1, "created_at": ctx.now(), "created_by": "t"}
        session.add(_webhook(hook))
    made = send(name="Secret Ltd", potential=30).json()
    with ctx.db.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "clients.routed")).one()
        told = session.scalars(select(WebhookDelivery)).one()
    assert (entry.subject, entry.detail) == (live, {"first": 1, "last": 1})
    assert told.payload["data"] == {
        "route_id": made["id"],
        "proposal_id": live,
        "seq": 1,
        "manager_id": "m1",
        "code": "shortfall",
    }


def _webhook(values: dict[str, Any]) -> Webhook:
    names = {column.key for column in Webhook.__table__.columns}
    given = {"id": "wh_1", "url": "https://a.example/", "events": ["route.decided"], "secret": "s", **values}
    return Webhook(**{name: value for name, value in given.items() if name in names})
