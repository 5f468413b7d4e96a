"""Uploads: whole or not at all, limited, and told place by place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.db.models import Dataset, JobRecord
from api.security.actor import Role
from api.services.datasets.removing import sweep_uploads
from api.settings import Settings
from tests.api.datasets.conftest import as_parts, company_tables, on_sqlite, upload
from tests.api.running import run_job

Read = Callable[..., dict[str, Any]]


def left(ctx: Context) -> list[str]:
    """Names of everything that lies in the folder of uploads."""
    folder = ctx.files.root / "datasets"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_an_upload_answers_at_once_with_its_job(head: TestClient, ctx: Context) -> None:
    answer = head.post(
        "/v1/datasets", files=as_parts(company_tables()), data={"name": "Acme", "as_of": "2026-06-01"}
    )
    made = answer.json()
    assert (answer.status_code, made["state"], made["name"]) == (202, "reading", "Acme")
    assert answer.headers["Location"] == f"/v1/datasets/{made['id']}"
    assert head.get(f"/v1/datasets/{made['id']}/clients").status_code == 409
    run_job(ctx, made["job_id"])
    found = head.get(answer.headers["Location"]).json()
    assert (found["state"], found["num_clients"], found["as_of"]) == ("ready", 89, "2026-06-01")
    assert found["figures"]["base"]["clients"] == 89


@on_sqlite
def test_names_of_files_are_remembered_and_never_used_as_paths(head: TestClient, ctx: Context) -> None:
    parts = as_parts(company_tables())
    parts["clients"] = ("../../../tmp/Клиенты 1С.csv", parts["clients"][1])
    made = head.post("/v1/datasets", files=parts).json()
    assert made["tables"]["clients"] == "Клиенты 1С.csv"
    run_job(ctx, made["job_id"])
    columns = head.get(f"/v1/datasets/{made['id']}/columns").json()["columns"]
    assert {column["file"] for column in columns if column["table"] == "clients"} == {"Клиенты 1С.csv"}
    files = [path.name for path in ctx.files.folder("datasets", made["id"]).iterdir()]
    assert sorted(files) == ["activities.csv", "base.json", "clients.csv", "managers.csv", "rules.csv"]


@on_sqlite
def test_a_log_called_after_its_kind_keeps_it(head: TestClient, ctx: Context) -> None:
    # Without a column `kind` the name of the file says what all rows are (docs/files.md).
    log = b"client_id,manager_id,occurred_at,summary\nC1,M1,2026-05-01,talked about the new pump station\n"
    clients = b"client_id,name,manager_id,potential\nC1,Alpha,M1,100\n"
    for name, state in (("calls.csv", "ready"), ("log.csv", "refused")):
        parts = {"clients": ("clients.csv", clients), "activities": (name, log)}
        made = head.post("/v1/datasets", files=parts).json()
        run_job(ctx, made["job_id"])
        assert head.get(f"/v1/datasets/{made['id']}").json()["state"] == state


@on_sqlite
def test_everything_that_is_wrong_with_a_form_is_told_at_once(head: TestClient, ctx: Context) -> None:
    wrong = {
        "managers": ("team.exe", b"MZ"),
        "activities": ("log.csv", b""),
        "photos": ("photo.png", b"x"),
    }
    answer = head.post(
        "/v1/datasets", files=wrong, data={"tolerant": "maybe", "as_of": "1.6.26", "name": "a\nb"}
    )
    assert answer.status_code == 422
    assert sorted(place["where"] for place in answer.json()["errors"]) == [
        *("activities", "as_of", "clients", "managers", "name", "photos", "tolerant"),
    ]
    assert left(ctx) == []


@on_sqlite
def test_more_bytes_than_allowed_are_refused_while_they_come(
    settings: Settings, head: TestClient, ctx: Context
) -> None:
    small = settings.model_copy(update={"max_upload_mb": 1})
    object.__setattr__(ctx, "settings", small)
    whole = 3 << 20
    sent = 0

    def body() -> Any:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="clients"; filename="c.csv"\r\n\r\n'
        while sent < whole:
            sent += 1 << 16
            yield b"a" * (1 << 16)

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = head.post("/v1/datasets", content=body(), headers=kind)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:assigner:problem:too-large")
    assert left(ctx) == []
    announced = head.post("/v1/datasets", content=b"a" * whole, headers=kind)
    assert announced.status_code == 413


NO_FORMS = [
    ("text/csv", b"client_id\nC1\n"),
    ("multipart/form-data", b"--x--"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="clients"'),
    ("multipart/form-data; boundary=x", b"--x\r\nX: 1\r\n\r\nabc\r\n--x--\r\n"),
    ("multipart/form-data; boundary=x", b"nonsense"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: " + b"a" * 20_000),
]


@on_sqlite
def test_bodies_that_are_no_form_are_refused(head: TestClient, ctx: Context) -> None:
    for kind, body in NO_FORMS:
        answer = head.post("/v1/datasets", content=body, headers={"Content-Type": kind})
        assert answer.status_code == 400, (kind, body)
    assert left(ctx) == []


@on_sqlite
def test_bad_tables_are_refused_with_every_place(read: Read, head: TestClient) -> None:
    clients = b"client_id,name,manager_id,potential\nC1,Alpha,M1,many\nC2,Beta,M9,100\nC1,Gamma,M1,-5\n"
    made = read({"clients": clients, "managers": b"manager_id,name\nM1,Ann\n"})
    assert made["state"] == "refused"
    places = {(place["where"], place["value"]) for place in made["problem"]["errors"]}
    assert ("clients.csv, row 2, column 'potential'", "many") in places
    assert ("clients.csv, row 3, column 'manager_id'", "M9") in places
    assert ("clients.csv, row 4, column 'client_id'", "C1") in places
    assert "Remedy" in made["problem"]["errors"][0]["message"]
    assert head.get(f"/v1/datasets/{made['id']}/clients").status_code == 409


@on_sqlite
def test_a_tolerant_reading_tells_what_it_left_out(read: Read, head: TestClient) -> None:
    clients = b"client_id,name,manager_id,potential\nC1,Alpha,M1,many\nC2,Beta,M1,100\n"
    made = read({"clients": clients, "managers": b"manager_id,name\nM1,Ann\n"}, tolerant="true")
    assert made["state"] == "ready", made["problem"]
    issues = head.get(f"/v1/datasets/{made['id']}/quality").json()["issues"]
    assert ("bad-number", "clients.csv", 2) in {(one["code"], one["file"], one["row"]) for one in issues}


@on_sqlite
def test_files_that_are_no_tables_are_refused_in_words(read: Read) -> None:
    no_tables = (
        b"%PDF-1.7 no table",
        b"\x00\x01\x02" * 50,
        b"PK\x03\x04 broken",
        b'"quote\n' * 3,
        b"\xff\xfe",
    )
    for content in no_tables:
        made = read({"clients": content})
        assert (made["state"], made["problem"]["status"]) == ("refused", 422), content
        assert made["problem"]["errors"][0]["where"].startswith("clients.csv")


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # the alarm may hit a destructor
@on_sqlite
def test_reading_has_a_limit_of_time(settings: Settings, head: TestClient, ctx: Context, read: Read) -> None:
    object.__setattr__(ctx, "settings", settings.model_copy(update={"read_seconds": 0.02}))
    made = read()
    assert made["state"] == "refused"
    assert "seconds" in made["problem"]["detail"]
    assert list((ctx.files.root / "cases").iterdir()) == []


@on_sqlite
def test_problems_are_told_in_the_language_of_whoever_asked(head: TestClient, ctx: Context) -> None:
    made = upload(head, {"clients": b"client_id,name\nC1,Alpha\n"})
    with ctx.db.write() as session:
        job = session.get(JobRecord, made["job_id"])
        assert job is not None
        job.language = "ru"
    run_job(ctx, made["job_id"])
    problem = head.get(f"/v1/datasets/{made['id']}").json()["problem"]
    assert any("а" <= letter <= "я" for letter in problem["detail"].lower())


@on_sqlite
def test_rows_of_json_are_read_as_tables(head: TestClient, ctx: Context) -> None:
    body = {
        "clients": [
            {"client_id": "C1", "name": "Alpha", "manager_id": "M1", "potential": 1000.5},
            {"client_id": "C2", "name": "Бета", "manager_id": "M2", "potential": 10},
        ],
        "managers": [{"manager_id": "M1", "name": "Ann"}, {"manager_id": "M2", "name": "Bob"}],
    }
    made = head.post("/v1/datasets/json", params={"name": "push"}, json=body)
    assert (made.status_code, made.json()["name"]) == (202, "push")
    run_job(ctx, made.json()["job_id"])
    items = head.get(f"{made.headers['Location']}/clients").json()["items"]
    assert [(one["name"], one["potential"]) for one in items] == [("Alpha", 1000.5), ("Бета", 10.0)]


NO_ROWS: list[tuple[bytes, list[str]]] = [
    (b"[1, 2", [""]),
    (b"[]", ["clients"]),
    (b'{"clients": []}', ["clients"]),
    (b'{"clients": [{"client_id": {"a": 1}}, 5], "x": [1]}', ["x", "clients, row 1", "clients, row 2"]),
    (b'{"clients": {"client_id": 1}}', ["clients"]),
    (b"[" * 100_000, [""]),
]


@on_sqlite
def test_rows_that_are_none_are_named(head: TestClient, ctx: Context) -> None:
    for body, where in NO_ROWS:
        made = head.post("/v1/datasets/json", content=body).json()
        run_job(ctx, made["job_id"])
        found = head.get(f"/v1/datasets/{made['id']}").json()
        assert found["state"] == "refused"
        assert [place["where"] for place in found["problem"]["errors"]] == where


@on_sqlite
def test_a_demo_company_is_the_same_for_the_same_seed(head: TestClient, ctx: Context) -> None:
    sums = set()
    for _ in range(2):
        made = head.post("/v1/datasets/demo", json={"clients": 60, "managers": 4, "seed": 5}).json()
        run_job(ctx, made["job_id"])
        found = head.get(f"/v1/datasets/{made['id']}").json()
        assert (found["state"], found["num_managers"] >= 4) == ("ready", True)
        sums.add(found["sha256"])
    assert len(sums) == 1


def test_a_mapping_is_followed_when_the_base_is_read_again(
    read: Read, head: TestClient, ctx: Context
) -> None:
    # The header "Size" means nothing to the reader; the mapping says that it is the potential.
    clients = b"client_id,name,manager_id,Size,potential\nC1,Alpha,M1,7,100\nC2,Beta,M1,9,100\n"
    made = read({"clients": clients, "managers": b"manager_id,name\nM1,Ann\n"})
    path = f"/v1/datasets/{made['id']}"
    body = {"mapping": {"clients": {"potential": "Size"}}}
    assert head.put(f"{path}/mapping", json=body).status_code == 428
    again = head.put(f"{path}/mapping", json=body, headers={"If-Match": made["etag"]})
    assert (again.status_code, again.json()["state"]) == (202, "reading")
    run_job(ctx, again.json()["job_id"])
    found = head.get(f"{path}/clients").json()
    assert ([one["potential"] for one in found["items"]], found["total"]) == ([7.0, 9.0], 2)
    wrong = {"mapping": {"clients": {"potential": "Nothing"}}}
    last = head.put(f"{path}/mapping", json=wrong, headers={"If-Match": head.get(path).json()["etag"]})
    run_job(ctx, last.json()["job_id"])
    assert head.get(path).json()["problem"]["errors"][0]["value"] == "Nothing"


def test_an_attempt_that_was_killed_leaves_nothing_twice(head: TestClient, ctx: Context) -> None:
    # The first attempt is cut off between files and rows; the second one does all of it again.
    made = upload(head, company_tables())
    run_job(ctx, made["job_id"])
    with ctx.db.write() as session:
        job, row = session.get(JobRecord, made["job_id"]), session.get(Dataset, made["id"])
        assert job is not None
        assert row is not None
        job.state, row.state = "queued", "reading"
    run_job(ctx, made["job_id"])
    assert head.get(f"/v1/datasets/{made['id']}/clients").json()["total"] == 89


@on_sqlite
def test_uploads_that_lost_their_process_are_swept(head: TestClient, ctx: Context, company: str) -> None:
    dead = ctx.files.root / "datasets" / ".ds_dead.x"
    lone = ctx.files.root / "datasets" / "ds_lone"
    for folder in (dead, lone):
        folder.mkdir()
        (folder / "clients.csv").write_text("half")
    assert sweep_uploads(ctx) == 0  # they may still be at work
    assert sweep_uploads(ctx, dead_seconds=-1.0) == 2
    assert left(ctx) == [company]


def test_managers_and_strangers_upload_nothing(client: TestClient, ctx: Context, key_of: Any) -> None:
    for role in (Role.HR, Role.MANAGER):
        answer = client.post("/v1/datasets", files=as_parts(company_tables()), headers=key_of(role, "M01"))
        assert answer.status_code == 403
    assert client.post("/v1/datasets", files=as_parts(company_tables())).status_code == 401
    assert left(ctx) == []


@on_sqlite
def test_documents_are_plain_json(read: Read, ctx: Context, company: str) -> None:
    folder: Path = ctx.files.folder("cases", company)
    for path in folder.glob("*.json"):
        json.loads(path.read_text("utf-8"), parse_constant=pytest.fail)
