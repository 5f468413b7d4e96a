"""A service with one real thing of every kind, and what each path parameter may be filled with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient

from api.context import Context
from api.db.models import DatasetDecision, StudyRecord
from api.security.actor import Role
from tests.api.datasets.conftest import as_parts, company_tables
from tests.api.running import run_all_jobs
from tests.api.security.people import make_user

Keys = Callable[..., dict[str, str]]
POLICY = {"name": "calm", "document": {}}


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the OpenAPI list."""

    id: str
    method: str
    path: str

    @property
    def parameters(self) -> list[str]:
        """Names in the path's braces."""
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]

    def address(self, values: dict[str, str]) -> str:
        """The path, filled in; a parameter that the values lack is made up."""
        filled = {name: values.get(name, "made_up") for name in self.parameters}
        return self.path.format(**filled)


@dataclass(frozen=True, slots=True)
class World:
    """Keys of all roles, real values of path parameters, and a manager's own client beside another's."""

    keys: dict[Role, dict[str, str]]
    real: dict[str, str]
    own: str
    others: set[str]
    stranger: dict[str, str]


def operations(client: TestClient) -> list[Operation]:
    """Everything that the service offers, from its own OpenAPI document."""
    paths: dict[str, dict[str, Any]] = client.get("/openapi.json").json()["paths"]
    return [
        Operation(spec["operationId"], method.upper(), path)
        for path, methods in paths.items()
        for method, spec in methods.items()
    ]


def build(client: TestClient, ctx: Context, key_of: Keys) -> World:
    """One of everything: a base that was read, a proposal that was shared, an objection, accounts."""
    head, admin = key_of(Role.HEAD), key_of(Role.ADMIN)
    dataset = _made(client, "/v1/datasets", head, files=as_parts(company_tables()))
    run_all_jobs(ctx)
    asked = {"dataset_id": dataset["id"], "name": "Spring", "config": {"work_limit": 1.0}}
    proposal = _made(client, "/v1/proposals", head, json=asked)
    run_all_jobs(ctx)
    path = f"/v1/proposals/{proposal['id']}"
    shared = client.post(f"{path}/share", json={"shared": True}, headers={**head, "If-Match": "*"})
    assert shared.status_code == 200, shared.text
    rows = client.get(f"{path}/moves", params={"limit": 500}, headers=head).json()["items"]
    mover = next(row for row in rows if row["from_id"] and row["to_id"] and row["from_id"] != row["to_id"])
    me = mover["from_id"]
    keys = {role: key_of(role, me if role is Role.MANAGER else None) for role in Role}
    said = {"client_id": mover["client_id"], "text": "We met in May."}
    objection = _made(client, f"{path}/objections", keys[Role.MANAGER], json=said)
    real = {
        "dataset_id": dataset["id"],
        "proposal_id": proposal["id"],
        "job_id": proposal["job_id"],
        "objection_id": objection["id"],
        "client_id": mover["client_id"],
        "manager_id": mover["to_id"],
        "policy_id": _made(client, "/v1/policies", head, json=POLICY)["id"],
        "key_id": _made(client, "/v1/keys", admin, json={"name": "CRM", "role": "crm"})["id"],
        "webhook_id": _made(
            client, "/v1/webhooks", admin, json={"url": "https://a.example", "events": ["proposal.live"]}
        )["id"],
        "user_id": make_user(ctx, "anna", Role.HR).id,
        "scenario_id": _made(
            client, "/v1/scenarios", head, json={"name": "s", "dataset_id": dataset["id"], "edits": []}
        )["id"],
        "study_id": "stu_one",
        "decision_id": "dec_one",
        "system": "bitrix24",
        "name": "assignment.csv",
    }
    _add_rows(ctx, dataset["id"])
    others = {row["client_id"] for row in rows if me not in (row["from_id"], row["to_id"])}
    strange = next(row["to_id"] for row in rows if row["to_id"] not in ("", mover["from_id"], mover["to_id"]))
    return World(keys, real, mover["client_id"], others, key_of(Role.MANAGER, strange))


def _made(client: TestClient, path: str, key: dict[str, str], **body: Any) -> dict[str, Any]:
    answer = client.post(path, headers=key, **body)
    assert answer.status_code in (201, 202), f"{path}: {answer.text}"
    found: dict[str, Any] = answer.json()
    return found


def _add_rows(ctx: Context, dataset_id: str) -> None:
    """A decision on the base and a study: making them takes a run, being there is all that counts."""
    common = {"dataset_id": dataset_id, "created_at": ctx.now(), "created_by": "test"}
    decision = DatasetDecision(id="dec_one", kind="duplicate", a="a", b="b", topic="t", **common)
    study = StudyRecord(id="stu_one", kind="scenarios", name="s", argument={}, state="failed", **common)
    with ctx.db.write() as session:
        session.add_all([decision, study])
