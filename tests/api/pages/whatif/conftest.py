"""A service with its pages, a base that was read, a scenario, and one study of each kind that was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.context import Context
from api.security.actor import Actor, Role
from api.security.sessions import start_session, user_actor
from api.services.datasets.uploads import create_demo_dataset
from api.services.scenarios import ScenarioWish, create_scenario
from api.services.studies import Coming, ScenarioChoice, StudyWish, create_study, get_study
from api.settings import Settings
from scenarios.scenario import Effort
from tests.api.pages.visiting import Visiting
from tests.api.running import run_job
from tests.api.security.people import make_user

EFFORT = Effort(work_limit=0.3, seed=0)
PEOPLE = {"head": Role.HEAD, "hr": Role.HR, "manager": Role.MANAGER}
HIRE = {"kind": "hire", "manager": "N1", "name": "Nina Novak"}
TIGHT = {"kind": "budget", "clients": 0.0}


@dataclass(frozen=True, slots=True)
class World(Visiting):
    """The running service; `studies` are ids by what they are about, `waiting` was not made yet."""

    client: TestClient
    ctx: Context
    dataset: str
    scenario: str
    studies: dict[str, str]
    tokens: dict[str, str]
    actors: dict[str, Actor]


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all tests of this folder: solving and starting take the time."""
    folder = tmp_path_factory.mktemp("whatif")
    settings = Settings(data_dir=folder / "data", jobs=False, rate_limit=100_000)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield _filled(client, folder)


def _filled(client: TestClient, folder: Path) -> World:
    ctx: Context = client.app.state.ctx  # type: ignore[attr-defined]
    tokens, actors = {}, {}
    for name, role in PEOPLE.items():
        user = make_user(ctx, f"{name}@example.com", role, "M01" if role is Role.MANAGER else None)
        actors[name] = user_actor(ctx, user)
        with ctx.db.write() as session:
            tokens[name] = start_session(ctx, session, user)
    head = actors["head"]
    base = create_demo_dataset(ctx, head, name="Demo", clients=40, managers=4, seed=1)
    run_job(ctx, base["job_id"])
    kept = create_scenario(ctx, head, ScenarioWish(name="One more", dataset_id=base["id"], edits=[HIRE]))
    studies = {name: _study(ctx, head, wish) for name, wish in _wishes(base["id"], kept["id"]).items()}
    return World(client, ctx, base["id"], kept["id"], studies, tokens, actors)


def _study(ctx: Context, head: Actor, wish: StudyWish) -> str:
    made = create_study(ctx, head, wish)
    if wish.name != "waiting":
        run_job(ctx, made["job_id"])
        found = get_study(ctx, head, made["id"])
        assert found["state"] == ("failed" if wish.name == "no heirs" else "done"), found["problem"]
    return str(made["id"])


def _wishes(base: str, scenario: str) -> dict[str, StudyWish]:
    common: dict[str, Any] = {"dataset_id": base, "effort": EFFORT}
    sides = (ScenarioChoice(scenario_id=scenario), ScenarioChoice(name="No moves", edits=[TIGHT]))
    nina = Coming(manager_id="N1", name="Nina Novak")
    return {
        "scenarios": StudyWish(kind="scenarios", name="Two ways", scenarios=sides, **common),
        "frontier": StudyWish(kind="frontier", name="Curve", points=2, **common),
        "joins": StudyWish(kind="onboarding", name="Nina", newcomers=(nina,), **common),
        "leaves": StudyWish(kind="onboarding", name="M02 leaves", leaver="M02", **common),
        "fails": StudyWish(kind="onboarding", name="no heirs", leaver="M01", **common),
        "waiting": StudyWish(kind="onboarding", name="waiting", newcomers=(nina,), **common),
    }
