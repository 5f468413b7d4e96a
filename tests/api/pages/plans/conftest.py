"""A service with its pages, a small company with one proposal, a head and two managers who are signed in."""

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
from api.services.proposals import create_proposal, get_proposal, list_moves, share_proposal
from api.settings import Settings
from tests.api.pages.visiting import Visiting
from tests.api.proposals.company import QUICK, make_dataset
from tests.api.running import run_job
from tests.api.security.people import make_user


@dataclass(frozen=True, slots=True)
class World(Visiting):
    """The running service; `moves` are all clients, `mover` one that goes from one manager to another."""

    client: TestClient
    ctx: Context
    dataset: str
    proposal: str
    moves: list[dict[str, Any]]
    mover: dict[str, Any]
    tokens: dict[str, str]
    actors: dict[str, Actor]

    def status(self, who: str, path: str) -> int:
        """The status of a download or another answer of the API for the session of `who`."""
        self.client.cookies.clear()
        return self.client.get(path, headers={"Cookie": f"assigner={self.tokens[who]}"}).status_code


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all tests of this folder: solving and starting take the time."""
    folder = tmp_path_factory.mktemp("pages")
    settings = Settings(data_dir=folder / "data", jobs=False, rate_limit=100_000)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield _filled(client, folder)


def _filled(client: TestClient, folder: Path) -> World:
    ctx: Context = client.app.state.ctx  # type: ignore[attr-defined]
    tokens, actors = {}, {}

    def enter(name: str, role: Role, manager_id: str | None = None) -> None:
        user = make_user(ctx, f"{name}@example.com", role, manager_id)
        actors[name] = user_actor(ctx, user)
        with ctx.db.write() as session:
            tokens[name] = start_session(ctx, session, user)

    enter("head", Role.HEAD)
    dataset = make_dataset(ctx, folder / "company")
    asked = create_proposal(ctx, actors["head"], dataset_id=dataset, name="Spring", config=QUICK)
    run_job(ctx, asked["job_id"])
    made = get_proposal(ctx, actors["head"], asked["id"])
    share_proposal(ctx, actors["head"], made["id"], shared=True, if_match=made["etag"])
    moves = list_moves(ctx, actors["head"], made["id"], limit=500)["items"]
    mover = next(one for one in moves if one["moved"] and one["from_id"])
    enter("giver", Role.MANAGER, mover["from_id"])
    enter("taker", Role.MANAGER, mover["to_id"])
    enter("hr", Role.HR)
    return World(client, ctx, dataset, made["id"], moves, mover, tokens, actors)
