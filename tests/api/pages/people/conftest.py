"""A service with its pages, a base with two managers, an admin, a head, and accounts of managers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.context import Context
from api.db.models import Dataset
from api.security.actor import Role
from tests.api.pages.visiting import World, running

PEOPLE: dict[str, tuple[Role, str | None]] = {
    "admin": (Role.ADMIN, None),
    "head": (Role.HEAD, None),
    "known": (Role.MANAGER, "M01"),
    "typo": (Role.MANAGER, "M0l"),
    "crm": (Role.CRM, None),
}


@pytest.fixture(scope="package")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Accounts and nothing else."""
    with running(tmp_path_factory.mktemp("people")) as found:
        for name, (role, manager_id) in PEOPLE.items():
            found.enter(name, role, manager_id)
        yield found


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
