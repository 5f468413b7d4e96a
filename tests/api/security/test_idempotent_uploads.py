"""A repeated upload: read once, whatever boundary the client invents, and nothing left on the disk."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.context import Context
from api.db.models import Dataset, JobRecord

TABLE = b"client_id,name\nc1,Alpha\n"


def upload(client: TestClient, boundary: str, table: bytes = TABLE) -> Any:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="clients"; filename="clients.csv"\r\n\r\n'
    body = head.encode() + table + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Idempotency-Key": "u1", "Content-Type": f"multipart/form-data; boundary={boundary}"}
    return client.post("/v1/datasets", content=body, headers=headers)


def test_a_repeated_upload_makes_one_base_and_one_job(head: TestClient, ctx: Context) -> None:
    first, second = upload(head, "AaB03x"), upload(head, "another-one")
    assert (first.status_code, second.status_code) == (202, 202), first.text
    assert second.headers["idempotent-replayed"] == "true"
    assert first.content == second.content
    assert first.headers["location"] == second.headers["location"]
    with ctx.db.read() as session:
        for model in (Dataset, JobRecord):
            assert session.scalar(select(func.count()).select_from(model)) == 1
    assert [path.name for path in (ctx.files.root / "datasets").iterdir()] == [first.json()["id"]]
    assert upload(head, "AaB03x", TABLE + b"c2,Beta\n").status_code == 422


def test_a_repeated_body_of_rows_makes_one_base(head: TestClient, ctx: Context) -> None:
    rows = {"clients": [{"client_id": "c1", "name": "Alpha"}]}
    answers = [head.post("/v1/datasets/json", json=rows, headers={"Idempotency-Key": "r1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202], answers[0].text
    assert answers[0].content == answers[1].content
    with ctx.db.read() as session:
        assert session.scalar(select(func.count()).select_from(Dataset)) == 1
