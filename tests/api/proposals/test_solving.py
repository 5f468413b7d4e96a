"""From a question to an answer that persists: rows, files, figures, and the ways it can fail."""

from __future__ import annotations

import csv
from typing import Any

from fastapi.testclient import TestClient

from api.context import Context
from api.security.actor import Actor, Role
from api.services.datasets.uploads import create_demo_dataset
from api.work.opening import PROPOSALS, load_answer
from tests.api.proposals.conftest import Propose, finish
from tests.api.running import run_job

HEAD = Actor("key_head", "key", Role.HEAD)


def rows(client: TestClient, proposal: dict[str, Any], **params: Any) -> list[dict[str, Any]]:
    """All clients of a proposal."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        asked = {"limit": 50, **params, **({"cursor": cursor} if cursor else {})}
        page = client.get(f"/v1/proposals/{proposal['id']}/moves", params=asked)
        assert page.status_code == 200, page.text
        found += page.json()["items"]
        cursor = page.json()["next"]
        if cursor is None:
            return found


def test_an_answer_is_kept_with_rows_files_and_figures(
    head: TestClient, ctx: Context, propose: Propose
) -> None:
    made = propose()
    assert (made["state"], made["origin"], made["problem"]) == ("proposed", "propose", None)
    document = head.get(f"/v1/proposals/{made['id']}/document").json()
    assert document["score"] == made["figures"]["score"]
    # The rows say what assignment.csv says, client by client.
    folder = ctx.files.folder(PROPOSALS, made["id"])
    with (folder / "assignment.csv").open(newline="", encoding="utf-8") as stream:
        table = csv.DictReader(stream)
        wanted = {row["client_id"]: (row["previous_manager_id"], row["manager_id"]) for row in table}
    found = {row["client_id"]: (row["from_id"], row["to_id"]) for row in rows(head, made)}
    assert found == wanted
    assert sum(row["moved"] and bool(row["from_id"]) for row in rows(head, made)) == document["moved_clients"]


def test_the_folder_explains_itself_also_after_edits(
    head: TestClient, ctx: Context, made: dict[str, Any], propose: Propose
) -> None:
    # The edit changes facts (who leaves), which the tables in the folder do not know.
    leaver = next(row["to_id"] for row in rows(head, made) if row["to_id"])
    made = propose(edits=[{"kind": "leave", "managers": [leaver]}])
    assert made["state"] == "proposed", made["problem"]
    answer = load_answer(ctx.files, made["id"])
    assert answer.score == made["figures"]["score"]
    assert all(row["to_id"] != leaver for row in rows(head, made))
    client = next(row for row in rows(head, made) if row["from_id"] == leaver and row["to_id"])
    told = head.get(f"/v1/proposals/{made['id']}/clients/{client['client_id']}")
    assert told.status_code == 200, told.text
    assert told.json()["story"]["code"] == client["reason_code"]
    why_not = head.get(f"/v1/proposals/{made['id']}/clients/{client['client_id']}/why-not/{leaver}")
    assert why_not.status_code == 200, why_not.text
    assert why_not.json()["alone"]["breaks"]  # who leaves can't get a client


def test_everything_wrong_in_a_question_is_told_at_once(head: TestClient, dataset: str) -> None:
    asked = {
        "dataset_id": dataset,
        "name": "x",
        "policy": {"rules": {"loss_cap": {"cap": "much"}}},
        "config": {"time_limit": 1e9},
        "edits": [{"kind": "hirre"}, {"kind": "leave"}],
    }
    answer = head.post("/v1/proposals", json=asked)
    assert answer.status_code == 422
    places = {place["where"] for place in answer.json()["errors"]}
    assert places >= {"policy.rules.loss_cap.cap", "config.time_limit"}
    assert {"edits.0.kind", "edits.1.managers"} <= places


def test_a_conflict_of_rules_tells_ways_out_and_one_of_them_works(
    head: TestClient, ctx: Context, propose: Propose
) -> None:
    # 60 clients, at most 5 for each of at most 5 managers: no division has room for them.
    failed = propose(policy={"rules": {"max_load": {"enabled": True, "count": 5}}})
    assert failed["state"] == "failed"
    assert failed["problem"]["type"].endswith("rules-conflict")
    assert failed["problem"]["remedies"]
    draft = head.post(f"/v1/proposals/{failed['id']}/relax", json={"remedy": 0})
    assert draft.status_code == 202, draft.text
    made = finish(ctx, head, draft.json())
    assert (made["state"], made["parent_id"]) == ("proposed", failed["id"])
    assert load_answer(ctx.files, made["id"]).score == made["figures"]["score"]
    beyond = head.post(f"/v1/proposals/{failed['id']}/relax", json={"remedy": 99})
    assert beyond.status_code == 422


def test_preflight_says_in_words_what_cannot_hold(head: TestClient, dataset: str) -> None:
    asked = {
        "dataset_id": dataset,
        "policy": {
            "rules": {"max_load": {"enabled": True, "count": 5}},
            "balance": {"goals": [{"measure": "potential", "dimension": "colour", "tolerance": 0.1}]},
        },
    }
    answer = head.post("/v1/proposals/preflight", json=asked)
    assert answer.status_code == 200, answer.text
    codes = {one["code"] for one in answer.json()["findings"]}
    assert {"limit", "goal-without-data"} <= codes
    assert answer.json()["can_be_solved"] is False
    calm = head.post("/v1/proposals/preflight", json={"dataset_id": dataset}).json()
    assert calm["can_be_solved"] is True


def test_a_cancelled_solve_keeps_its_best_answer_or_fails_with_a_word(
    head: TestClient, propose: Propose
) -> None:
    calls = iter(range(10**9))
    made = propose(stop=lambda: next(calls) > 3)  # cancelled in the midst of it
    if made["state"] == "proposed":
        assert made["figures"]["stopped_by"] in ("cancel", "proof", "target gap", "work limit")
        assert rows(head, made)
    else:
        assert made["state"] == "failed"
        assert made["problem"]["detail"]


def test_preflight_says_what_the_head_left_open(head: TestClient, ctx: Context) -> None:
    """Second cards are open pairs until each is decided, whichever way."""
    made = create_demo_dataset(ctx, HEAD, name="Demo", clients=60, managers=4, seed=5)
    run_job(ctx, made["job_id"])
    path = f"/v1/datasets/{made['id']}"
    pairs = head.get(f"{path}/duplicates?limit=100").json()["items"]
    assert len(pairs) >= 2

    def told() -> dict[str, str]:
        found = head.post("/v1/proposals/preflight", json={"dataset_id": made["id"]}).json()["findings"]
        return {one["code"]: one["message"] for one in found if one["code"].startswith("open-")}

    assert told()["open-duplicates"].startswith(f"{len(pairs)} pairs of cards may be one client")
    wishes = [{"kind": "distinct", "a": one["a"], "b": one["b"]} for one in pairs]
    assert head.post(f"{path}/decisions", json={"decisions": wishes[1:]}).status_code == 201
    assert told()["open-duplicates"].startswith("1 pair of cards may be one client")
    assert head.post(f"{path}/decisions", json={"decisions": wishes[:1]}).status_code == 201
    assert "open-duplicates" not in told()
