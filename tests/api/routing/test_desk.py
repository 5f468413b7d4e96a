"""Many at once, in several processes; what fails in the middle; what waits at the end."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, exc

from api.app import create_app, open_context
from api.context import Context
from api.db.models import ProposalRecord
from api.errors import ApiError, Conflict, Unavailable
from api.security.actor import Actor, Role
from api.services.routing.asking import Asked, Routing
from api.services.routing.desk import Desk
from api.services.routing.journal import Journal
from api.settings import Settings
from assigner.routing import NewClient
from tests.api.routing.children import route_many, route_then_die
from tests.api.routing.conftest import Send
from tests.api.routing.plans import PLAN_A, PLAN_B, B, journal, put_live, replayed
from tests.routing.bases import route

CRM = Actor("key_crm", "key", Role.CRM)


def asked(number: int) -> Asked:
    return Asked(CRM, NewClient(name=f"Firm {number}", potential=1.0 + number % 7))


def test_many_threads_and_two_services_leave_one_journal(
    send: Send, crm: TestClient, ctx: Context, live: str, settings: Settings
) -> None:
    with TestClient(create_app(settings), headers=dict(crm.headers)) as other:

        def go(number: int) -> int:
            where = other if number % 2 else crm
            body = {"client": {"name": f"Firm {number}", "potential": 1.0 + number % 7}}
            return where.post("/v1/route", json=body).status_code

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(go, range(60))) == {201}
    rows = journal(ctx, live)
    assert {row.client["name"] for row in rows} == {f"Firm {n}" for n in range(60)}
    # Each decision follows from those before it: whoever replays the journal decides the same.
    ledger = replayed([], PLAN_A)
    for row in rows:
        again = route(ledger, NewClient.from_document(row.client))
        assert again.document() == row.decision
    assert ledger.digest() == replayed(rows, PLAN_A).digest()


@pytest.mark.slow
@pytest.mark.nightly
def test_processes_leave_one_journal_and_one_that_dies_before_its_commit_nothing(
    send: Send, ctx: Context, live: str, settings: Settings
) -> None:
    spawn = multiprocessing.get_context("spawn")
    where = (str(settings.data_dir), settings.url)
    children = [spawn.Process(target=route_many, args=(*where, n, 40)) for n in range(2)]
    children.append(spawn.Process(target=route_then_die, args=where))
    for child in children:
        child.start()
    for child in children:
        child.join(300)
    assert [child.exitcode for child in children] == [0, 0, 9]
    names = [row.client["name"] for row in journal(ctx, live)]
    assert sorted(names) == sorted(f"Firm {n}-{k}" for n in range(2) for k in range(40))
    assert send(key="died", potential=30).json()["seq"] == 81


@contextmanager
def failing(ctx: Context, what: str) -> Iterator[None]:
    """The database fails at this event of every connection while the block lasts."""

    def away(*_: Any) -> None:
        raise exc.OperationalError(what, {}, Exception("away"))

    event.listen(ctx.db.engine, what, away)
    try:
        yield
    finally:
        event.remove(ctx.db.engine, what, away)


@pytest.mark.parametrize("what", ["begin", "commit"])
def test_while_the_database_is_away_nobody_is_routed_and_afterwards_everybody(
    send: Send, ctx: Context, live: str, what: str
) -> None:
    assert send(key="k1", potential=30).json()["manager_id"] == "m1"
    with failing(ctx, what):
        answers = [send(key="k2", potential=30) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert answers[0].headers["retry-after"] == "1"
    # Were the failed ones still in the ledger, this one would go elsewhere: now both have about 115.
    found = send(key="k2", potential=30).json()
    assert (found["seq"], found["code"]) == (2, "shortfall")
    rows = journal(ctx, live)
    alone = replayed(rows[:1], PLAN_A)
    assert route(alone, NewClient(potential=30)).manager_id == found["manager_id"]
    assert len(rows) == 2


def test_the_live_plan_is_read_in_the_transaction_of_each_batch(ctx: Context, live: str) -> None:
    first = Journal(ctx)
    assert [one.row.seq for one in first.route([asked(1), asked(2)])] == [1, 2]  # type: ignore[union-attr]
    assert [one.row.seq for one in Journal(ctx).route([asked(3)])] == [3]  # type: ignore[union-attr]
    with ctx.db.write() as session:
        session.get_one(ProposalRecord, live).state = "superseded"
    (refused,) = first.route([asked(4)])
    assert isinstance(refused, Conflict)
    put_live(ctx, B, PLAN_B)
    (found,) = first.route([asked(4)])
    assert isinstance(found, Routing)
    assert (found.row.proposal_id, found.row.seq) == (B, 1)


def test_a_long_journal_is_replayed_before_anybody_waits(ctx: Context, live: str) -> None:
    writer = Journal(ctx)
    for start in range(0, 256, 64):
        writer.route([asked(n) for n in range(start, start + 64)])
    (found,) = Journal(ctx).route([asked(256)])
    assert isinstance(found, Routing)
    assert found.row.seq == 257
    assert len(journal(ctx, live)) == 257


def test_whoever_waits_at_the_end_is_answered_and_nobody_joins() -> None:
    begun, go_on = Event(), Event()

    def slow(batch: Any) -> list[Any]:
        begun.set()
        assert go_on.wait(30)
        return [Unavailable(str(len(batch))) for _ in batch]

    desk = Desk(slow, lambda: None)
    waiting: list[Future[Routing]] = [desk.submit(asked(0))]
    assert begun.wait(30)
    waiting += [desk.submit(asked(n)) for n in range(1, 66)]
    waiting[1].cancel()
    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(desk.close)
        go_on.set()
        closing.result(30)
    with pytest.raises(Unavailable):
        desk.submit(asked(9))
    told = [one.exception(0) for one in waiting if not one.cancelled()]
    assert all(isinstance(one, ApiError) for one in told)
    # One alone, then 64 of those who waited of whom one had left, then the last.
    assert [str(one) for one in told] == ["1"] + ["63"] * 63 + ["1"]


def test_one_that_cannot_be_routed_takes_no_others_along() -> None:
    go_on = Event()

    def refuse_the_fourth(batch: Any) -> list[Any]:
        assert go_on.wait(30)
        if any(one.client.name == "Firm 3" for one in batch):
            raise ZeroDivisionError
        return [Conflict("done") for _ in batch]

    desk = Desk(refuse_the_fourth, lambda: None)
    waiting = [desk.submit(asked(n)) for n in range(6)]
    go_on.set()
    desk.close()
    kinds = [type(one.exception(0)) for one in waiting]
    assert kinds == [Conflict] * 3 + [ZeroDivisionError] + [Conflict] * 2


def test_a_service_that_was_never_asked_closes(settings: Settings) -> None:
    ctx = open_context(settings)
    desk = Desk(Journal(ctx).route, Journal(ctx).warm)
    desk.close()
    desk.close()
    ctx.db.close()
