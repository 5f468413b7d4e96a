"""The middlewares: how much, how often, from where, and what browsers are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from api.app import create_app
from api.asgi.edge import Edge, networks
from api.asgi.headers import PAGES, STRICT
from api.security.actor import SYSTEM, Role
from api.services.keys import make_key
from api.settings import Settings
from tests.api.security.people import PASSWORD, make_user


def service(settings: Settings, **changes: Any) -> TestClient:
    """The service with other settings."""
    return TestClient(create_app(settings.model_copy(update=changes)), raise_server_exceptions=False)


def pieces(size: int) -> Iterator[bytes]:
    """A body that does not say its length."""
    for _ in range(size):
        yield b" " * 1024


def test_a_large_body_is_refused_before_it_is_read(head: TestClient) -> None:
    for body in (b" " * 1024 * 1025, pieces(1025)):
        answer = head.post("/v1/policies", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:assigner:problem:too-large"


def test_uploads_may_be_larger_but_not_without_end(settings: Settings) -> None:
    with service(settings, max_upload_mb=2) as client:
        key, _ = make_key(client.app.state.ctx, SYSTEM, name="x", role=Role.HEAD)  # type: ignore[attr-defined]
        for kib, status in ((1500, 202), (2100, 413)):
            files = {"clients": ("clients.csv", b"client_id\n" + b"c" * 1024 * kib)}
            answer = client.post("/v1/datasets", files=files, headers={"X-API-Key": key})
            assert answer.status_code == status, answer.text


def test_too_many_requests_are_told_to_wait_each_caller_for_itself(settings: Settings) -> None:
    with service(settings, rate_limit=5) as client:
        ctx = client.app.state.ctx  # type: ignore[attr-defined]
        key, _ = make_key(ctx, SYSTEM, name="x", role=Role.HEAD)
        assert client.get("/v1/me", headers={"X-API-Key": key}).status_code == 200  # known from now on
        made_up = [client.get("/v1/me", headers={"X-API-Key": f"ask_{n}"}) for n in range(40)]
        late = [answer for answer in made_up if answer.status_code == 429]
        assert late
        assert late[0].headers["retry-after"] == "1"
        assert late[0].json()["type"] == "urn:assigner:problem:too-many-requests"
        # Made-up keys spend what their address may; a key that is known has its own.
        assert client.get("/v1/me", headers={"X-API-Key": key}).status_code == 200


def test_answers_of_the_api_may_load_and_run_nothing(head: TestClient) -> None:
    for path in ("/v1/me", "/v1/policies/pol_none", "/v1/nowhere", "/healthz"):
        headers = head.get(path).headers
        assert headers["content-security-policy"] == STRICT
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "strict-transport-security" not in headers
    assert head.get("/v1/me").headers["cache-control"] == "no-store"


def test_pages_load_from_here_only() -> None:
    policy = PAGES.format(sockets="ws://here wss://here")
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy.replace("ws://here wss://here", "")


def test_behind_tls_cookies_and_browsers_are_bound_to_it(settings: Settings) -> None:
    with service(settings, https_only=True) as client:
        make_user(client.app.state.ctx, "anna", Role.HEAD)  # type: ignore[attr-defined]
        answer = client.post("/v1/session", json={"login": "anna", "password": PASSWORD})
        assert answer.headers["set-cookie"].startswith("__Host-assigner=")
        assert "secure" in answer.headers["set-cookie"].lower()
        assert answer.headers["strict-transport-security"].startswith("max-age=")


def edge(trusted: str) -> TestClient:
    """An app behind the edge that tells who calls."""
    app = FastAPI()

    @app.get("/")
    def who(request: Request) -> dict[str, str]:
        assert request.client is not None
        return {"address": request.client.host, "scheme": request.url.scheme}

    app.add_middleware(Edge, trusted=networks(trusted))
    return TestClient(app, client=("10.0.0.9", 5000))


@pytest.mark.parametrize(
    ("trusted", "chain", "address"),
    [
        ("", "1.2.3.4", "10.0.0.9"),  # nobody is believed
        ("10.0.0.8", "1.2.3.4", "10.0.0.9"),  # another proxy than this one
        ("10.0.0.9", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.0/8", "6.6.6.6, 1.2.3.4, 10.0.0.7", "1.2.3.4"),  # what the caller wrote himself is left out
        ("10.0.0.9", "1.2.3.4, nonsense", "10.0.0.9"),
        ("10.0.0.9", "10.0.0.9", "10.0.0.9"),
    ],
)
def test_only_trusted_proxies_say_who_calls(trusted: str, chain: str, address: str) -> None:
    headers = {"X-Forwarded-For": chain, "X-Forwarded-Proto": "https"}
    told = edge(trusted).get("/", headers=headers).json()
    assert told["address"] == address
    assert told["scheme"] == ("https" if trusted in ("10.0.0.9", "10.0.0.0/8") else "http")


@pytest.mark.parametrize("host", ["", "a b", "evil.example/path", "a@b", "x" * 300, "h:123456"])
def test_a_host_that_makes_no_sense_is_refused(host: str) -> None:
    answer = edge("").get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_proxies_are_addresses_or_networks() -> None:
    with pytest.raises(ValueError, match="does not appear"):
        networks("proxy.example")
