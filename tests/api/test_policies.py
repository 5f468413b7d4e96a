"""Policies over HTTP: versions, pages, and every wrong field named."""

from __future__ import annotations

from fastapi.testclient import TestClient


def make(head: TestClient, name: str = "calm") -> dict[str, str]:
    answer = head.post(
        "/v1/policies", json={"name": name, "document": {"rules": {"loss_cap": {"enabled": True}}}}
    )
    assert answer.status_code == 201
    found: dict[str, str] = answer.json()
    return found


def test_a_policy_is_kept_whole_and_found_again(head: TestClient) -> None:
    made = make(head)
    found = head.get(f"/v1/policies/{made['id']}")
    assert found.json() == made
    assert found.headers["ETag"] == made["etag"]
    assert found.json()["document"]["rules"]["loss_cap"]["enabled"] is True


def test_every_wrong_field_is_named(head: TestClient) -> None:
    wrong = {"rules": {"loss_cap": {"enabled": "maybe"}}, "colour": "red"}
    answer = head.post("/v1/policies", json={"name": "x", "document": wrong})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {place["where"] for place in answer.json()["errors"]} == {
        "policy.rules.loss_cap.enabled",
        "policy.colour",
    }


def test_a_change_needs_the_version_it_was_made_on(head: TestClient) -> None:
    made = make(head)
    path, body = f"/v1/policies/{made['id']}", {"name": "other", "document": {}}
    assert head.put(path, json=body).status_code == 428
    first = head.put(path, json=body, headers={"If-Match": made["etag"]})
    assert first.status_code == 200
    # A second editor, who saw the version before, is told.
    late = head.put(path, json=body, headers={"If-Match": made["etag"]})
    assert (late.status_code, late.json()["current"]) == (412, first.json()["etag"])


def test_pages_stay_in_step_while_policies_are_added(head: TestClient) -> None:
    names = [f"p{n}" for n in range(5)]
    for name in names:
        make(head, name)
    first = head.get("/v1/policies", params={"limit": 2}).json()
    make(head, "late")
    second = head.get("/v1/policies", params={"limit": 2, "cursor": first["next"]}).json()
    last = head.get("/v1/policies", params={"limit": 2, "cursor": second["next"]}).json()
    seen = [item["name"] for page in (first, second, last) for item in page["items"]]
    assert seen == ["p4", "p3", "p2", "p1", "p0"]
    assert last["next"] is None


def test_a_made_up_cursor_is_refused(head: TestClient) -> None:
    assert head.get("/v1/policies", params={"cursor": "abc"}).status_code == 422


def test_nobody_comes_in_without_a_key(client: TestClient) -> None:
    assert client.get("/v1/policies").status_code == 401
    assert client.get("/v1/policies", headers={"X-API-Key": "ask_wrong"}).status_code == 401
