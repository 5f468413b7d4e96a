"""Signing in with a cookie: what it opens, how long, and what other sites can't do with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.context import Context
from api.db.models import LoginSession, User
from api.errors import Conflict, Forbidden, Unprocessable
from api.security.actor import Role
from api.security.sessions import LONGEST, actor_of_session, forget_old_sessions, sign_out
from api.security.sign_in import sign_in
from api.services.first_user import first_run, make_first_user
from tests.api.security.people import PASSWORD, make_user

pytestmark = pytest.mark.usefixtures("client")
MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def enter(client: TestClient, login: str = "anna") -> dict[str, str]:
    answer = client.post("/v1/session", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return {"X-CSRF-Token": answer.json()["csrf_token"]}


def test_a_signed_in_user_reads_and_changes(client: TestClient, ctx: Context) -> None:
    user = make_user(ctx, "anna", Role.HEAD)
    token = enter(client)
    me = client.get("/v1/me").json()
    assert (me["id"], me["role"], me["csrf_token"]) == (user.id, "head", token["X-CSRF-Token"])
    body = {"name": "calm", "document": {}}
    assert client.post("/v1/policies", json=body, headers=token).status_code == 201


def test_the_cookie_is_closed_to_scripts_and_other_sites(client: TestClient, ctx: Context) -> None:
    make_user(ctx, "anna", Role.HEAD)
    answer = client.post("/v1/session", json={"login": "anna", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-CSRF-Token": "0" * 64},
        {"X-CSRF-Token": "ключ".encode()},
    ],
)
def test_a_change_by_cookie_alone_is_refused(
    client: TestClient, ctx: Context, headers: dict[str, str | bytes]
) -> None:
    make_user(ctx, "anna", Role.HEAD)
    enter(client)
    assert client.post("/v1/policies", json={"name": "x", "document": {}}, headers=headers).status_code == 403  # type: ignore[arg-type]
    assert client.get("/v1/policies").json()["items"] == []


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_another_site_is_refused_even_with_the_token(
    client: TestClient, ctx: Context, headers: dict[str, str]
) -> None:
    make_user(ctx, "anna", Role.HEAD)
    token = enter(client)
    body = {"name": "x", "document": {}}
    assert client.post("/v1/policies", json=body, headers={**token, **headers}).status_code == 403
    login = {"login": "anna", "password": PASSWORD}
    assert client.post("/v1/session", json=login, headers=headers).status_code == 403
    own = {**token, "Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/v1/policies", json=body, headers=own).status_code == 201


def test_signing_in_again_makes_a_new_session_and_ends_the_old(client: TestClient, ctx: Context) -> None:
    make_user(ctx, "anna", Role.HEAD)
    enter(client)
    before = client.cookies["assigner"]
    enter(client)
    assert client.cookies["assigner"] != before
    assert actor_of_session(ctx, before) is None
    assert actor_of_session(ctx, client.cookies["assigner"]) is not None


def test_signing_out_ends_the_session_at_once(client: TestClient, ctx: Context) -> None:
    make_user(ctx, "anna", Role.HEAD)
    token = enter(client)
    kept = client.cookies["assigner"]
    assert client.delete("/v1/session", headers=token).status_code == 204
    assert client.get("/v1/me", headers={"Cookie": f"assigner={kept}"}).status_code == 401


def test_a_session_token_does_not_do_as_a_key(client: TestClient, ctx: Context) -> None:
    make_user(ctx, "anna", Role.HEAD)
    enter(client)
    token = client.cookies["assigner"]
    assert client.get("/v1/me").status_code == 200  # remembered from now on
    client.cookies.clear()
    for headers in ({"X-API-Key": token}, {"Authorization": f"Bearer {token}"}):
        assert client.get("/v1/me", headers=headers).status_code == 401


def test_a_session_lasts_while_it_is_used_but_not_for_ever(ctx: Context) -> None:
    make_user(ctx, "anna", Role.HEAD)
    clock = [MONDAY]
    ctx = replace(ctx, now=lambda: clock[0])  # 12 hours without use, 7 days in any case
    token, _ = sign_in(ctx, "anna", PASSWORD, "10.0.0.1")
    clock[0] += timedelta(hours=11)
    assert actor_of_session(ctx, token) is not None
    clock[0] += timedelta(hours=11)  # 22 hours after the start, 11 after the last use
    assert actor_of_session(ctx, token) is not None
    while clock[0] < MONDAY + LONGEST - timedelta(hours=11):
        clock[0] += timedelta(hours=11)
        assert actor_of_session(ctx, token) is not None
    clock[0] = MONDAY + LONGEST
    assert actor_of_session(ctx, token) is None


def test_a_session_without_use_is_over_and_swept(ctx: Context) -> None:
    make_user(ctx, "anna", Role.HEAD)
    clock = [MONDAY]
    ctx = replace(ctx, now=lambda: clock[0])
    token, _ = sign_in(ctx, "anna", PASSWORD, "10.0.0.1")
    clock[0] += timedelta(hours=12)
    assert actor_of_session(ctx, token) is None
    assert forget_old_sessions(ctx) == 1


def test_only_hashes_are_kept(ctx: Context) -> None:
    make_user(ctx, "anna", Role.HEAD)
    token, _ = sign_in(ctx, "Anna ", PASSWORD, "10.0.0.1")
    with ctx.db.read() as session:
        row = session.scalars(select(LoginSession)).one()
        user = session.scalars(select(User)).one()
    assert token not in (row.token_sha256, row.user_id)
    assert user.password_hash.startswith("$argon2id$")
    assert PASSWORD not in user.password_hash
    sign_out(ctx, token)
    assert actor_of_session(ctx, token) is None


def test_the_first_user_is_made_once_by_whoever_reads_the_console(ctx: Context) -> None:
    token = first_run(ctx)
    assert token is not None
    assert first_run(ctx) == token
    with pytest.raises(Forbidden):
        make_first_user(ctx, "0" * 32, login="anna", password=PASSWORD)
    with pytest.raises(Unprocessable):
        make_first_user(ctx, token, login="anna", password="short")  # noqa: S106
    session_token, actor = make_first_user(ctx, token, login="Anna", password=PASSWORD)
    assert actor.role is Role.ADMIN
    assert actor_of_session(ctx, session_token) == actor
    assert first_run(ctx) is None
    with pytest.raises(Conflict):
        make_first_user(ctx, token, login="boris", password=PASSWORD)
