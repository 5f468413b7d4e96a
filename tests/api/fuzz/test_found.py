"""What fuzzing found, each once more by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.security.actor import Role

Keys = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/datasets/%C3%84%E2%82%AC/decisions", {"decisions": [{"kind": "exclude", "a": "C1"}]}),
        ("/v1/datasets/%E2%82%AC/audit-sheet", {}),
        ("/v1/webhooks/%E2%82%AC/test", None),
    ],
)
def test_ids_that_no_header_can_hold_are_not_found(
    client: TestClient, key_of: Keys, path: str, body: dict[str, object] | None
) -> None:
    # Location was made of the id before anybody looked whether there is such a thing.
    answer = client.post(path, json=body, headers=key_of(Role.ADMIN))
    assert answer.status_code == 404, answer.text


def test_days_are_written_not_counted(client: TestClient, key_of: Keys) -> None:
    # A lax date takes 0 for 1 January 1970.
    key = key_of(Role.ADMIN)
    rows = {"clients": [{"client_id": "C1", "name": "Alpha"}]}
    assert client.post("/v1/datasets/json?as_of=0", json=rows, headers=key).status_code == 422
    kept = client.post("/v1/datasets/json?as_of=2026-06-30", json=rows, headers=key)
    assert (kept.status_code, kept.json()["as_of"]) == (202, "2026-06-30")
    for moment, status in ((4102444800, 422), ("4102444800", 422), ("2100-01-01T00:00:00Z", 201)):
        body = {"name": "CRM", "role": "crm", "expires_at": moment}
        assert client.post("/v1/keys", json=body, headers=key).status_code == status, moment


def test_audits_are_asked_for_with_a_margin_that_a_sample_can_have(client: TestClient, key_of: Keys) -> None:
    # The job divided by the square of 2e-264.
    for body in ({"margin": 2e-264}, {"confidence": 5e-324}):
        path = "/v1/datasets/ds_00000000000000000000000000/audit-sheet"
        assert client.post(path, json=body, headers=key_of(Role.HEAD)).status_code == 422, body
