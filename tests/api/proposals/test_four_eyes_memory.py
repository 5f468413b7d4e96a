"""Four eyes see through withdrawn decisions, through rounds of solving again, and through keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.db.models import MoveDecision, ProposalRecord
from api.ids import new_id
from api.security.actor import SYSTEM, Actor, Role
from api.services.keys import make_key
from api.settings import Settings
from tests.api.proposals.conftest import finish
from tests.api.proposals.test_solving import rows
from tests.api.security.people import make_user

Keys = Callable[..., dict[str, str]]
Made = dict[str, Any]
ANY = {"If-Match": "*"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Of a service where somebody else must approve."""
    return settings.model_copy(update={"four_eyes": True})


def approve(client: TestClient, made: Made, key: dict[str, str]) -> int:
    """The status of somebody's approval."""
    path = f"/v1/proposals/{made['id']}/approve"
    return client.post(path, json={}, headers={**key, **ANY}).status_code


def keep(client: TestClient, made: Made, row: Made, key: dict[str, str]) -> None:
    """Somebody pins a client where the answer has it."""
    pin = {"client_id": row["client_id"], "verdict": "pin", "manager_id": row["to_id"]}
    path = f"/v1/proposals/{made['id']}/decisions"
    answer = client.put(path, json={"decisions": [pin]}, headers={**key, **ANY})
    assert answer.status_code == 200, answer.text


def withdraw(client: TestClient, made: Made, key: dict[str, str]) -> None:
    """Somebody takes back all decisions."""
    answer = client.delete(f"/v1/proposals/{made['id']}/decisions", headers={**key, **ANY})
    assert answer.json()["withdrawn"] == 1, answer.text


def solve_again(client: TestClient, ctx: Context, made: Made, key: dict[str, str]) -> Made:
    """Somebody solves again under the decisions that stand; the new answer."""
    answer = client.post(f"/v1/proposals/{made['id']}/resolve", json={}, headers=key)
    assert answer.status_code == 202, answer.text
    return finish(ctx, client, answer.json())


def test_an_answer_remembers_whose_decisions_it_was_solved_under(
    head: TestClient, ctx: Context, made: Made, key_of: Keys
) -> None:
    decider, asker, other = dict(head.headers), key_of(Role.HEAD), key_of(Role.HEAD)
    first, second = [row for row in rows(head, made, moved=False) if row["to_id"]][:2]
    keep(head, made, first, decider)
    again = solve_again(head, ctx, made, asker)
    withdraw(head, again, decider)
    assert approve(head, again, decider) == 403
    # A round later nothing is left of the pin but its effect: solving again changes little else.
    keep(head, again, second, asker)
    last = solve_again(head, ctx, again, asker)
    assert last["decisions"]["pin"] == 1
    assert approve(head, last, decider) == 403
    assert approve(head, last, other) == 200


def test_what_was_withdrawn_before_solving_again_went_into_nothing(
    head: TestClient, ctx: Context, made: Made, key_of: Keys
) -> None:
    asker = key_of(Role.HEAD)
    first, second = [row for row in rows(head, made, moved=False) if row["to_id"]][:2]
    keep(head, made, first, dict(head.headers))
    withdraw(head, made, asker)
    keep(head, made, second, asker)
    again = solve_again(head, ctx, made, asker)
    assert approve(head, again, asker) == 403
    assert approve(head, again, dict(head.headers)) == 200


def test_a_key_is_no_second_pair_of_eyes_for_whoever_made_it(
    client: TestClient, ctx: Context, made: Made
) -> None:
    admin = make_user(ctx, "ada", Role.ADMIN)
    user = Actor(admin.id, "user", Role.ADMIN)
    by_user, by_user_id = keyed(ctx, user)
    by_key, by_key_id = keyed(ctx, Actor(by_user_id, "key", Role.ADMIN))
    sibling, _ = keyed(ctx, user)
    stranger, stranger_id = keyed(ctx, SYSTEM)
    for asker in (admin.id, by_user_id, by_key_id):
        asked_by(ctx, made, asker)
        assert [approve(client, made, key) for key in (by_user, by_key, sibling)] == [403] * 3, asker
    # The same where a key of his decided on a move.
    asked_by(ctx, made, "usr_somebody")
    with ctx.db.write() as session:
        session.add(decision(ctx, made, by_key_id))
    assert approve(client, made, sibling) == 403
    # Keys that the service made at its first run or on the command line stand for themselves.
    asked_by(ctx, made, stranger_id)
    assert approve(client, made, stranger) == 403
    assert approve(client, made, keyed(ctx, SYSTEM)[0]) == 200


def keyed(ctx: Context, maker: Actor) -> tuple[dict[str, str], str]:
    """Headers with a new key of an admin, and its id."""
    token, document = make_key(ctx, maker, name="second eyes", role=Role.ADMIN)
    return {"X-API-Key": token}, document["id"]


def asked_by(ctx: Context, made: Made, actor_id: str) -> None:
    """Say who asked for a proposal."""
    with ctx.db.write() as session:
        session.get_one(ProposalRecord, made["id"]).created_by = actor_id


def decision(ctx: Context, made: Made, actor_id: str) -> MoveDecision:
    """Somebody's decision that the answer keeps anyhow."""
    return MoveDecision(
        id=new_id("dec"),
        proposal_id=made["id"],
        client_id="C1",
        verdict="accept",
        created_at=ctx.now(),
        created_by=actor_id,
    )
