"""What a server has done before its first request, so that nobody waits for it."""

from __future__ import annotations

import threading

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings


def test_the_routes_are_built_before_the_first_request(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(settings)) as client:

        def built(*_: object, **__: object) -> None:
            raise AssertionError("a request waits for a route that is only built now")

        monkeypatch.setattr("fastapi._compat.v2.ModelField", built)
        assert client.get("/healthz").status_code == 200
        assert client.get("/v1/audit").status_code == 401
        assert client.get("/nothing").status_code == 404


def test_others_are_answered_while_the_document_is_made(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes half a second: made by the thread of all requests, all would wait for it."""
    asked, answered = threading.Event(), threading.Event()

    def slow(*_: object) -> dict[str, str]:
        asked.set()
        if not answered.wait(30):
            raise AssertionError("nobody else was answered")
        return {"openapi": "3.1.0"}

    app = create_app(settings)
    monkeypatch.setattr(app, "openapi", slow)
    with TestClient(app) as client:
        asking = threading.Thread(target=lambda: client.get("/openapi.json"))
        asking.start()
        assert asked.wait(30)
        assert client.get("/healthz").status_code == 200
        answered.set()
        asking.join(30)
        assert not asking.is_alive()
