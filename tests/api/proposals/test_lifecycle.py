"""The way of a proposal: shared, approved, live, superseded; exports; what can't be done when."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.app import create_app
from api.context import Context
from api.db.models import AuditEntry, ProposalRecord
from api.security.actor import Role
from api.services.proposals.hooks import TOLD
from api.settings import Settings
from tests.api.proposals.test_deciding import decide, moved
from tests.api.proposals.test_solving import rows
from tests.api.routing.plans import lay_plan
from tests.api.running import run_all_jobs


def act(client: TestClient, made: dict[str, Any], verb: str, **body: Any) -> dict[str, Any]:
    """Do something to the present version; the proposal then."""
    path = f"/v1/proposals/{made['id']}"
    etag = client.get(path).headers["ETag"]
    sent = None if verb == "activate" else body
    answer = client.post(f"{path}/{verb}", json=sent, headers={"If-Match": etag})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def copies(ctx: Context, made: dict[str, Any], number: int) -> list[str]:
    """More approved proposals with the same answer, without solving."""
    with ctx.db.write() as session:
        row = session.get_one(ProposalRecord, made["id"])
        names = [column.key for column in ProposalRecord.__table__.columns]
        ids = [f"{row.id[:-2]}{n:02d}" for n in range(number)]
        for one in ids:
            values = {name: getattr(row, name) for name in names}
            session.add(ProposalRecord(**values | {"id": one, "state": "approved", "job_id": None}))
    for one in ids:
        lay_plan(ctx, one)
    return ids


def test_one_is_live_and_the_one_before_is_superseded(
    head: TestClient, ctx: Context, made: dict[str, Any]
) -> None:
    assert head.get("/v1/proposals/live").status_code == 404
    early = head.post(f"/v1/proposals/{made['id']}/activate", headers={"If-Match": made["etag"]})
    assert (early.status_code, early.json()["state"]) == (409, "proposed")
    act(head, made, "approve")
    run_all_jobs(ctx)  # its routing plan
    live = act(head, made, "activate")
    assert head.get("/v1/proposals/live").json()["id"] == live["id"]
    removed = head.delete(f"/v1/proposals/{made['id']}", headers={"If-Match": live["etag"]})
    assert removed.status_code == 409
    (second,) = copies(ctx, made, 1)
    act(head, {"id": second}, "activate")
    assert head.get(f"/v1/proposals/{made['id']}").json()["state"] == "superseded"
    found = head.get("/v1/proposals", params={"state": "live"}).json()["items"]
    assert [one["id"] for one in found] == [second]


def test_many_at_once_leave_exactly_one_live(head: TestClient, ctx: Context, made: dict[str, Any]) -> None:
    ids = copies(ctx, made, 6)

    def go(proposal_id: str) -> int:
        path = f"/v1/proposals/{proposal_id}/activate"
        return head.post(path, headers={"If-Match": "*"}).status_code

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(go, ids)) == [200] * 6
    with ctx.db.read() as session:
        states = session.execute(
            select(ProposalRecord.state, func.count())
            .where(ProposalRecord.id.in_(ids))
            .group_by(ProposalRecord.state)
        )
        assert dict(states.all()) == {"live": 1, "superseded": 5}


def test_what_was_decided_must_be_in_the_answer_that_is_approved(
    head: TestClient, made: dict[str, Any]
) -> None:
    managers = head.get(f"/v1/proposals/{made['id']}/managers").json()["items"]
    stay = {one["manager_id"] for one in managers if one["weight"] > 0}
    client_id = next(row["client_id"] for row in moved(head, made) if row["from_id"] in stay)
    decide(head, made, [{"client_id": client_id, "verdict": "reject"}])
    refused = head.post(f"/v1/proposals/{made['id']}/approve", json={}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["decisions"]) == (409, 1)
    decide(head, made, [{"client_id": client_id, "verdict": "accept"}])
    assert act(head, made, "approve")["state"] == "approved"


def test_four_eyes_need_somebody_else(
    settings: Settings, key_of: Callable[..., dict[str, str]], made: dict[str, Any], head: TestClient
) -> None:
    # The head asked for nothing, but decided on a move: that counts as having seen it.
    decide(head, made, [{"client_id": moved(head, made)[0]["client_id"], "verdict": "accept"}])
    strict = settings.model_copy(update={"four_eyes": True})
    with TestClient(create_app(strict)) as other:
        path = f"/v1/proposals/{made['id']}/approve"
        own = other.post(path, json={}, headers=dict(head.headers) | {"If-Match": "*"})
        assert own.status_code == 403
        second = other.post(path, json={}, headers=key_of(Role.HEAD) | {"If-Match": "*"})
        assert second.status_code == 200


def test_files_are_handed_out_under_their_names_and_languages(
    head: TestClient, ctx: Context, made: dict[str, Any]
) -> None:
    base = f"/v1/proposals/{made['id']}/exports"
    listed = head.get(base).json()
    assert {one["name"] for one in listed["files"]} >= {"assignment.csv", "report.html", "proposal.xlsx"}
    russian = head.get(f"{base}/report.html", params={"language": "ru"})
    said = f"{made['name'].lower()}-{made['created_at'][:10]}-report-ru.html"
    assert (
        russian.headers["content-disposition"] == f"attachment; filename=\"{said}\"; filename*=UTF-8''{said}"
    )
    assert russian.headers["x-content-type-options"] == "nosniff"
    assert '<html lang="ru"' in russian.text
    assert '<html lang="en"' in head.get(f"{base}/report.html").text
    assert json.loads(head.get(f"{base}/proposal.json").content)["score"] == made["figures"]["score"]
    assert head.get(f"{base}/inputs.zip").status_code == 422
    with ctx.db.read() as session:
        logged = session.scalars(select(AuditEntry).where(AuditEntry.action == "proposal.exported"))
        assert len(list(logged)) == 3


def test_owner_changes_are_written_once_it_is_approved_and_can_be_undone(
    head: TestClient, made: dict[str, Any]
) -> None:
    path = f"/v1/proposals/{made['id']}/exports/crm/1c"
    assert head.get(path).status_code == 409
    act(head, made, "approve")
    there, back = head.get(path), head.get(path, params={"roll_back": True})
    assert (there.status_code, there.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(there.content)) as archive:
        assert archive.namelist()
    assert there.content != back.content
    assert there.headers["x-assigner-left-out"] == "0"
    # Users of Bitrix24 are numbers, which "M01" is not: every move is told as left out.
    bitrix = head.get(path.replace("1c", "bitrix24"))
    assert int(bitrix.headers["x-assigner-left-out"]) == len(rows(head, made, moved=True))


def test_a_removed_proposal_takes_its_files_and_rows_along(
    head: TestClient, ctx: Context, made: dict[str, Any]
) -> None:
    folder = ctx.files.folder("proposals", made["id"])
    assert folder.is_dir()
    gone = head.delete(f"/v1/proposals/{made['id']}", headers={"If-Match": made["etag"]})
    assert gone.status_code == 204
    assert not folder.exists()
    assert head.get(f"/v1/proposals/{made['id']}/moves").status_code == 404


def test_webhooks_hear_figures_but_no_names(made: dict[str, Any]) -> None:
    assert set(TOLD) <= set(made["figures"])
