"""Webhooks: signed, in the transaction of the act, tried again, and never to where they must not go."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from standardwebhooks.webhooks import Webhook as Verifier

from api.context import Context
from api.db.models import Webhook, WebhookDelivery
from api.routes.webhooks import Event
from api.security.actor import Role
from api.webhooks.events import EVENTS
from api.webhooks.outbox import announce
from api.webhooks.post import NotDelivered, post
from api.webhooks.sender import LEASE, PAUSES, Sender, _due, forget_old_deliveries, send_one
from api.webhooks.signing import secret_of
from api.webhooks.targets import Refused, parse, resolved
from tests.api.running import run_all_jobs

Keys = Callable[..., dict[str, str]]


class Receiver(HTTPServer):
    """Somebody's server: keeps what came, answers `status`, or redirects."""

    status = 200
    came: list[tuple[dict[str, str], bytes]]


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.came.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", self.path)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server on this machine."""
    server = Receiver(("127.0.0.1", 0), Handler)
    server.came = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def admin(client: TestClient, key_of: Keys) -> TestClient:
    """The client, with an admin's key."""
    client.headers.update(key_of(Role.ADMIN))
    return client


def hook(admin: TestClient, url: str = "https://crm.example/in", **more: Any) -> dict[str, Any]:
    answer = admin.post("/v1/webhooks", json={"url": url, "events": ["proposal.live"], **more})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def private(ctx: Context, **more: Any) -> Context:
    """The service where the operator allows private addresses."""
    settings = ctx.settings.model_copy(update={"webhooks_to_private": True})
    return replace(ctx, settings=settings, **more)


def local_hook(ctx: Context, receiver: Receiver) -> str:
    """A webhook to the receiver; the API would refuse it."""
    url = f"http://127.0.0.1:{receiver.server_port}/in?x=1"
    row = Webhook(id="whk_1", url=url, events=list(EVENTS), created_at=ctx.now(), created_by="", version=1)
    with ctx.db.write() as session:
        session.add(row)
    return row.id


def delivery(ctx: Context) -> WebhookDelivery:
    with ctx.db.read() as session:
        return session.scalars(select(WebhookDelivery)).one()


def test_the_api_knows_the_events_of_the_outbox() -> None:
    assert Event.__args__ == EVENTS  # type: ignore[attr-defined]


def test_a_message_arrives_signed(ctx: Context, receiver: Receiver) -> None:
    ctx = private(ctx)
    webhook_id = local_hook(ctx, receiver)
    with ctx.db.write() as session:
        assert announce(ctx, session, "proposal.live", {"proposal_id": "pro_1"}) == 1
    assert send_one(ctx) is True
    assert send_one(ctx) is False
    ((headers, body),) = receiver.came
    told = Verifier(secret_of(ctx, webhook_id)).verify(body, headers)
    assert (told["type"], told["data"]) == ("proposal.live", {"proposal_id": "pro_1"})
    with pytest.raises(Exception, match="No matching signature"):
        Verifier(secret_of(ctx, "whk_2")).verify(body, headers)
    sent = delivery(ctx)
    assert (sent.state, sent.attempts, sent.answer) == ("delivered", 1, "status 200")
    assert headers["webhook-id"] == sent.id


def test_an_act_that_is_undone_is_not_told(ctx: Context, receiver: Receiver) -> None:
    local_hook(ctx, receiver)

    def undone() -> None:
        with ctx.db.write() as session:
            announce(ctx, session, "proposal.live", {})
            raise KeyError

    with pytest.raises(KeyError):
        undone()
    assert send_one(private(ctx)) is False


def test_only_what_was_asked_for_is_told(admin: TestClient, ctx: Context) -> None:
    made = hook(admin)
    with ctx.db.write() as session:
        assert announce(ctx, session, "dataset.ready", {}) == 0
        with pytest.raises(ValueError, match="not an event"):
            announce(ctx, session, "made.up", {})
    body = {"url": made["url"], "events": ["dataset.ready"], "active": False}
    path = f"/v1/webhooks/{made['id']}"
    assert admin.put(path, json=body, headers={"If-Match": made["etag"]}).status_code == 200
    with ctx.db.write() as session:
        assert announce(ctx, session, "dataset.ready", {}) == 0


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_fails_is_tried_again_and_given_up_in_the_end(
    ctx: Context, receiver: Receiver, status: int
) -> None:
    receiver.status = status
    clock = [datetime(2026, 1, 5, 9, 0, tzinfo=UTC)]
    ctx = private(ctx, now=lambda: clock[0])
    local_hook(ctx, receiver)
    with ctx.db.write() as session:
        announce(ctx, session, "proposal.live", {})
    for number, pause in enumerate(PAUSES, start=1):
        assert send_one(ctx) is True
        sent = delivery(ctx)
        assert (sent.state, sent.attempts, sent.next_at - clock[0]) == ("waiting", number, pause)
        assert send_one(ctx) is False  # not before its time
        clock[0] += pause
    assert send_one(ctx) is True
    sent = delivery(ctx)
    assert (sent.state, sent.attempts, sent.answer) == ("given up", len(PAUSES) + 1, f"status {status}")
    assert len(receiver.came) == len(PAUSES) + 1  # no redirect was followed
    assert (PAUSES[0], PAUSES[-1]) == (timedelta(seconds=5), timedelta(hours=6))
    clock[0] += timedelta(days=31)
    assert forget_old_deliveries(ctx) == 1


def test_a_message_under_lease_is_nobody_elses_until_the_lease_is_over(
    ctx: Context, receiver: Receiver
) -> None:
    ctx = private(ctx)
    local_hook(ctx, receiver)
    with ctx.db.write() as session:
        announce(ctx, session, "proposal.live", {})
    with ctx.db.write() as session:  # another process took it, and died
        row = session.scalars(_due(ctx)).one()
        row.attempts, row.lease_until = 1, ctx.now() + LEASE
    assert send_one(ctx) is False
    assert send_one(replace(ctx, now=lambda: ctx.now() + LEASE)) is True
    assert (delivery(ctx).state, delivery(ctx).attempts) == ("delivered", 2)


def test_the_thread_sends_and_stops(ctx: Context, receiver: Receiver) -> None:
    ctx = private(ctx)
    local_hook(ctx, receiver)
    arrived = threading.Event()
    receiver.came = Told(arrived)
    with ctx.db.write() as session:
        announce(ctx, session, "proposal.live", {})
    sender = Sender(ctx)
    sender.start()
    assert arrived.wait(30)
    sender.stop()
    assert delivery(ctx).state == "delivered"


class Told(list[Any]):
    """A list that tells when something comes."""

    def __init__(self, event: threading.Event) -> None:
        super().__init__()
        self._event = event

    def append(self, item: Any) -> None:
        super().append(item)
        self._event.set()


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
        *("224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::"),
        *("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe"),
    ],
)
def test_private_addresses_are_refused_whatever_name_leads_there(address: str) -> None:
    with pytest.raises(Refused, match="private"):
        resolved("https://looks.fine.example/", private=False, resolve=lambda *_: [address])
    literal = f"[{address}]" if ":" in address else address
    with pytest.raises(Refused, match="private"):
        parse(f"https://{literal}/", private=False)
    # One private address among public ones is enough.
    with pytest.raises(Refused, match="private"):
        resolved("https://a.example/", private=False, resolve=lambda *_: ["93.184.215.14", address])


ODD = (
    *("http://a.example/", "ftp://a.example/", "https:///x", "https://u:p@a.example/", "a.example"),
    *("https://a.example/#x", "https://localhost/", "https://localhost./", "https://a.example:99999/"),
    *("https://a.example/\r\nX: y", "https://a b.example/", "https://пример.рф/", "https://127.0.0.1/"),
)


def test_odd_addresses_are_refused_when_they_are_given(admin: TestClient) -> None:
    for url in ODD:
        answer = admin.post("/v1/webhooks", json={"url": url, "events": ["proposal.live"]})
        assert answer.status_code == 422, url
        assert answer.json()["errors"][0]["where"] == "url"


def test_the_connection_goes_to_the_address_that_was_looked_at(ctx: Context, receiver: Receiver) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    # The name exists nowhere: a second look at it would find nothing.
    target = resolved(f"http://name.invalid:{receiver.server_port}/in", private=True, resolve=resolve)
    assert post(target, b"{}", {}) == 200
    assert asked == ["name.invalid"]
    assert receiver.came[0][0]["Host"] == f"name.invalid:{receiver.server_port}"


def test_a_silent_receiver_is_left_after_a_while(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        target = resolved(f"http://127.0.0.1:{port}/", private=True)
        with pytest.raises(NotDelivered, match="no answer in time"):
            post(target, b"{}", {}, seconds=0.2)


def test_a_test_message_and_its_delivery_are_shown(admin: TestClient, ctx: Context) -> None:
    made = hook(admin, "https://name.invalid/in")
    assert made["secret"].startswith("whsec_")
    assert "secret" not in admin.get(f"/v1/webhooks/{made['id']}").json()
    assert admin.post(f"/v1/webhooks/{made['id']}/test").status_code == 202
    assert send_one(ctx, resolve=lambda *_: ["10.0.0.1"]) is True
    (shown,) = admin.get(f"/v1/webhooks/{made['id']}/deliveries").json()["items"]
    assert (shown["event"], shown["state"], shown["attempts"]) == ("webhook.test", "waiting", 1)
    assert shown["answer"] == "it is a private address"
    assert admin.delete(f"/v1/webhooks/{made['id']}", headers={"If-Match": "*"}).status_code == 204
    assert send_one(replace(ctx, now=lambda: ctx.now() + LEASE)) is False


def test_a_base_that_was_read_or_refused_is_told(ctx: Context, head: TestClient, receiver: Receiver) -> None:
    local_hook(ctx, receiver)
    for table in (b"client_id,name\nc1,Alpha\n", b"nothing\n1\n"):
        assert head.post("/v1/datasets", files={"clients": ("clients.csv", table)}).status_code == 202
    run_all_jobs(ctx)
    states = {one["id"]: one["state"] for one in head.get("/v1/datasets").json()["items"]}
    with ctx.db.read() as session:
        told = {
            row.payload["data"]["dataset_id"]: row.event for row in session.scalars(select(WebhookDelivery))
        }
    assert told == {name: f"dataset.{state}" for name, state in states.items()}
    assert told
