"""A small company that was uploaded and read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from assigner.generate import CompanySpec, generate_company
from tests.api.running import run_job

Tables = dict[str, bytes]

on_sqlite = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""For tests of files and tables: they ask the database nothing of its own."""


@cache
def company_tables() -> Tables:
    """80 clients and some second cards, six managers, as CSV files."""
    spec = CompanySpec(num_clients=80, num_managers=6, num_new=1, seed=3, num_duplicates=6, dispute_share=0.1)
    company = generate_company(spec)
    return {name: table.to_csv(index=False).encode() for name, table in company.tables.items()}


def as_parts(tables: Tables) -> dict[str, tuple[str, bytes]]:
    """The tables as files of a form."""
    return {name: (f"{name}.csv", content) for name, content in tables.items()}


def upload(client: TestClient, tables: Tables, **fields: str) -> dict[str, Any]:
    """Send the tables; the answer's body."""
    answer = client.post("/v1/datasets", files=as_parts(tables), data=fields)
    assert answer.status_code == 202, answer.text
    made: dict[str, Any] = answer.json()
    return made


@pytest.fixture
def read(head: TestClient, ctx: Context) -> Callable[..., dict[str, Any]]:
    """Upload tables and read them: `read(clients=b"...")`; the dataset afterwards."""

    def make(tables: Tables | None = None, **fields: str) -> dict[str, Any]:
        made = upload(head, tables or company_tables(), **fields)
        run_job(ctx, made["job_id"])
        found: dict[str, Any] = head.get(f"/v1/datasets/{made['id']}").json()
        return found

    return make


@pytest.fixture
def company(read: Callable[..., dict[str, Any]]) -> str:
    """Id of the company's dataset."""
    made = read(name="Acme")
    assert made["state"] == "ready", made["problem"]
    return str(made["id"])
