"""405 before anything else, with every method that the path knows."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    ("method", "path", "known"),
    [
        ("DELETE", "/v1/proposals/live", "GET"),  # not a proposal called live
        ("GET", "/v1/proposals/preflight", "POST"),
        ("GET", "/v1/datasets/demo", "POST"),
        ("PATCH", "/v1/policies", "GET, POST"),
        ("PATCH", "/v1/policies/pol_1", "DELETE, GET, PUT"),
        ("TRACE", "/v1/proposals/prop_1/decisions", "DELETE, GET, PUT"),
        ("POST", "/healthz", "GET"),
    ],
)
def test_other_methods_are_refused(browser: TestClient, method: str, path: str, known: str) -> None:
    answer = browser.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, known)
    assert answer.json()["type"] == "urn:assigner:problem:method-not-allowed"
    assert answer.headers["content-type"] == "application/problem+json"


def test_unknown_paths_are_not_found(browser: TestClient) -> None:
    assert browser.patch("/v1/nothing").status_code == 404
