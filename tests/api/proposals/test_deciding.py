"""Decisions on moves, solving again under them, and two people at the same proposal."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.errors import Conflict
from api.security.actor import Actor, Role
from api.services.proposals import activate_proposal
from api.work.opening import load_answer
from tests.api.proposals.conftest import finish
from tests.api.proposals.test_solving import rows


def decide(client: TestClient, made: dict[str, Any], decisions: list[dict[str, Any]]) -> dict[str, Any]:
    """Make decisions on the present version."""
    etag = client.get(f"/v1/proposals/{made['id']}").headers["ETag"]
    path = f"/v1/proposals/{made['id']}/decisions"
    answer = client.put(path, json={"decisions": decisions}, headers={"If-Match": etag})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def moved(client: TestClient, made: dict[str, Any]) -> list[dict[str, Any]]:
    """Clients that leave somebody."""
    return [row for row in rows(client, made, moved=True) if row["from_id"]]


def stayers(client: TestClient, made: dict[str, Any]) -> set[str]:
    """Managers who keep a weight."""
    items = client.get(f"/v1/proposals/{made['id']}/managers").json()["items"]
    return {one["manager_id"] for one in items if one["weight"] > 0}


def test_solving_again_keeps_every_decision(head: TestClient, ctx: Context, made: dict[str, Any]) -> None:
    movers = moved(head, made)
    kept = next(row for row in rows(head, made, moved=False) if row["to_id"])
    staying = [row for row in movers if row["from_id"] in stayers(head, made)]
    decide(
        head,
        made,
        [
            {"client_id": staying[0]["client_id"], "verdict": "reject", "reason": "knows them"},
            {"client_id": staying[1]["client_id"], "verdict": "accept"},
            {"client_id": kept["client_id"], "verdict": "pin", "manager_id": kept["to_id"]},
        ],
    )
    decided = head.get(f"/v1/proposals/{made['id']}").json()
    assert (decided["decisions_open"], decided["decisions_broken"]) == (3, 1)  # the rejected client moves
    draft = head.post(f"/v1/proposals/{made['id']}/resolve", json={})
    assert draft.status_code == 202, draft.text
    again = finish(ctx, head, draft.json())
    assert again["name"] == "Spring (2)"  # told apart from its parent
    assert (again["decisions_open"], again["decisions_broken"]) == (0, 0)  # all three are in the answer
    assert (again["state"], again["parent_id"], again["origin"]) == ("proposed", made["id"], "resolve")
    after = {row["client_id"]: row for row in rows(head, again)}
    assert after[staying[0]["client_id"]]["to_id"] == staying[0]["from_id"]
    assert after[staying[1]["client_id"]]["to_id"] == staying[1]["to_id"]
    assert after[kept["client_id"]]["to_id"] == kept["to_id"]
    # The new proposal has the decisions, explains itself, and tells what changed.
    assert again["decisions"] == {"accept": 1, "reject": 1, "pin": 1, "ban": 0}
    assert load_answer(ctx.files, again["id"]).score == again["figures"]["score"]
    changes = head.get(f"/v1/proposals/{again['id']}/changes").json()
    before = {row["client_id"]: row["to_id"] for row in rows(head, made)}
    different = {key for key, row in after.items() if row["to_id"] != before[key]}
    assert {one["client_id"] for one in changes["items"]} == different
    why = {one["client_id"]: one["why"] for one in changes["items"]}
    assert why[staying[0]["client_id"]] == "decided"
    assert head.get(f"/v1/proposals/{made['id']}/changes").status_code == 404


def test_decisions_hold_when_it_is_solved_again_twice(
    head: TestClient, ctx: Context, made: dict[str, Any]
) -> None:
    movers = moved(head, made)
    decide(head, made, [{"client_id": movers[0]["client_id"], "verdict": "accept"}])
    second = finish(ctx, head, head.post(f"/v1/proposals/{made['id']}/resolve", json={}).json())
    other = next(row for row in moved(head, second) if row["client_id"] != movers[0]["client_id"])
    decide(head, second, [{"client_id": other["client_id"], "verdict": "ban", "manager_id": other["to_id"]}])
    assert head.get(f"/v1/proposals/{second['id']}").json()["decisions_open"] == 1  # the first one is in
    third = finish(ctx, head, head.post(f"/v1/proposals/{second['id']}/resolve", json={}).json())
    assert third["state"] == "proposed", third["problem"]
    after = {row["client_id"]: row["to_id"] for row in rows(head, third)}
    assert after[movers[0]["client_id"]] == movers[0]["to_id"]
    assert after[other["client_id"]] != other["to_id"]


def test_everything_wrong_with_decisions_is_told_at_once(head: TestClient, made: dict[str, Any]) -> None:
    kept = next(row for row in rows(head, made, moved=False) if row["to_id"])
    mover = moved(head, made)[0]
    wrong = [
        {"client_id": "nobody", "verdict": "reject"},
        {"client_id": kept["client_id"], "verdict": "accept"},
        {"client_id": mover["client_id"], "verdict": "pin", "manager_id": "nobody"},
        {"client_id": mover["client_id"], "verdict": "accept"},
    ]
    path = f"/v1/proposals/{made['id']}/decisions"
    answer = head.put(path, json={"decisions": wrong}, headers={"If-Match": made["etag"]})
    assert answer.status_code == 422
    assert [place["where"] for place in answer.json()["errors"]] == [
        "decisions.0.client_id",
        "decisions.1.verdict",
        "decisions.2.manager_id",
        "decisions.3.verdict",
    ]
    assert head.get(path).json()["items"] == []


def test_two_people_at_one_proposal_are_told(head: TestClient, made: dict[str, Any]) -> None:
    client_id = moved(head, made)[0]["client_id"]
    path = f"/v1/proposals/{made['id']}/decisions"
    body = {"decisions": [{"client_id": client_id, "verdict": "accept"}]}
    assert head.put(path, json=body).status_code == 428
    first = head.put(path, json=body, headers={"If-Match": made["etag"]})
    assert (first.status_code, first.json()["decided"]) == (200, 1)
    late = head.put(path, json=body, headers={"If-Match": made["etag"]})
    assert (late.status_code, late.json()["current"]) == (412, first.json()["etag"])
    gone = head.delete(path, params={"client_id": client_id}, headers={"If-Match": first.json()["etag"]})
    assert gone.json()["withdrawn"] == 1
    assert head.post(f"/v1/proposals/{made['id']}/resolve", json={}).status_code == 409


def test_one_decision_sweeps_over_a_filter(head: TestClient, made: dict[str, Any]) -> None:
    path, movers = f"/v1/proposals/{made['id']}/decisions/sweep", rows(head, made, moved=True)
    managers = head.get(f"/v1/proposals/{made['id']}/managers").json()["items"]
    stay = {one["manager_id"] for one in managers if one["weight"] > 0}
    lost = sum(row["from_id"] not in stay for row in movers)
    body = {"where": {"moved": True}, "verdict": "reject"}
    swept = head.post(path, json=body, headers={"If-Match": made["etag"]}).json()
    # Clients that nobody had, or that somebody has who leaves, can't be left with their owner.
    assert (swept["decided"], swept["left_out"]) == (len(movers) - lost, lost)
    assert 0 < lost < len(movers)
    found = rows(head, made, decision="reject")
    assert len(found) == swept["decided"]
    assert found[0]["decisions"] == [{"verdict": "reject", "manager_id": None, "reason": ""}]
    unknown = {"where": {}, "verdict": "pin", "manager_id": "nobody"}
    assert head.post(path, json=unknown, headers={"If-Match": swept["etag"]}).status_code == 422


def test_decisions_that_the_answer_does_not_know_are_counted(
    head: TestClient, ctx: Context, made: dict[str, Any]
) -> None:
    """Two are accepted and solved with. Then one is withdrawn, and the other replaced by a ban: two changes.

    Without any decision there is nothing to solve again for.
    """
    one, two = (row["client_id"] for row in moved(head, made)[:2])
    decide(head, made, [{"client_id": one, "verdict": "accept"}, {"client_id": two, "verdict": "accept"}])
    second = finish(ctx, head, head.post(f"/v1/proposals/{made['id']}/resolve", json={}).json())
    path = f"/v1/proposals/{second['id']}"

    def open_ones() -> int:
        return int(head.get(path).json()["decisions_open"])

    def withdraw(client_id: str) -> None:
        etag = head.get(path).headers["ETag"]
        query = {"client_id": client_id}
        answer = head.delete(f"{path}/decisions", params=query, headers={"If-Match": etag})
        assert answer.status_code == 200, answer.text

    assert open_ones() == 0
    withdraw(one)
    assert open_ones() == 1
    target = next(row["to_id"] for row in rows(head, second) if row["client_id"] == two)
    decide(head, second, [{"client_id": two, "verdict": "ban", "manager_id": target}])
    assert open_ones() == 2
    withdraw(two)
    assert open_ones() == 0


def test_states_are_told_in_the_readers_words(ctx: Context, made: dict[str, Any]) -> None:
    russian = Actor("usr_head", "user", Role.HEAD, language="ru")
    with pytest.raises(Conflict) as caught:
        activate_proposal(ctx, russian, made["id"], if_match=made["etag"])
    assert caught.value.detail == ("Состояние предложения: предложено; для этого нужно одно из: утверждено.")
    assert caught.value.document()["state"] == "proposed"  # programs go by the code
