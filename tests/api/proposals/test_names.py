"""Proposals and their decisions name clients, and people to those who may know them."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from api.security.actor import Role
from tests.api.security.world import Keys


def test_decisions_name_the_client_and_who_decided(
    head: TestClient, made: dict[str, Any], key_of: Keys
) -> None:
    path = f"/v1/proposals/{made['id']}"
    row = head.get(f"{path}/moves", params={"moved": True, "limit": 1}).json()["items"][0]
    body = {"decisions": [{"client_id": row["client_id"], "verdict": "accept"}]}
    assert head.put(f"{path}/decisions", json=body, headers={"If-Match": "*"}).status_code == 200
    for role, name in ((Role.HEAD, "test head"), (Role.HR, "test head"), (Role.CRM, None)):
        (one,) = head.get(f"{path}/decisions", headers=key_of(role)).json()["items"]
        assert (one["client_name"], one["created_by_name"]) == (row["name"], name)


def test_a_proposal_names_who_approved_it(head: TestClient, made: dict[str, Any], key_of: Keys) -> None:
    path = f"/v1/proposals/{made['id']}"
    assert head.post(f"{path}/approve", json={}, headers={"If-Match": "*"}).status_code == 200
    for role, name in ((Role.HEAD, "test head"), (Role.HR, "test head"), (Role.CRM, None)):
        found = head.get(path, headers=key_of(role)).json()
        assert found["approved_by_name"] == name
        assert found["created_by_name"] is None  # the account that asked is not there
