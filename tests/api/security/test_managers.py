"""Which managers an account may be for: known from the newest base and the live plan."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.db.models import Dataset, ProposalManager, ProposalRecord
from api.security.actor import Role
from tests.api.datasets.conftest import as_parts, company_tables
from tests.api.running import run_all_jobs
from tests.api.security.world import Keys


@pytest.fixture
def admin(client: TestClient, key_of: Keys) -> TestClient:
    """The client, with an admin's key."""
    client.headers.update(key_of(Role.ADMIN))
    return client


def add_base(ctx: Context, number: int, names: dict[str, str], state: str = "ready") -> str:
    """A base that was read, as far as it matters here: its managers."""
    base = f"ds_{number}"
    with ctx.files.making("cases", base) as folder:
        managers = [{"manager_id": key, "name": name} for key, name in names.items()]
        (folder / "managers.json").write_text(json.dumps({"managers": managers}), "utf-8")
    row = Dataset(id=base, name="b", state=state, tables={}, created_at=ctx.now(), created_by="t", version=1)
    with ctx.db.write() as session:
        session.add(row)
    return base


def add_live_plan(ctx: Context, base: str, names: dict[str, str]) -> str:
    """A live proposal with these managers."""
    common: dict[str, Any] = {"policy": {}, "config": {}, "created_at": ctx.now(), "created_by": "t"}
    with ctx.db.write() as session:
        session.add(ProposalRecord(id="prop_1", name="p", dataset_id=base, state="live", **common))
        session.flush()
        for number, (key, name) in enumerate(names.items()):
            about = {"proposal_id": "prop_1", "number": number, "manager_id": key, "name": name}
            session.add(ProposalManager(**about, weight=1.0, figures={}))
    return "prop_1"


def test_nobody_is_known_before_a_base_comes(admin: TestClient) -> None:
    assert admin.get("/v1/managers").json() == {"dataset_id": None, "proposal_id": None, "items": []}


def test_managers_of_the_newest_base_and_the_live_plan_are_known_by_name(
    admin: TestClient, ctx: Context
) -> None:
    old = add_base(ctx, 1, {"M01": "Anna as she was called", "M09": "Zoe"})
    newest = add_base(ctx, 2, {"M02": "boris", "M01": "Anna"})
    add_base(ctx, 3, {"M05": "Nobody yet"}, state="reading")
    plan = add_live_plan(ctx, old, {"M02": "Boris", "M03": "Vera"})
    # Of M01 and M02 the newest base says the name; M03 is in the plan alone; M09 and M05 are in neither.
    assert admin.get("/v1/managers").json() == {
        "dataset_id": newest,
        "proposal_id": plan,
        "items": [
            {"manager_id": "M01", "name": "Anna", "in_base": True, "in_plan": False},
            {"manager_id": "M02", "name": "boris", "in_base": True, "in_plan": True},
            {"manager_id": "M03", "name": "Vera", "in_base": False, "in_plan": True},
        ],
    }


def test_what_reading_writes_is_what_is_read(admin: TestClient, ctx: Context) -> None:
    tables = company_tables()
    admin.post("/v1/datasets", files=as_parts(tables))
    run_all_jobs(ctx)
    rows = tables["managers"].decode().splitlines()
    known = {one["manager_id"] for one in admin.get("/v1/managers").json()["items"]}
    column = rows[0].split(",").index("manager_id")
    assert known == {row.split(",")[column] for row in rows[1:]}


def test_others_than_admins_are_not_told(client: TestClient, key_of: Keys) -> None:
    for role in (Role.HEAD, Role.HR, Role.CRM, Role.MANAGER):
        key = key_of(role, "M01" if role is Role.MANAGER else None)
        assert client.get("/v1/managers", headers=key).status_code == 403
