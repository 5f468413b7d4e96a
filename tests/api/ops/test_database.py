"""Transactions in few round trips, and connections that went away."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import bindparam, create_engine, exc, insert, select, text, update
from sqlalchemy.pool import NullPool

from api.context import Context
from api.db import Base, engine
from api.db.models import PolicyRecord as Policy
from api.db.prepared import Prepared

POLICIES = Base.metadata.tables["policies"]


def row(ctx: Context, number: int) -> dict[str, object]:
    moment = ctx.now()
    common = {"created_at": moment, "created_by": "me", "version": 1}
    names = {column.name for column in POLICIES.columns}
    more = {"id": f"pol_{number}", "name": f"policy {number}", "document": {}, "changed_at": moment}
    return {name: value for name, value in (common | more).items() if name in names}


def add(ctx: Context, *numbers: int) -> None:
    with ctx.db.write_promptly() as connection:
        for number in numbers:
            connection.execute(insert(POLICIES), row(ctx, number))


def names(ctx: Context) -> list[str]:
    with ctx.db.read() as session:
        return list(session.scalars(select(POLICIES.c.id).order_by(POLICIES.c.id)))


def test_rows_are_read_in_the_middle_of_what_is_sent_together(ctx: Context) -> None:
    with ctx.db.write_promptly() as connection:
        connection.execute(insert(POLICIES), row(ctx, 1))
        connection.execute(insert(POLICIES), [row(ctx, 2), row(ctx, 3)])
        assert connection.execute(select(POLICIES.c.id).order_by(POLICIES.c.id)).scalars().all() == [
            "pol_1",
            "pol_2",
            "pol_3",
        ]
        connection.execute(insert(POLICIES), row(ctx, 4))
    assert names(ctx) == ["pol_1", "pol_2", "pol_3", "pol_4"]


def test_what_nobody_read_still_undoes_everything(ctx: Context) -> None:
    with pytest.raises(exc.IntegrityError):
        add(ctx, 1, 1)  # PostgreSQL is asked with the commit
    assert names(ctx) == []
    add(ctx, 2)  # the connection is as good as new
    assert names(ctx) == ["pol_2"]


def test_an_error_of_ours_undoes_everything(ctx: Context) -> None:
    with suppress(LookupError), ctx.db.write_promptly() as connection:
        connection.execute(insert(POLICIES), row(ctx, 1))
        raise LookupError
    assert names(ctx) == []


def lose_all(ctx: Context) -> None:
    """The server hangs up on every connection of the pool, as after a restart."""
    others = "select pg_terminate_backend(pid) from pg_stat_activity "
    others += "where datname = current_database() and pid <> pg_backend_pid()"
    with create_engine(ctx.db.url, poolclass=NullPool).connect() as connection:
        connection.execute(text(others))


def test_a_connection_lost_while_idle_is_noticed_before_it_is_used(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ctx.db.is_sqlite:
        pytest.skip("a file can't hang up")
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.0)
    names(ctx)
    lose_all(ctx)
    for number in range(3):
        add(ctx, number)
    assert len(names(ctx)) == 3


def test_one_lost_in_use_fails_once_and_is_replaced(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    if ctx.db.is_sqlite:
        pytest.skip("a file can't hang up")
    monkeypatch.setattr(engine, "IDLE_SECONDS", 1000.0)
    names(ctx)
    lose_all(ctx)
    failed = 0
    for number in range(4):
        try:
            add(ctx, number)
        except exc.OperationalError:
            failed += 1
    assert failed <= 1
    assert len(names(ctx)) == 4 - failed


ADDED = Prepared(insert(POLICIES))
RENAMED = Prepared(
    update(POLICIES)
    .where(POLICIES.c.id == bindparam("which"), POLICIES.c.version == 1)
    .values(name="renamed")
)


def test_what_is_prepared_stands_like_any_other_statement(ctx: Context) -> None:
    with ctx.db.write_promptly() as connection:
        ADDED.run(connection, row(ctx, 1) | {"document": {"текст": ["%s", "?", ":x"]}}, row(ctx, 2))
        RENAMED.run(connection, {"which": "pol_2"})
        found = connection.execute(select(POLICIES.c.id, POLICIES.c.name).order_by(POLICIES.c.id)).all()
    assert found == [("pol_1", "policy 1"), ("pol_2", "renamed")]
    with ctx.db.read() as session:
        mine = session.get_one(Policy, "pol_1")
    assert mine.document == {"текст": ["%s", "?", ":x"]}
    assert mine.created_at.tzinfo is not None


def test_what_is_prepared_is_undone_with_its_transaction(ctx: Context) -> None:
    with pytest.raises(exc.IntegrityError), ctx.db.write_promptly() as connection:
        ADDED.run(connection, row(ctx, 1), row(ctx, 1))
    assert names(ctx) == []


def test_a_value_that_is_missing_is_noticed_before_anything_is_sent(ctx: Context) -> None:
    with pytest.raises(KeyError), ctx.db.write_promptly() as connection:
        ADDED.run(connection, {"id": "pol_1"})
    assert names(ctx) == []
