"""A made-up company and one by hand as datasets, and studies that are run within the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.security.actor import Role
from tests.api.running import never, run_job
from tests.api.whatif import bases


@pytest.fixture
def hand(ctx: Context) -> str:
    """The id of the company by hand."""
    return bases.by_hand(ctx)


@pytest.fixture
def company(ctx: Context, tmp_path: Path) -> str:
    """The id of a made-up company of 40 clients and 4 managers."""
    return bases.made_up(ctx, tmp_path / "company")


@pytest.fixture
def hr(key_of: Callable[..., dict[str, str]]) -> dict[str, str]:
    """Headers of HR."""
    return key_of(Role.HR)


@pytest.fixture
def made(ctx: Context, head: TestClient) -> Callable[..., dict[str, Any]]:
    """Asks for a study as the head, runs its job here, and gives the study."""

    def make(stop: Callable[[], bool] = never, **body: Any) -> dict[str, Any]:
        asked = {"name": "a study", "effort": bases.QUICK, **body}
        answer = head.post("/v1/studies", json=asked)
        assert answer.status_code == 202, answer.text
        run_job(ctx, answer.json()["job_id"], stop=stop)
        found: dict[str, Any] = head.get(answer.headers["Location"]).json()
        return found

    return make
