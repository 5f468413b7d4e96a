"""A service with its pages, a small company with one proposal, a head and two managers who are signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.security.actor import Role
from api.services.proposals import create_proposal, get_proposal, list_moves, share_proposal
from tests.api.pages import visiting
from tests.api.pages.visiting import running
from tests.api.proposals.company import QUICK, make_dataset
from tests.api.running import run_job


@dataclass(frozen=True, slots=True)
class World(visiting.World):
    """The running service; `moves` are all clients, `mover` one that goes from one manager to another."""

    dataset: str
    proposal: str
    moves: list[dict[str, Any]]
    mover: dict[str, Any]

    def status(self, who: str, path: str) -> int:
        """The status of a download or another answer of the API for the session of `who`."""
        self.client.cookies.clear()
        return self.client.get(path, headers={"Cookie": f"assigner={self.tokens[who]}"}).status_code


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all tests of this folder: solving and starting take the time."""
    folder = tmp_path_factory.mktemp("pages")
    with running(folder / "data") as found:
        yield _filled(found, folder)


def _filled(found: visiting.World, folder: Path) -> World:
    ctx, head = found.ctx, found.enter("head", Role.HEAD)
    dataset = make_dataset(ctx, folder / "company")
    asked = create_proposal(ctx, head, dataset_id=dataset, name="Spring", config=QUICK)
    run_job(ctx, asked["job_id"])
    made = get_proposal(ctx, head, asked["id"])
    share_proposal(ctx, head, made["id"], shared=True, if_match=made["etag"])
    moves = list_moves(ctx, head, made["id"], limit=500)["items"]
    mover = next(one for one in moves if one["moved"] and one["from_id"])
    found.enter("giver", Role.MANAGER, mover["from_id"])
    found.enter("taker", Role.MANAGER, mover["to_id"])
    found.enter("hr", Role.HR)
    return World(found.client, ctx, found.tokens, found.actors, dataset, made["id"], moves, mover)
