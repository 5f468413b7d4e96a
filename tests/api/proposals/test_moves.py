"""Lists of clients: every order, every filter, by cursor and by offset, the same rows."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.security.actor import Actor, Role
from api.services.proposals import list_moves
from api.services.proposals.filters import SORTS
from tests.api.proposals.test_solving import rows

KEYS = {
    "number": "number",
    "client_id": "client_id",
    "name": "name",
    "from": "from_id",
    "to": "to_id",
    "state": "state",
    "strength": "strength",
    "potential": "potential",
    "revenue": "revenue",
    "pain": "pain_money",
    "reason": "reason_code",
}


def test_every_order_pages_through_all_clients_once(head: TestClient, made: dict[str, Any]) -> None:
    everything = rows(head, made)
    numbers = {row["number"] for row in everything}
    for name in SORTS:
        for sign in ("", "-"):
            paged = rows(head, made, sort=sign + name, limit=17)
            assert len(paged) == len(numbers)
            assert {row["number"] for row in paged} == numbers
            values = [row[KEYS[name]] for row in paged]
            if name not in ("client_id", "name", "from", "to"):  # texts follow the database's own order
                assert values == sorted(values, reverse=bool(sign))
            # By offset the same rows come in the same order.
            asked: dict[str, str | int] = {"sort": sign + name, "limit": 10, "offset": 20}
            by_offset = head.get(f"/v1/proposals/{made['id']}/moves", params=asked).json()["items"]
            assert [row["number"] for row in by_offset] == [row["number"] for row in paged[20:30]]


def test_filters_find_what_they_say(head: TestClient, made: dict[str, Any]) -> None:
    everything = rows(head, made)
    sixth = everything[5]["client_id"]
    for wanted, params in (
        (lambda row: row["moved"], {"moved": True}),
        (lambda row: not row["moved"], {"moved": False}),
        (lambda row: row["from_id"] == "", {"from": ""}),
        (lambda row: row["to_id"] == everything[0]["to_id"], {"to": everything[0]["to_id"]}),
        (lambda row: row["state"] == "claimed", {"state": "claimed"}),
        (lambda row: row["disputed"], {"disputed": True}),
        (lambda row: True, {"decision": "none"}),
        (lambda row: False, {"decision": "reject"}),
        (lambda row: row["client_id"] == sixth, {"q": sixth.lower()}),
        (lambda row: False, {"q": "100%_no"}),
    ):
        found = rows(head, made, **params)
        assert [row["number"] for row in found] == [row["number"] for row in everything if wanted(row)], (
            params
        )
    path = f"/v1/proposals/{made['id']}/moves"
    counted = head.get(path, params={"moved": True, "count": True, "limit": 1}).json()
    assert counted["total"] == sum(row["moved"] for row in everything)


def test_what_cannot_be_a_page_is_refused(head: TestClient, made: dict[str, Any]) -> None:
    path = f"/v1/proposals/{made['id']}/moves"
    first = head.get(path, params={"sort": "potential", "limit": 2}).json()
    assert head.get(path, params={"sort": "-potential", "cursor": first["next"]}).status_code == 422
    assert head.get(path, params={"cursor": first["next"], "offset": 3}).status_code == 422
    assert head.get(path, params={"sort": "colour"}).status_code == 422
    assert head.get(path, params={"q": "a\x00b"}).status_code == 422
    assert head.get(f"/v1/proposals/{made['id']}/clients/nobody").status_code == 404
    assert head.get(f"/v1/proposals/{made['id']}/clients/a%00b").status_code == 422


def test_gains_losses_and_flows_add_up(head: TestClient, made: dict[str, Any]) -> None:
    # What goes between two managers is lost by one and gained by the other.
    managers = head.get(f"/v1/proposals/{made['id']}/managers").json()["items"]
    flows = head.get(f"/v1/proposals/{made['id']}/flows").json()["items"]
    for one in managers:
        came = [flow for flow in flows if flow["to_id"] == one["manager_id"]]
        went = [flow for flow in flows if flow["from_id"] == one["manager_id"]]
        assert sum(flow["clients"] for flow in came) == one["gained"]["clients"]
        assert sum(flow["clients"] for flow in went) == one["lost"]["clients"]
        assert sum(flow["potential"] for flow in came) == pytest.approx(one["gained"]["potential"])
    assert {flow["to_name"] for flow in flows} <= {one["name"] for one in managers}


def test_reasons_come_in_the_readers_language(ctx: Context, head: TestClient, made: dict[str, Any]) -> None:
    russian = Actor("u", "user", Role.HEAD, language="ru")
    told = list_moves(ctx, russian, made["id"], limit=1)["items"][0]["reason"]
    assert told != rows(head, made)[0]["reason"]
    assert any("а" <= letter <= "я" for letter in told.lower())
