"""The call sheet out, filled in, and read back as evidence."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.context import Context
from api.db.models import JobRecord
from tests.api.running import run_job


def fill(content: bytes, answers: dict[int, str]) -> bytes:
    """The sheet with answers in its first rows."""
    book = load_workbook(BytesIO(content))
    sheet: Any = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Answer" for cell in row))
    column = next(cell.column for cell in head if cell.value == "Answer")
    for offset, answer in answers.items():
        sheet.cell(head[0].row + 1 + offset, column, answer)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def drawn(head: TestClient, ctx: Context, path: str) -> bytes:
    answer = head.post(f"{path}/audit-sheet", json={"margin": 0.2, "seed": 4})
    assert answer.status_code == 202
    run_job(ctx, answer.json()["job_id"])
    sheet = head.get(f"{path}/audit-sheet")
    assert sheet.headers["content-type"].startswith("application/vnd.openxmlformats")
    return sheet.content


def test_answers_of_a_filled_sheet_become_decisions(head: TestClient, ctx: Context, company: str) -> None:
    path = f"/v1/datasets/{company}"
    assert head.get(f"{path}/audit-sheet").status_code == 404
    filled = fill(drawn(head, ctx, path), {0: "confirmed", 1: "refuted", 2: "unreached"})
    sent = head.put(f"{path}/audit-sheet", files={"sheet": ("filled.xlsx", filled)})
    assert sent.status_code == 202
    run_job(ctx, sent.json()["job_id"])
    said = head.get(f"{path}/decisions").json()["items"]
    # Nobody was reached in the third row: that says nothing.
    assert sorted(one["answer"] for one in said) == ["confirmed", "refuted"]
    assert {one["until"] for one in said} == {"2026-06-01"}
    found = head.get(f"{path}/audit").json()
    assert (found["answers"], found["sheet"]) == (
        {"confirmed": 1, "refuted": 1, "unreached": 1 + _blank(found)},
        "filled.xlsx",
    )
    assert list(ctx.files.folder("sheets", "x").parent.iterdir()) == []


def _blank(found: dict[str, Any]) -> int:
    """Rows that nobody filled in count as not reached."""
    return int(sum(one["unreached"] for one in found["managers"])) - 1


def test_a_sheet_of_others_is_refused_place_by_place(head: TestClient, ctx: Context, company: str) -> None:
    path = f"/v1/datasets/{company}"
    wrong = b"client_id,manager_id,answer\nC99999,M01,confirmed\nC00001,M01,perhaps\n"
    sent = head.put(f"{path}/audit-sheet", files={"sheet": ("wrong.csv", wrong)})
    run_job(ctx, sent.json()["job_id"])
    assert head.get(f"{path}/decisions").json()["items"] == []
    with ctx.db.read() as session:
        job = session.get(JobRecord, sent.json()["job_id"])
        assert job is not None
        assert job.problem is not None
        assert [place["where"] for place in job.problem["errors"]] == [
            "wrong.csv, row 2, column 'client_id'",
            "wrong.csv, row 3, column 'answer'",
        ]


def test_a_form_without_the_sheet_is_refused(head: TestClient, ctx: Context, company: str) -> None:
    path = f"/v1/datasets/{company}/audit-sheet"
    for files in ({"other": ("a.csv", b"x")}, {"sheet": (None, b"x")}):
        assert head.put(path, files=files).status_code == 422
    assert not any(ctx.files.root.glob("sheets/*"))
