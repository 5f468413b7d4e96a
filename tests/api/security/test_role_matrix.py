"""Every operation x every role x own and other's data, from the OpenAPI list itself.

A new endpoint is covered at once: without a rule it fails here, and so does a path parameter that
`world.build` knows no real value of.
"""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.security.actor import Role
from api.security.rules import PUBLIC, RULES
from tests.api.security.world import Keys, Operation, World, build, operations


def ask(client: TestClient, one: Operation, values: dict[str, str], headers: dict[str, str]) -> Any:
    """Call an operation with an empty body where it may have one."""
    body: dict[str, Any] = {} if one.method in ("GET", "DELETE") else {"json": {}}
    return client.request(one.method, one.address(values), headers={**headers, "If-Match": "*"}, **body)


def test_every_operation_has_a_rule_and_every_rule_an_operation(client: TestClient) -> None:
    listed = [one.id for one in operations(client)]
    assert len(listed) == len(set(listed))
    assert set(listed) - set(RULES) - PUBLIC == set()
    assert (set(RULES) | PUBLIC) - set(listed) == set()
    assert set(RULES) & PUBLIC == set()


def test_what_is_open_to_everybody_is_written_down_here(client: TestClient) -> None:
    # Opening something to the world takes a change of this line too.
    assert {"get_health", "get_readiness", "sign_in"} == PUBLIC


def test_no_rule_is_empty_and_only_admins_see_accounts() -> None:
    assert [name for name, roles in RULES.items() if not roles] == []
    accounts = [name for name in RULES if name.endswith(("_user", "_users", "_key", "_keys", "_webhook"))]
    assert accounts
    assert all(RULES[name] == {Role.ADMIN} for name in accounts)


def test_nobody_comes_in_without_a_sign_in_or_with_a_wrong_key(client: TestClient) -> None:
    wrong: tuple[dict[str, str], ...] = ({}, {"X-API-Key": "ask_wrong"}, {"Cookie": "assigner=wrong"})
    for one in operations(client):
        if one.id not in PUBLIC:
            statuses = [ask(client, one, {}, headers).status_code for headers in wrong]
            assert statuses == [401, 401, 401], one


@pytest.mark.parametrize("role", list(Role))
def test_a_role_comes_in_exactly_where_its_rule_says(client: TestClient, key_of: Keys, role: Role) -> None:
    """Made-up ids: who may not, hears 403 without a look at the id; who may, hears anything else."""
    key = key_of(role, "M01" if role is Role.MANAGER else None)
    for one in operations(client):
        status = ask(client, one, {}, key).status_code
        if one.id in PUBLIC:
            continue
        if role in RULES[one.id]:
            assert status not in (401, 403), (one, status)
            assert status < 500, (one, status)
        else:
            assert status == 403, (one, status)


def test_real_things_are_closed_to_roles_outside_the_rule_and_to_other_managers(
    client: TestClient, ctx: Context, key_of: Keys
) -> None:
    world = build(client, ctx, key_of)
    listed = operations(client)
    assert {name for one in listed for name in one.parameters} - set(world.real) == set()
    for one in listed:
        outside = [role for role in Role if one.id not in PUBLIC and role not in RULES[one.id]]
        for role in outside:
            assert ask(client, one, world.real, world.keys[role]).status_code == 403, (one, role)
    own_and_others(client, world, [one for one in listed if Role.MANAGER in RULES.get(one.id, ())])


def own_and_others(client: TestClient, world: World, listed: list[Operation]) -> None:
    """A manager reads what is his; other's things are not there for him, nor named in any list."""
    other = {**world.real, "client_id": min(world.others)}
    for one in listed:
        if one.method != "GET":
            continue
        mine = ask(client, one, world.real, world.keys[Role.MANAGER])
        named = {name for name in world.others if f'"{name}"' in mine.text}
        assert not named, (one, named)
        if "client_id" in one.parameters:
            assert mine.status_code == 200, (one, mine.text)
            assert ask(client, one, other, world.keys[Role.MANAGER]).status_code == 404, one
        if "objection_id" in one.parameters:
            assert mine.status_code == 200, (one, mine.text)
            assert ask(client, one, world.real, world.stranger).status_code == 404, one
        if "route_id" in one.parameters:
            assert mine.status_code == 404, one
    against = {"client_id": min(world.others), "text": "Mine."}
    path = f"/v1/proposals/{world.real['proposal_id']}/objections"
    assert client.post(path, json=against, headers=world.keys[Role.MANAGER]).status_code == 404
