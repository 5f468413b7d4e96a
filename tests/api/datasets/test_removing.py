"""Bases go when nobody needs them, with everything that stands on them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient

from api.context import Context
from api.db.models import Dataset, DatasetClient, DatasetEntry, ProposalRecord, ScenarioRecord
from api.services.datasets.removing import forget_old
from tests.api.datasets.conftest import company_tables, upload


def stand_on(ctx: Context, dataset_id: str, state: str) -> str:
    """A proposal in this state on the base."""
    with ctx.db.write() as session:
        row = ProposalRecord(
            id=f"prop_{state}",
            name=state,
            dataset_id=dataset_id,
            origin="propose",
            state=state,
            policy={},
            config={},
            edits=[],
            created_at=ctx.now(),
            created_by="x",
            version=1,
        )
        session.add(row)
    return f"prop_{state}"


def rows(ctx: Context, dataset_id: str) -> int:
    with ctx.db.read() as session:
        models = (DatasetClient, DatasetEntry)
        found = [session.query(model).filter_by(dataset_id=dataset_id).count() for model in models]
        return sum(found) + (session.get(Dataset, dataset_id) is not None)


def test_deleting_takes_rows_and_files(head: TestClient, ctx: Context, company: str) -> None:
    old = stand_on(ctx, company, "superseded")
    with ctx.db.write() as session:
        session.add(
            ScenarioRecord(
                id="sc_1",
                name="x",
                dataset_id=company,
                policy={},
                edits=[],
                created_at=ctx.now(),
                created_by="x",
                changed_at=ctx.now(),
                version=1,
            )
        )
    etag = head.get(f"/v1/datasets/{company}").json()["etag"]
    assert head.delete(f"/v1/datasets/{company}").status_code == 428
    assert head.delete(f"/v1/datasets/{company}", headers={"If-Match": etag}).status_code == 204
    assert head.get(f"/v1/datasets/{company}").status_code == 404
    assert rows(ctx, company) == 0
    assert not any(ctx.files.folder(kind, company).exists() for kind in ("datasets", "cases"))
    with ctx.db.read() as session:
        assert session.get(ProposalRecord, old) is None


def test_what_a_proposal_stands_on_stays(head: TestClient, ctx: Context, company: str) -> None:
    kept = stand_on(ctx, company, "proposed")
    answer = head.delete(f"/v1/datasets/{company}", headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["proposals"]) == (409, [kept])


def test_a_base_that_is_being_read_stays(head: TestClient, ctx: Context) -> None:
    made = upload(head, company_tables())
    answer = head.delete(f"/v1/datasets/{made['id']}", headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["job_id"]) == (409, made["job_id"])


def test_old_bases_are_forgotten_but_those_of_approved_and_live_plans(
    head: TestClient, ctx: Context, company: str
) -> None:
    later = ctx.now() + timedelta(days=31)
    keep = ctx.settings.model_copy(update={"keep_datasets_days": 30})
    aged: Any = Context(keep, ctx.db, ctx.files, ctx.secret, now=lambda: later)
    assert forget_old(ctx) == []  # 0 days: never
    live = stand_on(ctx, company, "live")
    assert forget_old(aged) == []
    with ctx.db.write() as session:
        row = session.get(ProposalRecord, live)
        assert row is not None
        row.state = "superseded"
    young: Any = Context(keep, ctx.db, ctx.files, ctx.secret, now=lambda: later - timedelta(days=2))
    assert forget_old(young) == []
    assert forget_old(aged) == [company]
    assert rows(ctx, company) == 0
