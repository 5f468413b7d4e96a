"""A service with its pages, a base that was read, a scenario, and one study of each kind that was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from api.context import Context
from api.security.actor import Actor, Role
from api.services.datasets.uploads import create_demo_dataset
from api.services.scenarios import ScenarioWish, create_scenario
from api.services.studies import Coming, ScenarioChoice, StudyWish, create_study, get_study
from scenarios.scenario import Effort
from tests.api.pages import visiting
from tests.api.pages.visiting import running
from tests.api.running import run_job

EFFORT = Effort(work_limit=0.3, seed=0)
PEOPLE = {"head": Role.HEAD, "hr": Role.HR, "manager": Role.MANAGER}
HIRE = {"kind": "hire", "manager": "N1", "name": "Nina Novak"}
TIGHT = {"kind": "budget", "clients": 0.0}
FIVE_EACH = {"rules": {"max_load": {"enabled": True, "count": 5}}}
"""Nobody may have more than five clients: 40 of them find no heirs among three."""


@dataclass(frozen=True, slots=True)
class World(visiting.World):
    """The running service; `studies` are ids by what they are about, `waiting` was not made yet."""

    dataset: str
    scenario: str
    studies: dict[str, str]


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all tests of this folder: solving and starting take the time."""
    folder = tmp_path_factory.mktemp("whatif")
    with running(folder / "data") as found:
        yield _filled(found)


def _filled(found: visiting.World) -> World:
    for name, role in PEOPLE.items():
        found.enter(name, role, "M01" if role is Role.MANAGER else None)
    ctx, head = found.ctx, found.actors["head"]
    base = create_demo_dataset(ctx, head, name="Demo", clients=40, managers=4, seed=1)
    run_job(ctx, base["job_id"])
    kept = create_scenario(ctx, head, ScenarioWish(name="One more", dataset_id=base["id"], edits=[HIRE]))
    studies = {name: _study(ctx, head, wish) for name, wish in _wishes(base["id"], kept["id"]).items()}
    return World(found.client, ctx, found.tokens, found.actors, base["id"], kept["id"], studies)


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
        "fails": StudyWish(kind="onboarding", name="no heirs", leaver="M01", policy=FIVE_EACH, **common),
        "waiting": StudyWish(kind="onboarding", name="waiting", newcomers=(nina,), **common),
    }
