"""Names of those who acted: told to those who may know them, and to nobody else."""

from __future__ import annotations

from dataclasses import replace

from fastapi.testclient import TestClient

from api.context import Context
from api.db.models import User
from api.security.actor import SYSTEM, Actor, Role
from api.services.people import names_of, names_of_things
from tests.api.security.people import make_user
from tests.api.security.world import Keys


def asking(role: Role) -> Actor:
    """Somebody of a role, without an account."""
    return Actor("usr_asking", "user", role, "Me")


def test_who_sees_the_plan_knows_who_acted_on_it_others_only_themselves(
    client: TestClient, ctx: Context
) -> None:
    anna = make_user(ctx, "anna", Role.HEAD)
    ids = [anna.id, "usr_gone", SYSTEM.id, "usr_asking", None]
    for role in (Role.HEAD, Role.HR, Role.ADMIN):
        with ctx.db.read() as session:
            assert names_of(session, asking(role), ids) == {
                anna.id: "Name of anna",
                SYSTEM.id: "assigner",
                "usr_asking": "Me",
            }
    for role in (Role.MANAGER, Role.CRM):
        with ctx.db.read() as session:
            assert names_of(session, asking(role), ids) == {SYSTEM.id: "assigner", "usr_asking": "Me"}


def test_the_login_of_an_account_without_a_name_is_for_admins(client: TestClient, ctx: Context) -> None:
    anna = make_user(ctx, "anna@example.com", Role.HEAD)
    with ctx.db.write() as session:
        session.get_one(User, anna.id).name = ""
    with ctx.db.read() as session:
        assert names_of(session, asking(Role.ADMIN), [anna.id]) == {anna.id: "anna@example.com"}
        assert names_of(session, asking(Role.HEAD), [anna.id]) == {}


def test_things_are_named_for_those_who_may_look_at_them(
    client: TestClient, ctx: Context, key_of: Keys
) -> None:
    anna = make_user(ctx, "anna", Role.HEAD)
    client.headers.update(key_of(Role.HEAD))
    policy = client.post("/v1/policies", json={"name": "Calm year", "document": {}}).json()["id"]
    ids = [policy, anna.id, "ds_gone", "system"]
    with ctx.db.read() as session:
        assert names_of_things(session, asking(Role.HEAD), ids) == {policy: "Calm year"}
        admin = replace(asking(Role.ADMIN), name="")
        assert names_of_things(session, admin, ids) == {policy: "Calm year", anna.id: "Name of anna"}
        assert names_of_things(session, asking(Role.CRM), ids) == {}


def test_the_audit_log_names_who_and_what(client: TestClient, ctx: Context, key_of: Keys) -> None:
    head = key_of(Role.HEAD)
    policy = client.post("/v1/policies", json={"name": "Calm year", "document": {}}, headers=head).json()
    newest = client.get("/v1/audit", headers=head).json()["items"][0]
    assert (newest["action"], newest["actor_name"], newest["subject_name"]) == (
        "policy.created",
        "test head",
        "Calm year",
    )
    client.delete(f"/v1/policies/{policy['id']}", headers={**head, "If-Match": "*"})
    gone = client.get("/v1/audit", headers=head).json()["items"][0]
    assert (gone["action"], gone["subject"], gone["subject_name"]) == ("policy.deleted", policy["id"], None)
