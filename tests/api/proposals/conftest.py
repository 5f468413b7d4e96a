"""A small company as a dataset, and proposals of it solved within the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.settings import Settings
from tests.api.proposals.company import QUICK, Solved, make_dataset, solve_once
from tests.api.running import never, run_job

Propose = Callable[..., dict[str, Any]]


@pytest.fixture
def dataset(ctx: Context, tmp_path: Path) -> str:
    """The id of a made-up company of 60 clients and 4 managers."""
    return make_dataset(ctx, tmp_path / "company")


@pytest.fixture
def propose(ctx: Context, head: TestClient, dataset: str) -> Propose:
    """Asks for a proposal as the head, runs its job here, and gives the proposal."""

    def ask(stop: Callable[[], bool] = never, **body: Any) -> dict[str, Any]:
        asked = {"dataset_id": dataset, "name": "Spring", "config": QUICK, **body}
        answer = head.post("/v1/proposals", json=asked)
        assert answer.status_code == 202, answer.text
        return finish(ctx, head, answer.json(), stop)

    return ask


@pytest.fixture(scope="session")
def solved(sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """One proposal for all tests that need no other: solved once."""
    data = tmp_path_factory.mktemp("solved")
    (data / "assigner.db").write_bytes(sqlite_template)
    settings = Settings(data_dir=data, database_url=f"sqlite:///{data / 'assigner.db'}", pages=False)
    return solve_once(settings, tmp_path_factory.mktemp("company"))


@pytest.fixture
def made(ctx: Context, head: TestClient, solved: Solved) -> dict[str, Any]:
    """That proposal in the service of the test, asked for by somebody else than its head."""
    solved.put(ctx)
    found: dict[str, Any] = head.get(f"/v1/proposals/{solved.proposal_id}").json()
    return found


def finish(
    ctx: Context, head: TestClient, draft: dict[str, Any], stop: Callable[[], bool] = never
) -> dict[str, Any]:
    """Run the job of a draft; the proposal then."""
    run_job(ctx, draft["job_id"], stop=stop)
    found: dict[str, Any] = head.get(f"/v1/proposals/{draft['id']}").json()
    return found
