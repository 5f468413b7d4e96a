"""Kinds of edits, ready-made scenarios, and scenarios that are kept."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from scenarios.edits import KINDS
from tests.api.whatif.bases import ONCE

HIRE = {"kind": "hire", "manager": "n1", "name": "Nina"}


def keep(head: TestClient, dataset_id: str, **more: Any) -> Any:
    body = {"name": "hire one", "dataset_id": dataset_id, "edits": [HIRE]} | more
    return head.post("/v1/scenarios", json=body)


@ONCE
def test_every_kind_of_edit_has_its_fields_and_a_schema(head: TestClient) -> None:
    found = {one["kind"]: one for one in head.get("/v1/edits").json()}
    assert list(found) == list(KINDS)
    hire = found["hire"]
    assert hire["schema"]["required"] == ["kind", "manager"]
    assert hire["schema"]["properties"]["count"]["maximum"] == 100
    fields = {one["name"]: one for one in hire["fields"]}
    assert (fields["start_date"]["takes"], fields["manager"]["required"]) == ("date", True)


def test_schemas_are_told_in_the_language_of_whoever_asks() -> None:
    from api.services.scenarios.telling import edit_schema
    from assigner.i18n import Translator

    for kind in KINDS:
        english, russian = (edit_schema(kind, Translator(one)) for one in ("en", "ru"))
        assert english["description"] != russian["description"]
        for name, spec in english["properties"].items():
            if "description" in spec:
                assert russian["properties"][name]["description"] != spec["description"], (kind, name)


@ONCE
def test_a_ready_made_scenario_tells_what_it_leaves_open(head: TestClient) -> None:
    found = {one["name"]: one for one in head.get("/v1/scenarios/catalogue").json()}
    assert found["hire-two"]["title"] == "Hire two"
    assert [one["name"] for one in found["hire-two"]["parameters"]] == ["count", "share", "id"]
    assert found["leaver"]["parameters"][0]["required"] is True
    assert found["leaver"]["edits"] == [{"kind": "leave", "managers": ["${manager}"]}]


def test_a_scenario_is_kept_with_what_its_edits_do(head: TestClient, hand: str) -> None:
    answer = keep(head, hand)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    # Two managers with a share of 1 each, and a third one.
    assert made["sentences"] == ["Nina (n1): hired; the weight of the team goes from 2 to 3."]
    assert made["edits"] == [HIRE]
    assert head.get(answer.headers["Location"]).json() == made | {"sentences": None}
    assert answer.headers["ETag"] == made["etag"]


def test_a_ready_made_scenario_is_kept_filled_in(head: TestClient, hand: str) -> None:
    answer = keep(head, hand, edits=None, catalogue="hire-two", settings={"count": 3, "id": "x"})
    assert answer.status_code == 201, answer.text
    assert answer.json()["edits"] == [{"kind": "hire", "manager": "x", "count": 3}]


@ONCE
@pytest.mark.parametrize(
    ("more", "where"),
    [
        (
            {"edits": [{"kind": "fire"}, {"kind": "hire"}]},
            ["column 'edits.0.kind'", "column 'edits.1.manager'"],
        ),
        ({"edits": [{"kind": "leave", "managers": ["Nobody"]}]}, ["column 'edits.0.managers.0'"]),
        ({"edits": None}, ["edits"]),
        ({"edits": None, "catalogue": "no-such"}, ["catalogue"]),
        ({"edits": None, "catalogue": "leaver", "settings": {"x": 1}}, ["settings.manager", "settings.x"]),
        ({"settings": {"count": 1}}, ["settings"]),
        ({"edits": [{"kind": "set", "path": "x", "value": "\x00"}]}, ["edits.0"]),
        ({"policy": {"colour": "red"}}, ["policy.colour"]),
        ({"policy": {}, "policy_id": "pol_x"}, ["policy_id"]),
    ],
)
def test_everything_wrong_is_named(
    head: TestClient, hand: str, more: dict[str, Any], where: list[str]
) -> None:
    answer = keep(head, hand, **more)
    assert answer.status_code == 422, answer.text
    assert [place["where"] for place in answer.json()["errors"]] == where
    assert "/catalogue/" not in answer.text  # where our own files lie is nobody's business


def test_a_number_that_json_lacks_is_refused(head: TestClient, hand: str) -> None:
    body = '{"name": "x", "dataset_id": "%s", "edits": [{"kind": "set", "path": "x", "value": NaN}]}' % hand  # noqa: UP031
    answer = head.post("/v1/scenarios", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422


def test_a_change_needs_the_version_it_was_made_on(head: TestClient, hand: str) -> None:
    made = keep(head, hand).json()
    path = f"/v1/scenarios/{made['id']}"
    body = {"name": "two", "dataset_id": hand, "edits": [HIRE | {"count": 2}]}
    assert head.put(path, json=body).status_code == 428
    first = head.put(path, json=body, headers={"If-Match": made["etag"]})
    assert (first.status_code, first.json()["edits"][0]["count"]) == (200, 2)
    assert head.put(path, json=body, headers={"If-Match": made["etag"]}).status_code == 412
    assert head.delete(path, headers={"If-Match": made["etag"]}).status_code == 412
    assert head.delete(path, headers={"If-Match": first.json()["etag"]}).status_code == 204
    assert head.get(path).status_code == 404


def test_scenarios_are_listed_by_dataset_and_page(head: TestClient, hand: str) -> None:
    ids = [keep(head, hand, name=f"s{n}").json()["id"] for n in range(3)]
    first = head.get("/v1/scenarios", params={"dataset_id": hand, "limit": 2}).json()
    second = head.get(
        "/v1/scenarios", params={"dataset_id": hand, "limit": 2, "cursor": first["next"]}
    ).json()
    assert [one["id"] for one in (*first["items"], *second["items"])] == ids[::-1]
    assert head.get("/v1/scenarios", params={"dataset_id": "ds_other"}).json()["items"] == []


def test_a_dataset_must_be_there_and_read(head: TestClient) -> None:
    assert keep(head, "ds_none").status_code == 404
