"""Sessions to read and to write.

SQLite has one writer: a transaction that begins by reading and then writes would fail under load, so writing
transactions take the write lock at once (BEGIN IMMEDIATE), reading ones never do. On PostgreSQL both are
ordinary transactions, and rows are locked with SELECT ... FOR UPDATE, which SQLite leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from api.db.unit import AFTER_COMMIT, CURRENT, Unit, run_after_commit

LOCK_WAIT_SECONDS = 30
POOL = 10

IDLE_SECONDS = 2.0
"""A connection that was idle for longer is tried before it is used; one used a moment ago costs nothing."""

_GIVEN_BACK, _PIPELINE = "given back", "pipeline"


class Database:
    """One database. `read()` and `write()` are blocks with a session; `write()` commits at its end."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.is_sqlite else _postgres(url)
        self._writing = self.engine.execution_options(begin="IMMEDIATE")
        self._prompt = self._writing.execution_options()
        event.listen(self._prompt, "after_cursor_execute", _fetched)
        self._read = sessionmaker(self.engine, expire_on_commit=False)
        self._write = sessionmaker(self._writing, expire_on_commit=False)

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
    def write_promptly(self) -> Iterator[Connection]:
        """A writing transaction without a session, with as few round trips to PostgreSQL as there are reads.

        Statements without rows are sent together with the next one that has some, so what is wrong with one
        may be told by a later one, at the latest by the commit. Never a part of a unit.
        """
        with self._prompt.connect() as connection, _together(connection), connection.begin():
            yield connection

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


@contextmanager
def _together(connection: Connection) -> Iterator[None]:
    """PostgreSQL's pipeline mode where there is one."""
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    with driver.pipeline() as pipeline:
        about = connection.info  # of this connection; one that goes away meanwhile begins anew
        about[_PIPELINE] = pipeline
        try:
            yield
        finally:
            about.pop(_PIPELINE, None)


def _fetched(
    connection: Connection, cursor: Any, statement: str, values: Any, context: Any, many: bool
) -> None:
    """Wait for the rows of a statement that has some: in pipeline mode they are not there by themselves."""
    pipeline = connection.info.get(_PIPELINE)
    if pipeline is not None and not (context.isinsert or context.isupdate or context.isdelete):
        pipeline.sync()


def _postgres(url: str) -> Engine:
    engine = create_engine(url, pool_size=POOL, max_overflow=POOL, pool_recycle=1800)
    event.listen(engine, "checkin", _given_back)
    event.listen(engine, "checkout", partial(_tried, engine))
    return engine


def _given_back(connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info[_GIVEN_BACK] = monotonic()


def _tried(engine: Engine, connection: Any, entry: ConnectionPoolEntry, proxy: Any) -> None:
    """Raise InvalidatePoolError where a connection went away while it was idle: the pool opens new ones."""
    since = entry.info.get(_GIVEN_BACK)
    if since is None or monotonic() - since < IDLE_SECONDS:
        return
    try:
        alive = engine.dialect.do_ping(connection)
    except Exception as error:
        raise exc.InvalidatePoolError from error
    if not alive:
        raise exc.InvalidatePoolError


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
