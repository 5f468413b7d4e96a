"""Accounts, keys, passwords, and what wrong passwords lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.errors import TooManyRequests, Unauthenticated
from api.security.actor import SYSTEM, Role
from api.security.passwords import check_password, password_faults
from api.security.recognise import by_key
from api.security.sessions import actor_of_session
from api.security.sign_in import sign_in
from api.security.throttle import PEOPLE_PER_ADDRESS, forget_old_tries, wait_after
from api.services.keys import make_key
from assigner.i18n import Translator
from tests.api.security.people import PASSWORD, make_user

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
Keys = Callable[..., dict[str, str]]


@pytest.fixture
def admin(client: TestClient, key_of: Keys) -> TestClient:
    """The client, with an admin's key."""
    client.headers.update(key_of(Role.ADMIN))
    return client


def new(**more: Any) -> dict[str, Any]:
    return {"login": "Anna", "password": PASSWORD, "role": "head", **more}


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "Enter a password"),
        ("short", "at least 10"),
        ("x" * 201 + "abc", "at most 200"),
        ("anna.petrova", "must not be the login"),
        ("Password123", "first that anybody tries"),
        ("1111111111", "first that anybody tries"),
        ("пароль1234", "first that anybody tries"),
    ],
)
def test_weak_passwords_are_told_apart(password: str, said: str) -> None:
    (fault,) = password_faults(Translator("en"), password, "Anna.Petrova")
    assert said in fault


def test_a_long_sentence_is_a_good_password() -> None:
    assert password_faults(Translator("en"), "верная лошадь батарея", "anna") == []


def test_an_account_is_made_changed_and_removed(admin: TestClient) -> None:
    made = admin.post("/v1/users", json=new()).json()
    assert (made["login"], made["role"], made["disabled"]) == ("anna", "head", False)
    assert not {"password", "password_hash"} & set(made)
    path = f"/v1/users/{made['id']}"
    assert admin.get("/v1/users").json()["items"] == [made]
    assert admin.post("/v1/users", json=new(login="ANNA")).status_code == 409
    body = {"role": "hr", "name": "Anna"}
    assert admin.put(path, json=body).status_code == 428
    changed = admin.put(path, json=body, headers={"If-Match": made["etag"]})
    assert (changed.status_code, changed.json()["role"]) == (200, "hr")
    assert admin.put(path, json=body, headers={"If-Match": made["etag"]}).status_code == 412
    assert admin.delete(path, headers={"If-Match": changed.headers["etag"]}).status_code == 204
    assert admin.get(path).status_code == 404


def test_every_fault_of_an_account_is_named(admin: TestClient) -> None:
    answer = admin.post("/v1/users", json=new(role="manager", password="short"))  # noqa: S106
    assert answer.status_code == 422
    assert [place["where"] for place in answer.json()["errors"]] == ["manager_id", "password"]
    assert "short" not in answer.text
    assert admin.post("/v1/users", json=new(manager_id="M01")).status_code == 422


def test_the_last_admin_stays(admin: TestClient, ctx: Context) -> None:
    one = make_user(ctx, "one", Role.ADMIN)
    path, any_version = f"/v1/users/{one.id}", {"If-Match": "*"}
    assert admin.delete(path, headers=any_version).status_code == 409
    assert admin.put(path, json={"role": "head"}, headers=any_version).status_code == 409
    assert admin.put(path, json={"role": "admin", "disabled": True}, headers=any_version).status_code == 409
    make_user(ctx, "two", Role.ADMIN)
    assert admin.put(path, json={"role": "head"}, headers=any_version).status_code == 200


@pytest.mark.parametrize("body", [{"role": "hr"}, {"role": "head", "disabled": True}])
def test_a_change_of_an_account_ends_its_sessions(
    admin: TestClient, ctx: Context, body: dict[str, Any]
) -> None:
    user = make_user(ctx, "anna", Role.HEAD)
    token, _ = sign_in(ctx, "anna", PASSWORD, "10.0.0.1")
    assert actor_of_session(ctx, token) is not None  # remembered from now on
    admin.put(f"/v1/users/{user.id}", json=body, headers={"If-Match": "*"})
    assert actor_of_session(ctx, token) is None


def test_a_new_password_ends_all_sessions(client: TestClient, ctx: Context) -> None:
    make_user(ctx, "anna", Role.HEAD)
    elsewhere, _ = sign_in(ctx, "anna", PASSWORD, "10.0.0.1")
    entered = client.post("/v1/session", json={"login": "anna", "password": PASSWORD}).json()
    token = {"X-CSRF-Token": entered["csrf_token"]}
    body = {"current_password": "wrong", "new_password": "quite another one"}
    wrong = client.put("/v1/me/password", json=body, headers=token)
    assert [place["where"] for place in wrong.json()["errors"]] == ["current_password"]
    body["current_password"] = PASSWORD
    weak = client.put("/v1/me/password", json={**body, "new_password": "anna"}, headers=token)
    assert [place["where"] for place in weak.json()["errors"]] == [
        "new_password"
    ] * 3  # short, the login, too plain
    assert client.put("/v1/me/password", json=body, headers=token).status_code == 204
    assert actor_of_session(ctx, elsewhere) is None
    assert client.get("/v1/me").status_code == 401
    sign_in(ctx, "anna", "quite another one", "10.0.0.1")


def test_a_key_is_shown_once_and_ends_at_once(admin: TestClient, ctx: Context) -> None:
    made = admin.post("/v1/keys", json={"name": "CRM", "role": "crm"}).json()
    bearer = {"Authorization": f"Bearer {made['key']}", "X-API-Key": made["key"]}
    assert admin.get("/v1/me", headers=bearer).json()["role"] == "crm"
    seen = admin.get(f"/v1/keys/{made['id']}").json()
    assert "key" not in seen
    assert made["key"].startswith(seen["hint"])
    assert admin.delete(f"/v1/keys/{made['id']}").status_code == 204
    assert admin.get("/v1/me", headers=bearer).status_code == 401
    assert admin.get(f"/v1/keys/{made['id']}").json()["revoked_at"] is not None


def test_a_key_ends_when_it_says_even_if_it_was_just_used(client: TestClient, ctx: Context) -> None:
    clock = [MONDAY]
    ctx = replace(ctx, now=lambda: clock[0])
    ends = MONDAY + timedelta(seconds=2)
    key, _ = make_key(ctx, SYSTEM, name="x", role=Role.CRM, expires_at=ends)
    assert by_key(ctx, key).role is Role.CRM
    clock[0] = ends
    with pytest.raises(Unauthenticated):
        by_key(ctx, key)


def test_a_key_that_is_over_from_the_start_is_refused(admin: TestClient) -> None:
    body = {"name": "x", "role": "manager", "expires_at": "2020-01-01T00:00:00Z"}
    answer = admin.post("/v1/keys", json=body)
    assert [place["where"] for place in answer.json()["errors"]] == ["manager_id", "expires_at"]


@pytest.mark.parametrize(
    ("failures", "seconds"), [(4, None), (5, 15), (6, 30), (7, 60), (10, 480), (11, 900), (1000, 900)]
)
def test_waits_grow_and_end(failures: int, seconds: int | None) -> None:
    # From the 5th wrong password 15 s, twice as long each time, never more than 15 minutes.
    wait = wait_after(failures, 5)
    assert wait == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize("login", ["anna", "nobody"])
def test_a_login_waits_whether_or_not_anybody_has_it(
    client: TestClient, ctx: Context, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user(ctx, "anna", Role.HEAD)
    monkeypatch.setattr("api.security.sign_in.check_password", lambda *_: (False, None))  # the slow part
    clock = [MONDAY]
    ctx = replace(ctx, now=lambda: clock[0])
    for _ in range(5):
        with pytest.raises(Unauthenticated, match="The login or the password is wrong"):
            sign_in(ctx, login, "wrong", "10.0.0.1")
    with pytest.raises(TooManyRequests) as told:
        sign_in(ctx, login, PASSWORD, "10.0.0.2")
    assert told.value.headers == {"Retry-After": "15"}
    clock[0] += timedelta(seconds=15)
    with pytest.raises(Unauthenticated):
        sign_in(ctx, login, "wrong", "10.0.0.2")
    with pytest.raises(TooManyRequests) as told:
        sign_in(ctx, login, "wrong", "10.0.0.2")
    assert told.value.headers == {"Retry-After": "30"}


def test_an_address_that_tries_many_logins_waits_too(
    client: TestClient, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.security.sign_in.check_password", lambda *_: (False, None))
    ctx = replace(ctx, settings=ctx.settings.model_copy(update={"login_attempts": 1}))
    for number in range(PEOPLE_PER_ADDRESS):
        with pytest.raises(Unauthenticated):
            sign_in(ctx, f"user{number}", "x", "10.0.0.1")
    with pytest.raises(TooManyRequests):
        sign_in(ctx, "another", "x", "10.0.0.1")
    with pytest.raises(Unauthenticated):
        sign_in(ctx, "another", "x", "10.0.0.2")
    tomorrow = replace(ctx, now=lambda: ctx.now() + timedelta(days=1, seconds=1))
    assert forget_old_tries(tomorrow) == PEOPLE_PER_ADDRESS + 3


def test_the_right_password_forgives_and_unknown_logins_cost_a_hash_too(
    client: TestClient, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user(ctx, "anna", Role.HEAD)
    looked: list[str | None] = []

    def watch(password: str, kept: str | None) -> tuple[bool, str | None]:
        looked.append(kept)
        return check_password(password, kept)

    monkeypatch.setattr("api.security.sign_in.check_password", watch)
    for login in ("anna", "nobody"):
        with pytest.raises(Unauthenticated, match="The login or the password is wrong"):
            sign_in(ctx, login, "wrong", "10.0.0.1")
    assert (looked[0] or "").startswith("$argon2id$")
    assert looked[1] is None  # compared with a hash that nothing fits: see check_password
    sign_in(ctx, "anna", PASSWORD, "10.0.0.1")
    for _ in range(ctx.settings.login_attempts - 1):  # a full row of tries again
        with pytest.raises(Unauthenticated):
            sign_in(ctx, "anna", "wrong", "10.0.0.1")
