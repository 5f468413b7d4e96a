"""Jobs over HTTP: who sees which, cancelling, and the stream of events."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.context import Context
from api.db.models import JobRecord
from api.jobs.kinds import further_kinds
from api.jobs.queue import enqueue
from api.security.actor import SYSTEM, Actor, Role
from api.settings import Settings
from tests.api.jobs.watching import ask, row, told
from tests.api.jobs.work import KINDS

KeyOf = Callable[..., dict[str, str]]


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with further_kinds(*KINDS), TestClient(create_app(settings), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def ctx(client: TestClient) -> Context:
    found: Context = client.app.state.ctx  # type: ignore[attr-defined]
    return found


def change(ctx: Context, job_id: str, **values: object) -> None:
    with ctx.db.write() as session:
        found = session.get_one(JobRecord, job_id)
        for name, value in values.items():
            setattr(found, name, value)


def test_the_list_is_narrowed_by_state_and_subject(ctx: Context, head: TestClient) -> None:
    first, second = ask(ctx, "double", "a", value=1), ask(ctx, "double", "b", value=1)
    change(ctx, first, state="failed")
    listed = head.get("/v1/jobs").json()["items"]
    assert [one["id"] for one in listed] == [second, first]
    assert [one["id"] for one in head.get("/v1/jobs?state=failed").json()["items"]] == [first]
    assert [one["id"] for one in head.get("/v1/jobs?subject=b").json()["items"]] == [second]
    assert head.get("/v1/jobs?state=sleeping").status_code == 422


def test_a_queued_job_is_cancelled_at_once_and_its_kind_hears_of_it(ctx: Context, head: TestClient) -> None:
    job = ask(ctx, "double", "mine", value=1)
    answer = head.post(f"/v1/jobs/{job}/cancel")
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert told(ctx) == ["failed mine cancelled"]
    # Cancelling once more changes nothing: it races with the end anyway.
    assert head.post(f"/v1/jobs/{job}/cancel").json() == answer.json()
    assert told(ctx) == ["failed mine cancelled"]


def test_a_running_job_is_asked_to_stop(ctx: Context, head: TestClient) -> None:
    job = ask(ctx, "double", value=1)
    change(ctx, job, state="running", worker="w", attempt=1)
    answer = head.post(f"/v1/jobs/{job}/cancel").json()
    assert (answer["state"], answer["cancel_requested"]) == ("running", True)
    assert row(ctx, job).cancel_requested


def test_who_sees_and_cancels_which_job(ctx: Context, client: TestClient, key_of: KeyOf) -> None:
    job = ask(ctx, "double", value=1)
    paths = (f"/v1/jobs/{job}", f"/v1/jobs/{job}/cancel")
    for role, see, cancel in (
        (Role.HR, 200, 403),  # sees everything, decides about its own
        (Role.CRM, 404, 404),  # sees what it asked for
        (Role.MANAGER, 403, 403),
        (Role.ADMIN, 200, 200),
    ):
        key = key_of(role)
        assert client.get(paths[0], headers=key).status_code == see
        assert client.post(paths[1], headers=key).status_code == cancel
    assert client.get(paths[0]).status_code == 401


def test_a_program_sees_and_cancels_what_it_asked_for(
    ctx: Context, client: TestClient, key_of: KeyOf
) -> None:
    key = key_of(Role.CRM)
    client.headers.update(key)
    me = client.get("/v1/me").json()["id"]
    with ctx.db.write() as session:
        actor = Actor(me, "key", Role.CRM)
        mine = enqueue(ctx, session, actor, "double", "mine", {"value": 1}).id
        other = enqueue(ctx, session, SYSTEM, "double", "other", {"value": 1}).id
    assert [one["id"] for one in client.get("/v1/jobs").json()["items"]] == [mine]
    assert client.post(f"/v1/jobs/{mine}/cancel").json()["state"] == "cancelled"
    assert client.get(f"/v1/jobs/{other}/events").status_code == 404


def test_a_stream_tells_progress_and_ends_with_the_job(ctx: Context, head: TestClient) -> None:
    job = ask(ctx, "double", value=1)
    change(ctx, job, state="running", attempt=1, progress={"seconds": 1.0, "score": 9.0})

    def end() -> None:
        time.sleep(1.5)
        change(ctx, job, state="succeeded", progress={"seconds": 2.0, "score": 7.0})

    ending = threading.Thread(target=end)
    ending.start()
    answer = head.get(f"/v1/jobs/{job}/events")
    ending.join()
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = parsed(answer.text)
    # A last state comes last, so whoever stops listening there has heard everything.
    assert [(name, data.get("state") or data["score"]) for _, name, data in events] == [
        ("state", "running"),
        ("progress", 9.0),
        ("progress", 7.0),
        ("state", "succeeded"),
    ]
    # Whoever comes back with the id of the last event has missed nothing.
    again = head.get(f"/v1/jobs/{job}/events", headers={"Last-Event-ID": events[-1][0]})
    assert parsed(again.text) == []
    # With the id of an earlier event one hears what came after it.
    late = head.get(f"/v1/jobs/{job}/events", headers={"Last-Event-ID": events[1][0]})
    assert [name for _, name, _ in parsed(late.text)] == ["progress", "state"]


def parsed(text: str) -> list[tuple[str, str, dict[str, object]]]:
    """Id, name and data of each event."""
    blocks = [block for block in text.split("\n\n") if block.startswith("id:")]
    found = []
    for block in blocks:
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append((fields["id"], fields["event"], json.loads(fields["data"])))
    return found
