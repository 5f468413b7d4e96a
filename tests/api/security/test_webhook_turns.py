"""Receivers take turns: one that is dead, refuses, or is out of use costs the others next to nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.app import create_app
from api.context import Context
from api.db.models import Webhook, WebhookDelivery
from api.security.actor import Role
from api.settings import Settings
from api.webhooks import sender
from api.webhooks.outbox import message
from api.webhooks.post import NotDelivered
from api.webhooks.sender import KEPT_FOR, PAUSES, REST, SHORT_REST, Sender, forget_old_deliveries, send_one
from api.webhooks.targets import Target
from tests.api.jobs.watching import wait_until

EVENT = "proposal.live"


def nowhere(host: str, port: int) -> list[str]:
    """Every name has an address; nothing is sent there."""
    return ["93.184.216.34"]


def well(_: int) -> int:
    """The answer of a receiver that took the message."""
    return 200


@dataclass(slots=True)
class World:
    """The service with a clock of ours, and receivers that answer what is said here."""

    ctx: Context
    clock: list[datetime]
    calls: list[tuple[str, int]] = field(default_factory=list)
    answers: dict[str, Callable[[int], int]] = field(default_factory=dict)

    def hook(self, name: str) -> str:
        """A webhook to `name`.example."""
        row = Webhook(
            id=f"whk_{name}",
            url=f"https://{name}.example/",
            events=[EVENT],
            active=True,
            created_at=self.ctx.now(),
            created_by="",
            version=1,
        )
        with self.ctx.db.write() as session:
            session.add(row)
        return row.id

    def tell(self, webhook_id: str, *numbers: int) -> None:
        """Queue numbered messages to this webhook alone, one a millisecond."""
        for number in numbers:
            self.clock[0] += timedelta(milliseconds=1)
            with self.ctx.db.write() as session:
                hook = session.get_one(Webhook, webhook_id)
                session.add(message(self.ctx, hook, EVENT, {"n": number}))

    def post(self, target: Target, body: bytes, headers: Mapping[str, str], seconds: float = 10.0) -> int:
        """Instead of the real one."""
        number = int(body.split(b'"n":')[1].split(b"}")[0])
        name = target.host.removesuffix(".example")
        self.calls.append((name, number))
        return self.answers.get(name, well)(number)

    def send(self, *, after: timedelta = timedelta()) -> list[tuple[str, int]]:
        """Send all that is due a while later; what was called."""
        self.clock[0] += after
        self.calls.clear()
        while send_one(self.ctx, nowhere):
            pass
        return list(self.calls)


@pytest.fixture
def world(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> World:
    """Receivers without a network."""
    clock = [datetime(2026, 1, 5, 9, 0, tzinfo=UTC)]
    found = World(replace(ctx, now=lambda: clock[0]), clock)
    monkeypatch.setattr(sender, "post", found.post)
    return found


def silent(_: int) -> int:
    raise NotDelivered("no answer in time")


def test_a_dead_receiver_is_tried_once_and_then_left_alone_with_all_that_waits_for_it(world: World) -> None:
    dead, good = world.hook("dead"), world.hook("good")
    world.answers["dead"] = silent
    world.tell(dead, *range(20))
    world.tell(good, 1, 2)
    assert world.send() == [("dead", 0), ("good", 1), ("good", 2)]
    world.tell(dead, 20)  # what is new waits as well
    assert world.send(after=PAUSES[0] - timedelta(seconds=1)) == []
    # Then the oldest is tried again, and after longer and longer pauses.
    for pause in (timedelta(seconds=1), *PAUSES[1:4]):
        assert world.send(after=pause) == [("dead", 0)]
    # Once it is back, it gets all in the order of their making, but for the one that waits for hours now.
    del world.answers["dead"]
    assert world.send(after=REST - timedelta(seconds=1)) == []
    assert world.send(after=timedelta(seconds=1)) == [("dead", number) for number in range(1, 21)]
    assert world.send(after=PAUSES[4] - REST) == [("dead", 0)]


def test_a_receiver_that_refuses_one_message_gets_the_others(world: World) -> None:
    hook = world.hook("picky")
    world.answers["picky"] = lambda number: 400 if number == 0 else 204
    world.tell(hook, 0, 1, 2)
    assert world.send() == [("picky", 0)]
    assert world.send(after=SHORT_REST) == [("picky", 0)]
    assert world.send(after=SHORT_REST) == [("picky", 1), ("picky", 2)]
    assert world.send(after=PAUSES[1] - SHORT_REST) == [("picky", 0)]


def test_receivers_take_turns_and_each_hears_in_order(world: World) -> None:
    names = ("a", "b", "c")
    for name in names:
        world.tell(world.hook(name), *range(3))
    found = Sender(world.ctx, nowhere)
    found.start()
    wait_until(lambda: len(world.calls) == 9)
    found.stop()
    for turn in range(3):
        assert sorted(world.calls[3 * turn : 3 * turn + 3]) == [(name, turn) for name in names]


def test_two_processes_never_send_to_one_receiver_at_once(world: World) -> None:
    hook, other = world.hook("slow"), world.hook("other")
    called, over = threading.Event(), threading.Event()

    def slow(_: int) -> int:
        called.set()
        assert over.wait(30)
        return 200

    world.answers["slow"] = slow
    world.tell(hook, 1, 2)
    with ThreadPoolExecutor(1) as first:
        sending = first.submit(send_one, world.ctx, nowhere)
        try:
            assert called.wait(30)
            assert send_one(world.ctx, nowhere) is False
            world.tell(other, 7)
            assert send_one(world.ctx, nowhere) is True
        finally:
            over.set()
        assert sending.result() is True
    assert world.calls == [("slow", 1), ("other", 7)]
    assert world.send() == [("slow", 2)]


def test_what_waits_for_a_webhook_out_of_use_waits_until_it_is_used_again(world: World) -> None:
    hook = world.hook("paused")
    world.tell(hook, 1, 2)
    use(world, hook, active=False)
    assert world.send() == []
    assert world.send(after=timedelta(days=1)) == []
    use(world, hook, active=True)
    assert world.send() == [("paused", 1), ("paused", 2)]


def test_nothing_waits_longer_than_messages_are_kept(world: World) -> None:
    hook = world.hook("paused")
    world.tell(hook, 1)
    use(world, hook, active=False)
    world.clock[0] += KEPT_FOR
    assert forget_old_deliveries(world.ctx) == 0
    world.clock[0] += timedelta(seconds=1)
    assert forget_old_deliveries(world.ctx) == 1


def test_a_defect_fails_its_message_only(world: World, caplog: pytest.LogCaptureFixture) -> None:
    broken, good = world.hook("broken"), world.hook("good")

    def defect(_: int) -> int:
        raise ValueError("of the payload")

    world.answers["broken"] = defect
    world.tell(broken, 1)
    world.tell(good, 2)
    assert world.send() == [("broken", 1), ("good", 2)]
    assert "ValueError" in caplog.text
    assert [record.getMessage() for record in caplog.records if "payload" in record.getMessage()] == []
    with world.ctx.db.read() as session:
        row = session.scalars(select(WebhookDelivery).where(WebhookDelivery.webhook_id == broken)).one()
    assert (row.state, row.attempts, row.answer) == ("waiting", 1, "a defect: ValueError")
    assert (row.next_at - world.clock[0], row.lease_until) == (PAUSES[0], None)


def test_the_thread_outlives_a_defect(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.tell(world.hook("good"), 1)
    real, asked = sender._waiting, threading.Event()

    def waiting(ctx: Context) -> list[str]:
        if asked.is_set():
            return real(ctx)
        asked.set()
        raise RuntimeError

    monkeypatch.setattr(sender, "_waiting", waiting)
    monkeypatch.setattr(sender, "IDLE_SECONDS", 0.01)
    found = Sender(world.ctx, nowhere)
    found.start()
    wait_until(lambda: world.calls)
    assert found.alive
    found.stop()
    assert (asked.is_set(), world.calls) == (True, [("good", 1)])


def test_a_process_whose_sender_is_gone_is_not_ready(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"jobs": True}))
    with TestClient(app) as client:
        assert client.get("/readyz").json()["checks"]["webhooks"] is True
        app.state.sender.stop()
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["checks"]["webhooks"]) == (503, False)


def test_deactivating_over_http_stops_what_waits(
    client: TestClient, world: World, key_of: Callable[..., dict[str, str]]
) -> None:
    hook = world.hook("crm")
    world.tell(hook, 1)
    body = {"url": "https://crm.example/", "events": [EVENT], "active": False}
    headers = {**key_of(Role.ADMIN), "If-Match": "*"}
    assert client.put(f"/v1/webhooks/{hook}", json=body, headers=headers).status_code == 200
    assert world.send() == []


def use(world: World, webhook_id: str, *, active: bool) -> None:
    """Switch a webhook on or off."""
    with world.ctx.db.write() as session:
        session.execute(update(Webhook).where(Webhook.id == webhook_id).values(active=active))
