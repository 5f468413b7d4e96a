"""Sessions to read and to write.

SQLite has one writer: a transaction that begins by reading and then writes would fail under load, so writing
transactions take the write lock at once (BEGIN IMMEDIATE), reading ones never do. On PostgreSQL both are
ordinary transactions, and rows are locked with SELECT ... FOR UPDATE, which SQLite leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from api.db.unit import AFTER_COMMIT, CURRENT, Unit, run_after_commit

LOCK_WAIT_SECONDS = 30
POOL = 10


class Database:
    """One database. `read()` and `write()` are blocks with a session; `write()` commits at its end."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.is_sqlite else _postgres(url)
        writing = self.engine.execution_options(begin="IMMEDIATE")
        self._read = sessionmaker(self.engine, expire_on_commit=False)
        self._write = sessionmaker(writing, expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads: one consistent look on SQLite; nothing is committed."""
        unit = CURRENT.get()
        if unit is not None and unit.session is not None:  # it must see what the unit has written
            yield unit.session
            return
        with self._read() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are committed together at the end of the block, or not at all.

        `after_commit(session, call)` queues what must happen only if the commit did. Within `unit()` the
        block is a part of the unit's transaction.
        """
        unit = CURRENT.get()
        if unit is not None:
            with unit.block() as session:
                yield session
            return
        with self._write() as session:
            with session.begin():
                yield session
            run_after_commit(session)

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """One transaction for all writing blocks within, committed at the end of this block or not at all."""
        unit = Unit(self._write)
        token = CURRENT.set(unit)
        try:
            yield unit
            unit.commit()
        finally:
            CURRENT.reset(token)
            unit.close()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def after_commit(session: Session, call: Callable[[], Any]) -> None:
    """Run `call` once the block of `write()` has been committed."""
    session.info.setdefault(AFTER_COMMIT, []).append(call)


def _postgres(url: str) -> Engine:
    return create_engine(url, pool_pre_ping=True, pool_size=POOL, max_overflow=POOL, pool_recycle=1800)


def _sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=POOL, max_overflow=POOL, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={LOCK_WAIT_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",  # what was acknowledged must survive a power cut
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
