"""Plans of studies that become proposals: the very plan, on its own policy and edits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.context import Context
from api.db.models import Assignment, ProposalRecord
from api.work.opening import load_answer
from tests.api.running import run_job
from tests.api.whatif import bases
from tests.api.whatif.bases import ONCE

Made = Callable[..., dict[str, Any]]
HIRE = {"name": "Hire one", "edits": [{"kind": "hire", "manager": "n1", "name": "Nina"}]}


def adopted(ctx: Context, head: TestClient, study: dict[str, Any], **body: Any) -> ProposalRecord:
    """The proposal that was made of a plan."""
    answer = head.post(f"/v1/studies/{study['id']}/adopt", json=body)
    assert answer.status_code == 202, answer.text
    made = answer.json()
    assert answer.headers["Location"] == f"/v1/proposals/{made['proposal_id']}"
    run_job(ctx, made["job_id"])
    with ctx.db.read() as session:
        row = session.get(ProposalRecord, made["proposal_id"])
    assert row is not None
    assert row.state == "proposed", row.problem
    return row


def movers(ctx: Context, proposal: ProposalRecord) -> dict[str, str]:
    """Client -> manager of those who change hands or are placed; the excluded ones have no manager."""
    wanted = select(Assignment).where(Assignment.proposal_id == proposal.id)
    with ctx.db.read() as session:
        rows = list(session.scalars(wanted))
    return {
        row.client_id: row.manager_id for row in rows if row.manager_id not in ("", row.previous_manager_id)
    }


def test_a_scenario_becomes_the_proposal_that_was_compared(
    ctx: Context, head: TestClient, company: str, made: Made
) -> None:
    study = made(kind="scenarios", dataset_id=company, scenarios=[HIRE])
    row = adopted(ctx, head, study, scenario="Hire one", name="with Nina")
    told = {one["name"]: one for one in study["figures"]["rows"]}["Hire one"]
    assert row.figures is not None
    assert row.figures["moved_clients"] == told["moved_clients"]
    assert row.figures["levels"]["imbalance"] == told["levels.imbalance"]
    assert (row.name, row.origin, row.edits) == ("with Nina", "scenario", HIRE["edits"])
    assert "n1" in movers(ctx, row).values()
    # The folder explains itself: opened again it has the same score and bound.
    again = load_answer(ctx.files, row.id)
    assert (again.score, again.bound) == (row.figures["score"], row.figures["bound"])


@ONCE
def test_a_point_of_the_curve_becomes_a_proposal(
    ctx: Context, head: TestClient, hand: str, made: Made
) -> None:
    study = made(kind="frontier", dataset_id=hand, points=6)
    document = head.get(f"/v1/studies/{study['id']}/document").json()
    row = adopted(ctx, head, study, point=1)
    assert row.figures is not None
    # Of six clients one moves: point 0 moves none, the last one three.
    assert (row.figures["moved_clients"], document["answers"][1]["moved_clients"]) == (1, 1)
    assert row.edits[0]["mode"] == "lexicographic"
    assert row.figures["bound"] <= row.figures["score"]
    assert load_answer(ctx.files, row.id).score == row.figures["score"]


@ONCE
@pytest.mark.parametrize("steps", ["first", "all"])
def test_an_onboarding_is_handed_over_with_its_very_moves(
    ctx: Context, head: TestClient, company: str, made: Made, hr: dict[str, str], steps: str
) -> None:
    nina = {"manager_id": "N1", "name": "Nina", "start": "2027-01-01"}
    study = made(kind="onboarding", dataset_id=company, newcomers=[nina], ramp=[0.4, 1.0])
    document = head.get(f"/v1/studies/{study['id']}/document").json()
    head.headers.update(hr)  # HR asks; the head approves it like any other proposal
    row = adopted(ctx, head, study, steps=steps)
    first = document["steps"][0]["day"]
    moves = [one for one in document["moves"] if steps == "all" or one["day"] == first]
    assert len(moves) > 0
    assert movers(ctx, row) == {one["client_id"]: one["to_id"] for one in moves}
    assert (row.origin, row.state) == ("onboarding", "proposed")


@ONCE
def test_a_leavers_heirs_are_handed_over(ctx: Context, head: TestClient, tmp_path: Path, made: Made) -> None:
    dataset_id = bases.made_up(ctx, tmp_path / "co", clients=60, managers=4)
    study = made(kind="onboarding", dataset_id=dataset_id, leaver="M01")
    assert study["state"] == "done", study["problem"]
    document = head.get(f"/v1/studies/{study['id']}/document").json()
    row = adopted(ctx, head, study)
    assert movers(ctx, row) == {one["client_id"]: one["to_id"] for one in document["bequests"]}


def test_a_plan_that_the_study_lacks_is_refused(
    head: TestClient, hand: str, made: Made, hr: dict[str, str]
) -> None:
    study = made(kind="frontier", dataset_id=hand, points=2)
    path = f"/v1/studies/{study['id']}/adopt"
    for body in ({}, {"point": 9}, {"scenario": "base"}):
        answer = head.post(path, json=body)
        assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "point")
    assert head.post(path, json={"point": 0}, headers=hr).status_code == 403
    turned = made(kind="sensitivity", dataset_id=hand, knobs=["rules.loss_cap.cap"])
    assert head.post(f"/v1/studies/{turned['id']}/adopt", json={}).status_code == 409
