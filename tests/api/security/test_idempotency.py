"""Idempotency-Key: one effect, the same answer, whatever happens in between."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from api.context import Context
from api.db.engine import after_commit
from api.db.models import AuditEntry, IdempotentCall, PolicyRecord
from api.errors import Conflict
from api.idempotency import once as guard
from api.idempotency.call import CURRENT, BodyDigest, Call
from api.idempotency.records import KEPT_FOR, LEASE, claim, forget_old_calls
from api.security.actor import Actor, Role
from api.services.policies import create_policy

BODY: dict[str, Any] = {"name": "calm", "document": {}}
MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HEAD = Actor("usr_1", "user", Role.HEAD)


def post(client: TestClient, key: str, body: dict[str, Any] | None = None) -> Any:
    return client.post("/v1/policies", json=body or BODY, headers={"Idempotency-Key": key})


def count(ctx: Context, model: type) -> int:
    with ctx.db.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_same_call_has_one_effect_and_one_answer(head: TestClient, ctx: Context) -> None:
    first, second = post(head, "k1"), post(head, "k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    for name in ("location", "etag", "content-type"):
        assert first.headers[name] == second.headers[name]
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert count(ctx, PolicyRecord) == 1


def test_another_body_under_the_same_key_is_refused(head: TestClient, ctx: Context) -> None:
    assert post(head, "k1").status_code == 201
    other = post(head, "k1", {**BODY, "name": "other"})
    assert other.status_code == 422
    assert other.json()["errors"][0]["where"] == "Idempotency-Key"
    assert count(ctx, PolicyRecord) == 1


def test_keys_belong_to_who_sent_them(
    client: TestClient, ctx: Context, key_of: Callable[..., dict[str, str]]
) -> None:
    for _ in range(2):
        client.headers.update(key_of(Role.HEAD))
        answer = post(client, "k1")
        assert "idempotent-replayed" not in answer.headers
    assert count(ctx, PolicyRecord) == 2


def test_what_failed_may_be_tried_again(head: TestClient, ctx: Context) -> None:
    wrong = {"name": "calm", "document": {"colour": "red"}}
    assert post(head, "k1", wrong).status_code == 422
    assert count(ctx, IdempotentCall) == 0
    assert post(head, "k1").status_code == 201


def test_a_bad_key_is_refused(head: TestClient) -> None:
    keys: list[Any] = ["", " ", "two words", "x" * 256, "ключ".encode()]
    for key in keys:
        headers: Any = {"Idempotency-Key": key}
        answer = head.post("/v1/policies", json=BODY, headers=headers)
        assert answer.status_code == 422, key
        assert answer.json()["errors"][0]["where"] == "Idempotency-Key"


def test_a_secret_is_not_kept_for_the_second_showing(
    client: TestClient, ctx: Context, key_of: Callable[..., dict[str, str]]
) -> None:
    client.headers.update(key_of(Role.ADMIN))
    body = {"name": "CRM", "role": "crm"}
    answers = [client.post("/v1/keys", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    shown, again = (answer.json() for answer in answers)
    assert shown["key"].startswith("ask_")
    assert again == {**shown, "key": None}
    with ctx.db.read() as session:
        assert shown["key"] not in str(session.scalars(select(IdempotentCall)).one().result)


def test_a_call_under_way_is_told_to_wait_and_taken_over_when_it_died(head: TestClient, ctx: Context) -> None:
    assert post(head, "k1").status_code == 201
    with ctx.db.write() as session:  # as a server leaves it that was killed before the effect was committed
        session.execute(update(IdempotentCall).values(state="running", lease_until=ctx.now() + LEASE))
        session.delete(session.scalars(select(PolicyRecord)).one())
    waiting = post(head, "k1")
    assert (waiting.status_code, waiting.headers["retry-after"]) == (409, "1")
    assert post(head, "k1", {**BODY, "name": "other"}).status_code == 422
    with ctx.db.write() as session:
        session.execute(update(IdempotentCall).values(lease_until=ctx.now() - timedelta(seconds=1)))
    assert post(head, "k1").status_code == 201
    assert count(ctx, PolicyRecord) == 1


class Killed(BaseException):
    """Stands for the end of the process: nothing but the database remembers anything."""


def as_call(ctx: Context, key: str, work: Callable[[], Any]) -> Any:
    """Run as a POST with a key would: its own context, its own thread."""
    found: list[Any] = []
    scope = {
        "method": "POST",
        "path": "/v1/policies",
        "route": type("R", (), {"operation_id": "create_policy"}),
    }

    def run() -> None:
        CURRENT.set(Call(key, scope, BodyDigest()))
        try:
            found.append(work())
        except BaseException as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


def test_a_death_before_the_commit_leaves_no_effect(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: Any) -> None:
        raise Killed

    def make() -> Any:
        return create_policy(ctx, HEAD, name="calm", document={})

    with monkeypatch.context() as patch:
        patch.setattr(guard, "complete", dies)
        patch.setattr(guard, "release", lambda *_: None)  # the dead release nothing
        assert isinstance(as_call(ctx, "k1", make), Killed)
    # The policy and its line in the audit log are gone with the transaction; the claim is left.
    assert (count(ctx, PolicyRecord), count(ctx, AuditEntry), count(ctx, IdempotentCall)) == (0, 0, 1)
    assert isinstance(as_call(ctx, "k1", make), Conflict)
    later = replace(ctx, now=lambda: ctx.now() + LEASE)
    again = as_call(later, "k1", lambda: create_policy(later, HEAD, name="calm", document={}))
    assert again["name"] == "calm"
    assert (count(ctx, PolicyRecord), count(ctx, AuditEntry)) == (1, 1)


def test_a_death_after_the_commit_still_gives_the_answer(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make() -> Any:
        return create_policy(ctx, HEAD, name="calm", document={})

    first = as_call(ctx, "k1", make)  # committed; its answer never reaches anybody
    assert as_call(ctx, "k1", make) == first
    assert count(ctx, PolicyRecord) == 1


def test_a_claim_that_was_taken_over_can_not_complete(ctx: Context) -> None:
    """The slow one is undone when it ends: the effect is the second one's."""
    later = replace(ctx, now=lambda: ctx.now() + LEASE)

    def slow() -> Any:
        return create_policy.__wrapped__(ctx, HEAD, name="slow", document={})  # type: ignore[attr-defined]

    def taken_over() -> Any:
        holder, _ = claim(ctx, HEAD, "k1", Call("k1", {"method": "POST", "path": "/"}, BodyDigest()).digest())
        claim(later, HEAD, "k1", Call("k1", {"method": "POST", "path": "/"}, BodyDigest()).digest())
        return guard._carry_out(ctx, HEAD, "create_policy", holder, slow)

    assert isinstance(as_call(ctx, "k1", taken_over), Conflict)
    assert count(ctx, PolicyRecord) == 0


def test_many_at_once_have_one_effect(head: TestClient, ctx: Context) -> None:
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda: answers.append(post(head, "k1"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert count(ctx, PolicyRecord) == 1


def test_keys_are_forgotten_after_a_day(head: TestClient, ctx: Context) -> None:
    post(head, "k1")
    assert forget_old_calls(ctx) == 0
    tomorrow = replace(ctx, now=lambda: ctx.now() + KEPT_FOR + timedelta(seconds=1))
    assert forget_old_calls(tomorrow) == 1


def test_blocks_of_one_unit_stand_or_fall_together(ctx: Context) -> None:
    ran: list[str] = []

    def die_in_the_middle() -> None:
        with ctx.db.unit():
            with ctx.db.write() as session:
                after_commit(session, lambda: ran.append("undone"))
                session.add(policy("a"))
            with ctx.db.read() as session:
                assert session.get(PolicyRecord, "a") is not None
            raise Killed

    with pytest.raises(Killed):
        die_in_the_middle()
    assert (count(ctx, PolicyRecord), ran) == (0, [])


def test_a_block_that_failed_and_was_caught_leaves_nothing_behind(ctx: Context) -> None:
    ran: list[str] = []
    with ctx.db.unit():
        with suppress(Killed), ctx.db.write() as session:
            after_commit(session, lambda: ran.append("caught"))
            session.add(policy("a"))
            raise Killed
        with ctx.db.write() as session:
            after_commit(session, lambda: ran.append("kept"))
            session.add(policy("b"))
        assert ran == []
    assert ran == ["kept"]
    with ctx.db.read() as session:
        assert list(session.scalars(select(PolicyRecord.id))) == ["b"]


def policy(name: str) -> PolicyRecord:
    return PolicyRecord(
        id=name, name=name, document={}, created_at=MONDAY, created_by="", changed_at=MONDAY, version=1
    )


@given(st.binary(max_size=60), st.lists(st.integers(0, 200), max_size=5), st.sampled_from([b"", b"-", b"ab"]))
def test_a_digest_does_not_depend_on_the_pieces(body: bytes, cuts: list[int], boundary: bytes) -> None:
    body = body.replace(b"\x01", boundary)
    whole, pieces = BodyDigest(boundary), BodyDigest(boundary)
    whole.update(body)
    last = 0
    for cut in sorted(cuts):
        pieces.update(body[last:cut])
        last = max(last, min(cut, len(body)))
    pieces.update(body[last:])
    assert pieces.hexdigest() == whole.hexdigest()


def test_uploads_are_alike_whatever_boundary_the_client_invents() -> None:
    def digest(boundary: bytes, value: bytes) -> str:
        found = BodyDigest(boundary)
        found.update(b"--" + boundary + b"\r\n\r\n" + value + b"\r\n--" + boundary + b"--\r\n")
        return found.hexdigest()

    assert digest(b"XyZ123", b"a;b") == digest(b"7f7f7f7f", b"a;b")
    assert digest(b"XyZ123", b"a;b") != digest(b"XyZ123", b"a;c")
