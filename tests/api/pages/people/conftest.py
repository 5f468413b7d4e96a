"""A service with its pages, a base with two managers, an admin, a head, and accounts of managers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.context import Context
from api.db.models import Dataset
from api.security.actor import Role
from api.security.sessions import start_session
from api.settings import Settings
from tests.api.pages.visiting import Visiting
from tests.api.security.people import make_user

PEOPLE: dict[str, tuple[Role, str | None]] = {
    "admin": (Role.ADMIN, None),
    "head": (Role.HEAD, None),
    "known": (Role.MANAGER, "M01"),
    "typo": (Role.MANAGER, "M0l"),
    "crm": (Role.CRM, None),
}


@dataclass(frozen=True, slots=True)
class World(Visiting):
    """The running service and the session of each of its people."""

    client: TestClient
    ctx: Context
    tokens: dict[str, str]


@pytest.fixture(scope="package")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Accounts and nothing else."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("people"), jobs=False, rate_limit=100_000)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        ctx: Context = client.app.state.ctx  # type: ignore[attr-defined]
        tokens = {}
        for name, (role, manager_id) in PEOPLE.items():
            user = make_user(ctx, f"{name}@example.com", role, manager_id)
            with ctx.db.write() as session:
                tokens[name] = start_session(ctx, session, user)
        yield World(client, ctx, tokens)


@pytest.fixture
def world(empty: World) -> Iterator[World]:
    """With a base whose managers are Anna (M01) and Boris (M02), for one test."""
    ctx: Context = empty.ctx
    base = {"id": "ds_one", "name": "Spring base", "state": "ready", "tables": {}, "created_by": "t"}
    with ctx.files.making("cases", "ds_one") as folder:
        _write(folder, {"M01": "Anna Bell", "M02": "Boris Cole"})
    with ctx.db.write() as session:
        session.add(Dataset(**base, created_at=ctx.now(), version=1))
    yield empty
    with ctx.db.write() as session:
        session.delete(session.get_one(Dataset, "ds_one"))


def _write(folder: Path, names: dict[str, str]) -> None:
    managers = [{"manager_id": key, "name": name} for key, name in names.items()]
    (folder / "managers.json").write_text(json.dumps({"managers": managers}), "utf-8")
