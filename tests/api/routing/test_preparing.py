"""A proposal goes live when its routing plan is ready, and not before."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from api.context import Context
from api.work.opening import PROPOSALS
from api.work.routing import plan_file, read_plan
from tests.api.routing.plans import PLAN_B, B, put_approved
from tests.api.running import run_all_jobs, run_job

ANY = {"If-Match": "*"}


def post(client: TestClient, proposal_id: str, verb: str) -> Any:
    body: dict[str, Any] | None = {} if verb == "approve" else None
    return client.post(f"/v1/proposals/{proposal_id}/{verb}", json=body, headers=ANY)


def state(client: TestClient, proposal_id: str) -> tuple[str, str, bool]:
    """State of a proposal and of its plan, and whether it waits to go live."""
    found = client.get(f"/v1/proposals/{proposal_id}").json()
    return found["state"], found["routing"]["state"], found["routing"]["going_live"]


def test_the_plan_is_made_at_the_approval(head: TestClient, ctx: Context, made: dict[str, Any]) -> None:
    assert made["routing"] is None
    approved = post(head, made["id"], "approve").json()
    assert (approved["routing"]["state"], approved["routing"]["going_live"]) == ("preparing", False)
    run_job(ctx, approved["routing"]["job_id"])
    assert state(head, made["id"]) == ("approved", "ready", False)
    live = post(head, made["id"], "activate")
    assert (live.status_code, live.json()["state"]) == (200, "live")
    plan = read_plan(ctx.files, made["id"])
    told = head.get(f"/v1/proposals/{made['id']}/document").json()
    assert plan.num_managers == len([m for m in told["managers"] if m["weight"] > 0])
    routed = head.post("/v1/route", json={"client": {"client_id": plan.book.client_id(0)}}).json()
    assert routed["match"]["client_id"] == plan.book.client_id(0)


def test_whoever_activates_too_early_need_not_come_again(
    head: TestClient, ctx: Context, made: dict[str, Any]
) -> None:
    job_id = post(head, made["id"], "approve").json()["routing"]["job_id"]
    early = post(head, made["id"], "activate")
    assert (early.status_code, early.headers["location"]) == (202, f"/v1/jobs/{job_id}")
    assert early.json()["state"] == "approved"
    assert post(head, made["id"], "activate").json()["routing"]["job_id"] == job_id
    assert head.get("/v1/proposals/live").status_code == 404
    assert run_all_jobs(ctx) == [job_id]
    assert state(head, made["id"]) == ("live", "ready", False)
    actions = [one["action"] for one in head.get("/v1/audit").json()["items"]]
    assert actions[:2] == ["proposal.activated", "proposal.activation_asked"]


def test_the_last_one_activated_goes_live(head: TestClient, ctx: Context, made: dict[str, Any]) -> None:
    post(head, made["id"], "approve")
    post(head, made["id"], "activate")
    put_approved(ctx, B, PLAN_B)
    assert post(head, B, "activate").status_code == 200
    run_all_jobs(ctx)
    assert state(head, made["id"]) == ("approved", "ready", False)
    assert head.get("/v1/proposals/live").json()["id"] == B


def test_a_plan_that_cannot_be_made_says_why_and_is_tried_again(
    head: TestClient, ctx: Context, made: dict[str, Any]
) -> None:
    folder = ctx.files.folder(PROPOSALS, made["id"])
    whole = (folder / "assignment.csv").read_bytes()
    (folder / "assignment.csv").write_text("client_id,manager_id\n")
    post(head, made["id"], "approve")
    post(head, made["id"], "activate")
    run_all_jobs(ctx)
    assert state(head, made["id"]) == ("approved", "failed", False)
    assert head.get(f"/v1/proposals/{made['id']}").json()["routing"]["problem"]["status"] == 422
    (folder / "assignment.csv").write_bytes(whole)
    assert post(head, made["id"], "activate").status_code == 202
    run_all_jobs(ctx)
    assert state(head, made["id"]) == ("live", "ready", False)


def test_a_proposal_that_is_removed_takes_its_plan_along(
    head: TestClient, ctx: Context, made: dict[str, Any]
) -> None:
    post(head, made["id"], "approve")
    run_all_jobs(ctx)
    assert plan_file(ctx.files, made["id"]).exists()
    assert head.delete(f"/v1/proposals/{made['id']}", headers=ANY).status_code == 204
    assert not plan_file(ctx.files, made["id"]).exists()
