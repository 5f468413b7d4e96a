"""One application for the module: its document does not depend on a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, sqlite_template: bytes) -> FastAPI:
    """The service on an empty SQLite database."""
    data: Path = tmp_path_factory.mktemp("data")
    (data / "assigner.db").write_bytes(sqlite_template)
    return create_app(Settings(data_dir=data, pages=False, jobs=False))


@pytest.fixture(scope="module")
def browser(app: FastAPI) -> Iterator[TestClient]:
    """Somebody who has not signed in."""
    with TestClient(app) as found:
        yield found


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document."""
    return app.openapi()
