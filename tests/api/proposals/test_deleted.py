"""A draft that is deleted while its job runs leaves nothing behind."""

from __future__ import annotations

from fastapi.testclient import TestClient
from sqlalchemy import update

from api.context import Context
from api.db.models import JobRecord
from api.jobs.ending import settle, take_back_overdue
from api.jobs.kinds import kinds
from api.jobs.rows import Hold
from scenarios.runner import JobEvent, JobState
from tests.api.proposals.company import QUICK
from tests.api.running import InlineContext, _claim


def test_a_draft_deleted_while_its_job_runs_leaves_no_files(
    head: TestClient, ctx: Context, dataset: str
) -> None:
    asked = {"dataset_id": dataset, "name": "Spring", "config": QUICK}
    draft = head.post("/v1/proposals", json=asked).json()
    path, job_id = f"/v1/proposals/{draft['id']}", draft["job_id"]
    folder = ctx.files.folder("proposals", draft["id"])
    deleted: list[int] = []

    def stop() -> bool:
        if not deleted:
            deleted.append(head.delete(path, headers={"If-Match": "*"}).status_code)
        return True

    task = _claim(ctx, job_id)
    hold = Hold(job_id, task.attempt, "test")
    try:
        result = kinds()["propose"].function(task, InlineContext(stop))
        event = JobEvent(job_id, JobState.CANCELLED, result=result)
    except Exception as error:  # its rows have no proposal to belong to
        event = JobEvent(job_id, JobState.FAILED, error=error)
    folder.mkdir(parents=True, exist_ok=True)  # whatever the job got to
    settle(ctx, hold, event)
    assert deleted == [204]
    assert not folder.exists()


def test_a_draft_deleted_before_its_job_is_given_up_leaves_no_files(
    head: TestClient, ctx: Context, dataset: str
) -> None:
    draft = head.post("/v1/proposals", json={"dataset_id": dataset, "name": "Spring"}).json()
    _claim(ctx, draft["job_id"])
    with ctx.files.making("proposals", draft["id"]) as folder:
        (folder / "assignment.csv").write_text("client_id\n")
    assert head.delete(f"/v1/proposals/{draft['id']}", headers={"If-Match": "*"}).status_code == 204
    with ctx.db.write() as session:
        session.execute(update(JobRecord).values(lease_until=ctx.now().replace(year=2000)))
    assert take_back_overdue(ctx) == 1
    assert not ctx.files.folder("proposals", draft["id"]).exists()
