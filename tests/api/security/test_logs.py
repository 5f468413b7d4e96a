"""No names, phones, mails, passwords or tokens in the logs, whatever is sent."""

from __future__ import annotations

import logging

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.context import Context
from api.db.models import AuditEntry
from api.security.actor import Role
from tests.api.datasets.conftest import as_parts
from tests.api.running import run_all_jobs
from tests.api.security.people import PASSWORD, make_user
from tests.api.security.world import Keys

PLANTED = {
    "name": "Rosalinde Quakenbrück",
    "phone": "+7 915 000-42-17",
    "mail": "rosalinde@quakenbrueck.example",
    "tax": "7707083893",
    "login": "rosalinde.q",
}


def test_nothing_personal_is_logged(
    client: TestClient, ctx: Context, key_of: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = key_of(Role.ADMIN)
    secrets = [*PLANTED.values(), PASSWORD, "wrong password", key["X-API-Key"]]
    make_user(ctx, PLANTED["login"], Role.HEAD)
    for password in ("wrong password", PASSWORD):
        entered = client.post("/v1/session", json={"login": PLANTED["login"], "password": password})
    secrets += [client.cookies["assigner"], entered.json()["csrf_token"]]
    client.cookies.clear()
    table = "client_id,name,phone,email,tax_id\nc1,{name},{phone},{mail},{tax}\n".format(**PLANTED)
    client.post("/v1/datasets", files=as_parts({"clients": table.encode()}), headers=key)
    run_all_jobs(ctx)
    for path in (f"/v1/{PLANTED['mail']}", f"/v1/audit?subject={PLANTED['tax']}", "/v1/datasets?q=Rosalinde"):
        client.get(path, headers=key)
    client.post(
        "/v1/policies", json={"name": PLANTED["name"], "document": {"x": PLANTED["phone"]}}, headers=key
    )
    made = client.post("/v1/keys", json={"name": PLANTED["name"], "role": "crm"}, headers=key).json()
    client.get("/v1/me", headers={"Authorization": f"Bearer {made['key']}"})
    client.get("/v1/me", headers={"X-API-Key": "ask_leaked_by_mistake"})
    secrets += [made["key"], "ask_leaked_by_mistake"]
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert any(record.name == "api.access" for record in ours)
    written = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in ours)
    assert [secret for secret in secrets if secret in written] == []
    with ctx.db.read() as session:
        columns = AuditEntry.__table__.columns
        kept = str([tuple(row) for row in session.execute(select(*columns))])
    assert "session.started" in kept
    assert [secret for secret in secrets if secret in kept] == []
    # An admin is told today's names beside the entries, and no more than names.
    told = client.get("/v1/audit", headers=key, params={"limit": 500}).text
    names = {PLANTED["name"], PLANTED["login"]}
    assert {secret for secret in secrets if secret in told} <= names
