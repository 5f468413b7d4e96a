"""The audit log: what it tells, and that no change of it stays unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.context import Context
from api.db import Database
from api.security.actor import Role
from api.services.audit import verify_chain


def fill(client: TestClient, key_of: Callable[..., dict[str, str]]) -> None:
    """Three more entries: two policies, and the key of whoever made them."""
    client.headers.update(key_of(Role.ADMIN))
    for name in ("a", "b"):
        assert client.post("/v1/policies", json={"name": name, "document": {}}).status_code == 201


def tamper(db: Database, *statements: str) -> None:
    """What somebody with the database's own password could do: guards off, change, guards on."""
    off = (
        ["DROP TRIGGER audit_entries_no_update", "DROP TRIGGER audit_entries_no_delete"]
        if db.is_sqlite
        else ["ALTER TABLE audit_entries DISABLE TRIGGER USER"]
    )
    with db.write() as session:
        for statement in (*off, *statements):
            session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entries SET role = 'crm' WHERE seq = 1", "DELETE FROM audit_entries WHERE seq = 1"],
)
def test_the_database_itself_refuses_changes(
    client: TestClient, ctx: Context, key_of: Callable[..., dict[str, str]], statement: str
) -> None:
    fill(client, key_of)
    with pytest.raises(DBAPIError, match="only grows"), ctx.db.write() as session:
        session.execute(text(statement))
    assert client.get("/v1/audit/verify").json()["whole"] is True


@pytest.mark.parametrize(
    ("change", "seqs"),
    [
        ("UPDATE audit_entries SET at = '2020-01-01 00:00:00.000000' WHERE seq = 2", [2]),
        ("UPDATE audit_entries SET actor_id = 'key_other' WHERE seq = 2", [2]),
        ("UPDATE audit_entries SET role = 'crm' WHERE seq = 2", [2]),
        ("UPDATE audit_entries SET action = 'policy.deleted' WHERE seq = 2", [2]),
        ("UPDATE audit_entries SET subject = 'pol_other' WHERE seq = 2", [2]),
        ("UPDATE audit_entries SET detail = '{\"n\": 1}' WHERE seq = 2", [2]),
        # A wrong seal breaks its own entry and the link of the next one.
        ("UPDATE audit_entries SET sha256 = 'ff' WHERE seq = 2", [2, 3]),
        # Another link: not the seal of the entry before, and not what its own seal was made over.
        ("UPDATE audit_entries SET before_sha256 = 'ff' WHERE seq = 2", [2, 2]),
        # Moved to a number behind the end: a hole after 1, its own seal and link, then the end is elsewhere.
        ("UPDATE audit_entries SET seq = 9 WHERE seq = 2", [3, 3, 9, 9, 9, 9]),
        ("DELETE FROM audit_entries WHERE seq = 2", [3, 3]),
        ("DELETE FROM audit_entries WHERE seq = 3", [2]),
        ("UPDATE audit_head SET sha256 = 'ff'", [3]),
        ("UPDATE audit_head SET seq = 2", [3]),
        ("DELETE FROM audit_head", [3]),
    ],
)
def test_every_change_shows_and_where(
    client: TestClient, ctx: Context, key_of: Callable[..., dict[str, str]], change: str, seqs: list[int]
) -> None:
    fill(client, key_of)
    tamper(ctx.db, change)
    with ctx.db.read() as session:
        assert [problem["seq"] for problem in verify_chain(session)] == seqs


def test_the_log_is_read_by_page_and_filter(
    client: TestClient, key_of: Callable[..., dict[str, str]]
) -> None:
    fill(client, key_of)
    first = client.get("/v1/audit", params={"limit": 2}).json()
    assert [entry["action"] for entry in first["items"]] == ["policy.created", "policy.created"]
    rest = client.get("/v1/audit", params={"limit": 2, "cursor": first["next"]}).json()
    assert [(entry["seq"], entry["action"]) for entry in rest["items"]] == [(1, "key.created")]
    assert rest["next"] is None
    subject = first["items"][0]["subject"]
    found: list[dict[str, Any]] = client.get("/v1/audit", params={"subject": subject}).json()["items"]
    assert [entry["seq"] for entry in found] == [3]
    assert client.get("/v1/audit", params={"action": "policy.deleted"}).json()["items"] == []
    actor = first["items"][0]["actor_id"]
    assert len(client.get("/v1/audit", params={"actor": actor}).json()["items"]) == 2


def test_the_verdict_names_the_seal_to_note_elsewhere(
    client: TestClient, key_of: Callable[..., dict[str, str]]
) -> None:
    fill(client, key_of)
    last = client.get("/v1/audit", params={"limit": 1}).json()["items"][0]
    assert client.get("/v1/audit/verify").json() == {
        "whole": True,
        "entries": 3,
        "sha256": last["sha256"],
        "problems": [],
    }
