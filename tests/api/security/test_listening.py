"""Streams of events end once whoever listens may not any more; nobody has more of them than allowed."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import open_context
from api.context import Context
from api.db.models import JobRecord, User
from api.jobs.streams import MOST_EACH, Full, Streams
from api.security import memory
from api.security.actor import SYSTEM, Role
from api.security.recognise import by_key
from api.services import jobs
from api.services.keys import revoke_key
from api.services.users import replace_user
from api.settings import Settings
from tests.api.jobs.watching import ask, wait_until
from tests.api.security.people import PASSWORD, make_user

PATIENCE = 20.0
Keys = Callable[..., dict[str, str]]


@pytest.fixture
def streams(client: TestClient) -> Streams:
    """The streams of the running service, in a hurry."""
    found: Streams = client.app.state.streams  # type: ignore[attr-defined]
    found._interval = 0.05
    return found


@contextmanager
def listening(client: TestClient, ctx: Context, job: str, headers: dict[str, str]) -> Iterator[Future[str]]:
    """Somebody who listens to a job; what he heard is there when the stream has ended, at the latest here."""

    def listen() -> str:
        return client.get(f"/v1/jobs/{job}/events", headers=headers).text

    with ThreadPoolExecutor(1) as pool:
        heard = pool.submit(listen)
        try:
            yield heard
        finally:
            change(ctx, job, state="cancelled")


def change(ctx: Context, job: str, **values: Any) -> None:
    with ctx.db.write() as session:
        row = session.get_one(JobRecord, job)
        for name, value in values.items():
            setattr(row, name, value)


def after_the_end(
    ctx: Context, streams: Streams, job: str, heard: Future[str], end: Callable[[], Any]
) -> str:
    """What was heard by somebody who may listen no more, of a job that goes on."""
    wait_until(lambda: streams._readers)
    end()
    change(ctx, job, state="running", attempt=1, progress={"phase": "secret"})
    text = heard.result(PATIENCE)
    assert "queued" in text
    return text


def replaced(ctx: Context, user: User, role: Role, *, disabled: bool = False) -> None:
    """An admin changes an account."""
    replace_user(
        ctx,
        SYSTEM,
        user.id,
        role=role,
        name=user.name,
        manager_id=None,
        language=None,
        disabled=disabled,
        password=None,
        if_match="*",
    )


def test_a_revoked_key_hears_nothing_more(
    client: TestClient, ctx: Context, streams: Streams, key_of: Keys
) -> None:
    job, key = ask(ctx, "any"), key_of(Role.HR)
    who = by_key(ctx, key["X-API-Key"])
    with listening(client, ctx, job, key) as heard:
        text = after_the_end(ctx, streams, job, heard, lambda: revoke_key(ctx, SYSTEM, who.id))
    assert "secret" not in text


def test_a_key_that_another_process_revoked_listens_no_longer_than_it_is_remembered(
    client: TestClient,
    ctx: Context,
    streams: Streams,
    key_of: Keys,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "SECONDS", 0.2)
    job, key = ask(ctx, "any"), key_of(Role.HR)
    who = by_key(ctx, key["X-API-Key"])
    other = open_context(settings)
    with listening(client, ctx, job, key) as heard:
        after_the_end(ctx, streams, job, heard, lambda: revoke_key(other, SYSTEM, who.id))
    other.db.close()


@pytest.mark.parametrize("how", ["signed out", "disabled", "another role", "changed in the table"])
def test_a_session_that_ended_hears_nothing_more(
    client: TestClient, ctx: Context, streams: Streams, how: str
) -> None:
    user, job = make_user(ctx, "anna", Role.HR), ask(ctx, "any")
    signed_in = client.post("/v1/session", json={"login": "anna", "password": PASSWORD})
    csrf = {"X-CSRF-Token": signed_in.json()["csrf_token"]}

    def in_the_table() -> None:  # nothing ended the session, but the role is another one
        with ctx.db.write() as session:
            session.get_one(User, user.id).role = Role.CRM.value
        ctx.memory.forget()

    ends: dict[str, Callable[[], Any]] = {
        "signed out": lambda: client.delete("/v1/session", headers=csrf),
        "disabled": lambda: replaced(ctx, user, Role.HR, disabled=True),
        "another role": lambda: replaced(ctx, user, Role.CRM),
        "changed in the table": in_the_table,
    }
    with listening(client, ctx, job, {}) as heard:
        text = after_the_end(ctx, streams, job, heard, ends[how])
    assert "secret" not in text


def test_whoever_may_listen_hears_the_end(
    client: TestClient, ctx: Context, streams: Streams, key_of: Keys
) -> None:
    job, key = ask(ctx, "any"), key_of(Role.HR)
    with listening(client, ctx, job, key) as heard:
        wait_until(lambda: streams._readers)
        ctx.memory.forget()  # everybody is looked up again
        change(ctx, job, state="running", attempt=1, progress={"phase": "improve"})
        assert wait([heard], 0.5).not_done
        change(ctx, job, state="succeeded")
        text = heard.result(PATIENCE)
    assert "improve" in text
    assert "succeeded" in text


def test_streams_asked_for_at_once_are_counted_before_they_are_begun(
    client: TestClient, ctx: Context, streams: Streams, key_of: Keys
) -> None:
    job, key, further = ask(ctx, "any"), key_of(Role.HR), 3
    path = f"/v1/jobs/{job}/events"
    with ThreadPoolExecutor(MOST_EACH + further) as pool, ExitStack() as stack:
        stack.callback(change, ctx, job, state="cancelled")
        asked = [pool.submit(client.get, path, headers=key) for _ in range(MOST_EACH + further)]
        wait_until(lambda: sum(one.done() for one in asked) == further)
        assert {one.result().status_code for one in asked if one.done()} == {429}
        assert len(streams._readers) == MOST_EACH
    assert sorted(one.result().status_code for one in asked) == [200] * MOST_EACH + [429] * further
    assert client.get(path, headers=key).status_code == 200


def test_a_stream_that_was_counted_and_never_read_is_given_back(ctx: Context) -> None:
    first = jobs.follow_job(ctx, SYSTEM, ask(ctx, "any"))

    async def follow() -> None:
        found = Streams(lambda ids: {}, interval=0.01)
        begun = [await found.opened("me", first, None, lambda: True) for _ in range(MOST_EACH)]
        with pytest.raises(Full):
            await found.opened("me", first, None, lambda: True)
        begun.clear()
        gc.collect()
        await asyncio.sleep(0.05)
        assert await anext(await found.opened("me", first, None, lambda: True)) == b"retry: 2000\n\n"

    asyncio.run(follow())


def test_while_it_can_not_be_asked_who_may_listen_there_is_no_news(ctx: Context) -> None:
    first = jobs.follow_job(ctx, SYSTEM, ask(ctx, "any"))
    asked: list[int] = []

    def may_listen() -> bool:
        asked.append(len(asked))
        if len(asked) < 3:
            raise ConnectionError
        return True

    async def follow() -> list[bytes]:
        found = Streams(lambda ids: {first["id"]: first | {"state": "failed"}}, interval=0.01)
        return [part async for part in found.events("me", first, None, may_listen)]

    said = asyncio.run(follow())
    assert b'"failed"' in said[-1]
    assert len(asked) == 3
