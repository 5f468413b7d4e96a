"""Studies over HTTP: asked, made, read, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.db.models import JobRecord
from api.security.actor import Actor, Role
from api.services import studies
from api.work.studying import keeping
from tests.api.running import run_job
from tests.api.whatif.bases import ONCE, QUICK

Made = Callable[..., dict[str, Any]]
HIRE = {"name": "Hire one", "edits": [{"kind": "hire", "manager": "n1", "name": "Nina"}]}


def test_scenarios_stand_side_by_side(head: TestClient, hand: str, made: Made) -> None:
    kept = {
        "name": "kept",
        "dataset_id": hand,
        "edits": [{"kind": "weight", "level": "imbalance", "weight": 0}],
    }
    scenario = head.post("/v1/scenarios", json=kept).json()
    study = made(kind="scenarios", dataset_id=hand, scenarios=[HIRE, {"scenario_id": scenario["id"]}])
    assert (study["state"], study["figures"]["stopped"]) == ("done", False)
    document = head.get(f"/v1/studies/{study['id']}/document").json()
    assert [one["name"] for one in document["scenarios"]] == ["base", "Hire one", "kept"]
    moved = {one["name"]: one["moved_clients"] for one in study["figures"]["rows"]}
    # All six clients are Anna's. She keeps three of them beside Boris, and two beside a third one; where
    # imbalance counts for nothing, nobody moves.
    assert moved == {"base": 3, "Hire one": 4, "kept": 0}
    assert "file" not in document["scenarios"][0]["runs"][0]


@ONCE
def test_the_page_comes_in_both_languages_and_can_do_nothing(head: TestClient, hand: str, made: Made) -> None:
    study = made(kind="scenarios", dataset_id=hand, scenarios=[HIRE])
    path = f"/v1/studies/{study['id']}/page"
    english, russian = head.get(path), head.get(path, params={"language": "ru"})
    assert english.headers["content-type"].startswith("text/html")
    assert "sandbox" in english.headers["Content-Security-Policy"]
    assert 'lang="en"' in english.text
    assert 'lang="ru"' in russian.text
    assert "hired; the weight of the team" in english.text
    assert "hired; the weight of the team" not in russian.text


@ONCE
def test_the_same_question_has_the_same_answer_and_is_not_solved_twice(
    head: TestClient, company: str, made: Made
) -> None:
    ask = {"kind": "scenarios", "dataset_id": company, "scenarios": [HIRE]}
    first, second = (head.get(f"/v1/studies/{made(**ask)['id']}/document").json() for _ in range(2))
    stored = [
        run.pop("from_store") for one in (*first["scenarios"], *second["scenarios"]) for run in one["runs"]
    ]
    assert stored == [False, False, True, True]
    assert first == second


@ONCE
def test_the_store_puts_out_what_was_not_used_for_longest(ctx: Context, hand: str, made: Made) -> None:
    made(kind="scenarios", dataset_id=hand, scenarios=[HIRE])
    assert keeping.trim(ctx.settings.data_dir, 1) == 0  # two answers of six clients are far below 1 MiB
    assert keeping.trim(ctx.settings.data_dir, 0) == 2
    assert keeping.trim(ctx.settings.data_dir, 0) == 0


def test_the_curve_of_a_base(head: TestClient, hand: str, made: Made) -> None:
    study = made(kind="frontier", dataset_id=hand, points=6)
    document = head.get(f"/v1/studies/{study['id']}/document").json()
    # Nobody moves; or one of six, or two; or three, and both have the same: none beats another in both.
    assert [one["moved_clients"] for one in document["answers"]] == [0, 1, 2, 3]
    assert study["figures"]["points"] == 4
    assert "<svg" in head.get(f"/v1/studies/{study['id']}/page").text


@ONCE
def test_what_the_plan_hangs_on(head: TestClient, hand: str, made: Made) -> None:
    knobs = ["objective.weights.imbalance", "rules.loss_cap.cap"]
    study = made(kind="sensitivity", dataset_id=hand, knobs=knobs, effort={**QUICK, "seeds": 2})
    document = head.get(f"/v1/studies/{study['id']}/document").json()
    assert {one["path"] for one in document["knobs"]} == set(knobs)
    assert len(document["seeds"]) == 1


@ONCE
def test_a_newcomers_books_month_by_month(head: TestClient, company: str, made: Made) -> None:
    nina = {"manager_id": "N1", "name": "Nina", "start": "2027-01-01"}
    study = made(kind="onboarding", dataset_id=company, newcomers=[nina], ramp=[0.5, 1.0])
    assert study["state"] == "done", study["problem"]
    document = head.get(f"/v1/studies/{study['id']}/document").json()
    assert document["newcomers"][0]["manager_id"] == "N1"
    assert document["ramp"] == [0.5, 1.0]
    assert study["figures"]["moves"] == len(document["moves"]) > 0
    assert study["figures"]["proven_moved"] == 0


def test_what_is_wrong_is_told_before_anything_runs(head: TestClient, hand: str) -> None:
    def ask(**body: Any) -> Any:
        return head.post("/v1/studies", json={"name": "x", "dataset_id": hand, **body})

    def places(answer: Any) -> list[str]:
        assert answer.status_code == 422, answer.text
        return [place["where"] for place in answer.json()["errors"]]

    two = [HIRE, {**HIRE, "name": "hire ONE"}, {"name": "Base", "edits": []}, {"edits": []}]
    assert places(ask(kind="scenarios", scenarios=two)) == [
        "scenarios.1.name",
        "scenarios.2.name",
        "scenarios.3.name",
    ]
    leave = {"name": "gone", "edits": [{"kind": "leave", "managers": ["m9"]}]}
    assert places(ask(kind="scenarios", scenarios=[leave])) == ["column 'edits.0.managers.0'"]
    assert places(ask(kind="frontier", effort={"time_limit": 1e6})) == ["effort.time_limit"]
    assert places(ask(kind="onboarding")) == ["newcomers"]
    assert places(ask(kind="onboarding", leaver="m9")) == ["column 'edits.0.managers.0'"]
    assert places(ask(kind="onboarding", leaver="m1", ramp=[1.0, 0.5])) == ["ramp"]
    assert places(ask(kind="sensitivity", knobs=["no.such"])) == ["column 'knobs'"]
    assert places(ask(kind="dance")) == ["body"]


def test_a_study_that_runs_has_nothing_to_show_and_can_not_be_forgotten(head: TestClient, hand: str) -> None:
    asked = {"name": "x", "dataset_id": hand, "kind": "frontier", "effort": QUICK}
    study = head.post("/v1/studies", json=asked).json()
    path = f"/v1/studies/{study['id']}"
    assert head.get(f"{path}/document").status_code == 409
    assert head.delete(path, headers={"If-Match": study["etag"]}).status_code == 409


def test_a_study_is_forgotten_with_its_files(ctx: Context, head: TestClient, hand: str, made: Made) -> None:
    study = made(kind="frontier", dataset_id=hand, points=2)
    folder = ctx.files.folder("studies", study["id"])
    assert folder.is_dir()
    path = f"/v1/studies/{study['id']}"
    assert head.delete(path, headers={"If-Match": study["etag"]}).status_code == 204
    assert (folder.exists(), head.get(path).status_code) == (False, 404)


@ONCE
def test_progress_counts_the_solves(ctx: Context, head: TestClient, hand: str) -> None:
    asked = {"name": "x", "dataset_id": hand, "kind": "scenarios", "effort": QUICK, "scenarios": [HIRE]}
    study = head.post("/v1/studies", json=asked).json()
    told = run_job(ctx, study["job_id"]).told
    assert told[0]["phase"] == "reading"
    assert (told[-1]["done"], told[-1]["total"]) == (2, 2)
    assert {one["name"] for one in told} >= {"base/0", "Hire one/0"}


class Impatient:
    """Says stop from the moment on at which the store holds an answer."""

    def __init__(self, ctx: Context) -> None:
        self.folder = ctx.settings.data_dir / "files" / keeping.STORE

    def __call__(self) -> bool:
        return any(self.folder.glob("*/*.json.gz"))


def test_a_cancel_keeps_what_was_found(ctx: Context, head: TestClient, hand: str, made: Made) -> None:
    study = made(stop=Impatient(ctx), kind="scenarios", dataset_id=hand, scenarios=[HIRE])
    assert (study["state"], study["figures"]["stopped"]) == ("done", True)
    document = head.get(f"/v1/studies/{study['id']}/document").json()
    base, hire = document["scenarios"]
    assert base["best_seed"] == 0
    assert (hire["best_seed"], hire["problems"]["0"]["kind"]) == (None, "no-answer")


def test_a_study_without_any_answer_says_why(ctx: Context, head: TestClient, hand: str, made: Made) -> None:
    study = made(stop=lambda: True, kind="frontier", dataset_id=hand)
    assert study["state"] == "failed"
    assert study["problem"]["type"].endswith(":no-answer")
    assert head.get(f"/v1/studies/{study['id']}/page").status_code == 409


@ONCE
def test_the_same_attempt_can_be_made_twice(ctx: Context, head: TestClient, hand: str, made: Made) -> None:
    study = made(kind="scenarios", dataset_id=hand, scenarios=[HIRE])
    path = ctx.files.folder("studies", study["id"]) / "document.en.json"
    before = path.read_bytes()
    with ctx.db.write() as session:
        job = session.get(JobRecord, study["job_id"])
        assert job is not None
        job.state = "queued"
    run_job(ctx, study["job_id"])
    assert path.read_bytes() == before.replace(b'"from_store": false', b'"from_store": true')


@pytest.mark.parametrize("kind", ["frontier", "sensitivity"])
def test_hr_asks_for_people_and_scenarios_only(
    head: TestClient, hand: str, hr: dict[str, str], kind: str
) -> None:
    body = {"name": "x", "dataset_id": hand, "effort": QUICK}
    assert head.post("/v1/studies", json={**body, "kind": kind}, headers=hr).status_code == 403
    leaver = {**body, "kind": "onboarding", "leaver": "m1"}
    assert head.post("/v1/studies", json=leaver, headers=hr).status_code == 202


@ONCE
def test_sentences_are_in_the_language_of_whoever_reads(ctx: Context, hand: str, made: Made) -> None:
    study = made(kind="scenarios", dataset_id=hand, scenarios=[HIRE])
    said = [
        studies.get_study_document(ctx, Actor("u", "user", Role.HR, language=language), study["id"])
        for language in ("en", "ru")
    ]
    english, russian = (one["scenarios"][1]["sentences"][0] for one in said)
    assert english == "Nina (n1): hired; the weight of the team goes from 2 to 3."
    assert russian.startswith("Nina (n1): ")
    assert russian != english


@ONCE
def test_managers_see_none_of_it_and_programs_only_read(
    client: TestClient, hand: str, key_of: Callable[..., dict[str, str]]
) -> None:
    body = {"name": "x", "dataset_id": hand, "kind": "onboarding", "leaver": "m1"}
    scenario = {"name": "x", "dataset_id": hand, "edits": HIRE["edits"]}
    for role, reading in ((Role.MANAGER, 403), (Role.CRM, 200)):
        headers = key_of(role, "m1" if role is Role.MANAGER else None)
        paths = ("edits", "scenarios", "scenarios/catalogue", "studies")
        assert {client.get(f"/v1/{path}", headers=headers).status_code for path in paths} == {reading}
        assert client.post("/v1/studies", json=body, headers=headers).status_code == 403
        assert client.post("/v1/scenarios", json=scenario, headers=headers).status_code == 403
