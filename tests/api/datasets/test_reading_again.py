"""A base whose first reading did not end is read as what it was given as: rows of JSON, a demo."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from tests.api.running import run_job

ROWS = {
    "clients": [
        {"client_id": f"c{n}", "name": f"N{n}", "manager_id": "m1", "Size": n, "potential": 100}
        for n in range(1, 7)
    ],
    "managers": [{"manager_id": "m1", "name": "Anna"}, {"manager_id": "m2", "name": "Boris"}],
}
DEMO = {"name": "d", "clients": 50, "managers": 3, "seed": 1}
KINDS = pytest.mark.parametrize(
    ("path", "body"), [("/v1/datasets/json?name=rows", ROWS), ("/v1/datasets/demo", DEMO)]
)


def read_again(head: TestClient, ctx: Context, made: dict[str, Any], **mapping: Any) -> dict[str, Any]:
    """The base after it was read with a mapping."""
    path = f"/v1/datasets/{made['id']}"
    again = head.put(f"{path}/mapping", json={"mapping": mapping}, headers={"If-Match": "*"})
    assert again.status_code == 202, again.text
    run_job(ctx, again.json()["job_id"])
    found: dict[str, Any] = head.get(path).json()
    return found


def cancelled(head: TestClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """A base whose reading was cancelled before it began."""
    made: dict[str, Any] = head.post(path, json=body).json()
    assert head.post(f"/v1/jobs/{made['job_id']}/cancel").json()["state"] == "cancelled"
    assert head.get(f"/v1/datasets/{made['id']}").json()["state"] == "refused"
    return made


@KINDS
def test_a_cancelled_reading_is_done_again(
    head: TestClient, ctx: Context, path: str, body: dict[str, Any]
) -> None:
    made = cancelled(head, path, body)
    found = read_again(head, ctx, made)
    assert (found["state"], found["problem"]) == ("ready", None)
    assert read_again(head, ctx, made)["sha256"] == found["sha256"]  # once it is made it is no more made


@KINDS
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # the alarm may hit a destructor
def test_a_reading_that_failed_is_done_again_as_often_as_is_wanted(
    head: TestClient, ctx: Context, path: str, body: dict[str, Any]
) -> None:
    settings = ctx.settings
    object.__setattr__(ctx, "settings", settings.model_copy(update={"read_seconds": 0.0005}))
    made = head.post(path, json=body).json()
    run_job(ctx, made["job_id"])
    assert read_again(head, ctx, made)["state"] == "refused"
    object.__setattr__(ctx, "settings", settings)
    assert read_again(head, ctx, made)["state"] == "ready"


def test_the_mapping_is_followed_by_a_first_reading_of_rows(head: TestClient, ctx: Context) -> None:
    made = cancelled(head, "/v1/datasets/json?name=rows", ROWS)
    found = read_again(head, ctx, made, clients={"potential": "Size"})
    assert (found["state"], found["problem"]) == ("ready", None)
    items = head.get(f"/v1/datasets/{made['id']}/clients").json()["items"]
    assert sorted(one["potential"] for one in items) == [1, 2, 3, 4, 5, 6]
    again = read_again(head, ctx, made)
    assert again["state"] == "ready"
    items = head.get(f"/v1/datasets/{made['id']}/clients").json()["items"]
    assert {one["potential"] for one in items} == {100}


def test_a_demo_whose_mapping_does_not_fit_is_told_so(head: TestClient, ctx: Context) -> None:
    made = cancelled(head, "/v1/datasets/demo", DEMO)
    found = read_again(head, ctx, made, clients={"potential": "Nothing"})
    assert (found["state"], found["problem"]["errors"][0]["value"]) == ("refused", "Nothing")
    assert read_again(head, ctx, made)["state"] == "ready"
