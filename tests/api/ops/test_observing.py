"""What operators see of requests: ids, lines in the log, metrics; and that none of it is personal."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.asgi.headers import ALWAYS, STRICT
from api.context import Context
from api.logs import bind, json_handler
from api.security.actor import Role
from api.settings import Settings
from tests.api.jobs.watching import ask, row

KeyOf = Callable[..., dict[str, str]]
TOKEN = "a token of the scraper"  # noqa: S105 - of this test only


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Logs as the server writes them."""
    stream, logger = io.StringIO(), logging.getLogger("api")
    handler, level = json_handler(stream), logger.level
    logger.addHandler(handler)
    logger.setLevel("INFO")
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """With a token for metrics."""
    more = Settings.model_validate({**settings.model_dump(), "metrics_token": TOKEN})
    with TestClient(create_app(more), raise_server_exceptions=False) as found:
        yield found


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_an_id_comes_back_and_stands_in_the_log_and_at_the_job(
    client: TestClient, ctx: Context, head: TestClient, log: io.StringIO
) -> None:
    answer = head.get("/v1/policies?cursor=Ivanov", headers={"X-Request-ID": "abc-1"})
    assert answer.headers["X-Request-ID"] == "abc-1"
    (line,) = [one for one in lines(log) if one["event"] == "answered"]
    assert (line["request_id"], line["route"], line["status"]) == ("abc-1", "/v1/policies", 422)
    assert (line["method"], line["level"], line["logger"]) == ("GET", "info", "api.access")
    assert str(line["actor"]).startswith("key_")
    assert "Ivanov" not in json.dumps(line)


def test_an_id_that_is_none_is_replaced(head: TestClient) -> None:
    found = head.get("/v1/policies", headers={"X-Request-ID": "evil\\n{}" + "x" * 100}).headers[
        "X-Request-ID"
    ]
    assert len(found) == 32


def test_addresses_are_logged_as_templates(head: TestClient, log: io.StringIO) -> None:
    head.get("/v1/policies/Ivanov")
    head.get("/Petrov")
    said = [one for one in lines(log) if one["event"] == "answered"]
    assert [one["route"] for one in said] == ["/v1/policies/{policy_id}", "unknown"]
    assert "etrov" not in json.dumps(said)


def test_defects_are_logged_by_place_and_not_by_their_words(
    client: TestClient, head: TestClient, log: io.StringIO
) -> None:
    def broken() -> None:
        raise RuntimeError("Ivanov, +7 999")

    client.app.add_api_route("/broken", broken)  # type: ignore[attr-defined]
    answer = head.get("/broken", headers={"X-Request-ID": "abc-2"})
    assert (answer.status_code, answer.headers["X-Request-ID"]) == (500, "abc-2")
    told = {**ALWAYS, "Content-Security-Policy": STRICT}
    assert {name: answer.headers.get(name) for name in told} == told  # as every other answer
    said = lines(log)
    (defect,) = [one for one in said if one["level"] == "error"]
    assert (defect["error"], defect["request_id"]) == ("RuntimeError", "abc-2")
    assert "test_observing.py" in str(defect["places"])
    assert "Ivanov" not in json.dumps(said)


def test_metrics_are_for_admins_and_the_scraper(client: TestClient, ctx: Context, key_of: KeyOf) -> None:
    ask(ctx, "any")
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert client.get("/metrics", headers=key_of(Role.HEAD)).status_code == 403
    assert client.get("/metrics", headers=key_of(Role.ADMIN)).status_code == 200
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    said = answer.text.splitlines()
    assert 'assigner_jobs{state="queued"} 1.0' in said
    assert 'assigner_http_request_seconds_count{method="GET",route="/metrics",status="4xx"} 3.0' in said


def test_health_and_readiness(client: TestClient, ctx: Context) -> None:
    assert client.get("/healthz").json() == {"alive": True}
    # This process runs no jobs, so nothing is said of them.
    assert client.get("/readyz").json() == {"ready": True, "checks": {"database": True, "files": True}}
    with ctx.db.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, False)


def test_a_process_whose_supervisor_is_gone_is_not_ready(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"jobs": True}))
    with TestClient(app) as client:
        assert client.get("/readyz").json()["checks"]["jobs"] is True
        app.state.supervisor.stop()
        assert client.get("/readyz").status_code == 503


def test_jobs_know_the_request_that_asked(ctx: Context) -> None:
    bind(request_id="abc-3")
    assert row(ctx, ask(ctx, "any")).request_id == "abc-3"
    bind()
