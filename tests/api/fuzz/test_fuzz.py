"""A few made-up requests for every operation, and chains along links; `benchmarks.fuzz` sends thousands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings

from api.security.actor import Role
from benchmarks.fuzz.run import CHECKS

Keys = Callable[..., dict[str, str]]
SMALL = settings(
    max_examples=2,
    stateful_step_count=6,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def schema(client: TestClient, key_of: Keys) -> Any:
    """The running service as schemathesis sees it, with an admin's key."""
    key = key_of(Role.ADMIN)["X-API-Key"]
    auth = f'[auth.openapi]\nAPIKeyHeader = {{ api_key = "{key}" }}\n'
    config = schemathesis.Config.from_str(auth + CHECKS)
    return schemathesis.openapi.from_asgi("/openapi.json", client.app, config=config)


@pytest.mark.slow
def test_made_up_requests_are_answered_as_the_document_says(schema: Any) -> None:
    asked = 0

    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        case.call_and_validate()

    for found in schema.get_all_operations():
        SMALL(seed(1)(given(case=found.ok().as_strategy())(ask)))()
    assert asked >= 150


@pytest.mark.slow
def test_chains_along_the_links_are_answered_as_the_document_says(schema: Any) -> None:
    statuses: list[int] = []
    machine: Any = schema.as_state_machine()

    class Chains(machine):  # type: ignore[misc]
        def validate_response(self, response: Any, case: Any, **more: Any) -> None:
            statuses.append(response.status_code)
            super().validate_response(response, case, **more)

    Chains.run(settings=settings(SMALL, max_examples=8))
    assert len(statuses) >= 16
