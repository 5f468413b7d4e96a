"""A small plan by hand, live in a service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.security.actor import Role
from tests.api.proposals.conftest import made, solved
from tests.api.routing.plans import PLAN_A, A, put_live

__all__ = ["made", "solved"]

Send = Callable[..., Any]


@pytest.fixture
def live(ctx: Context) -> str:
    """The id of a live proposal: c0 and c1 are m0's (potential 60 each), c2 and c3 m1's (50 and 30)."""
    return put_live(ctx, A, PLAN_A)


@pytest.fixture
def crm(client: TestClient, key_of: Callable[..., dict[str, str]]) -> TestClient:
    """The client, with a key of a CRM."""
    client.headers.update(key_of(Role.CRM))
    return client


@pytest.fixture
def send(crm: TestClient) -> Send:
    """Sends a client to be routed: `send(potential=30)`, `send(key="k1", name="Acme")`."""

    def route(key: str | None = None, **fields: Any) -> Any:
        headers = {} if key is None else {"Idempotency-Key": key}
        return crm.post("/v1/route", json={"client": fields}, headers=headers)

    return route
