"""A service with one real thing of every kind, and what each path parameter may be filled with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient

from api.context import Context
from api.db.models import DatasetDecision, RouteRecord, StudyRecord
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
    words: dict[str, str]
    """Parameters that take certain words only, each with one of them."""

    @property
    def parameters(self) -> list[str]:
        """Names in the path's braces."""
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]

    def address(self, values: dict[str, str]) -> str:
        """The path, filled in; a parameter that the values lack is made up."""
        made_up = dict.fromkeys(self.parameters, "made_up") | self.words
        filled = {name: values.get(name, made_up[name]) for name in self.parameters}
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
        Operation(spec["operationId"], method.upper(), path, _words(spec))
        for path, methods in paths.items()
        for method, spec in methods.items()
    ]


def _words(spec: dict[str, Any]) -> dict[str, str]:
    found = {
        one["name"]: one["schema"].get("enum") for one in spec.get("parameters", ()) if one["in"] == "path"
    }
    return {name: words[0] for name, words in found.items() if words}


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
        "route_id": "rt_one",
        "system": "bitrix24",
        "name": "assignment.csv",
    }
    strange = next(row["to_id"] for row in rows if row["to_id"] not in ("", mover["from_id"], mover["to_id"]))
    _add_rows(ctx, dataset["id"], proposal["id"], strange)
    others = {row["client_id"] for row in rows if me not in (row["from_id"], row["to_id"])}
    return World(keys, real, mover["client_id"], others, key_of(Role.MANAGER, strange))


def _made(client: TestClient, path: str, key: dict[str, str], **body: Any) -> dict[str, Any]:
    answer = client.post(path, headers=key, **body)
    assert answer.status_code in (201, 202), f"{path}: {answer.text}"
    found: dict[str, Any] = answer.json()
    return found


def _add_rows(ctx: Context, dataset_id: str, proposal_id: str, manager_id: str) -> None:
    """A decision on the base, a study, a client routed to `manager_id`: being there is all that counts."""
    common = {"created_at": ctx.now(), "created_by": "test"}
    base = {"dataset_id": dataset_id, **common}
    decision = DatasetDecision(id="dec_one", kind="duplicate", a="a", b="b", topic="t", **base)
    study = StudyRecord(id="stu_one", kind="scenarios", name="s", argument={}, state="failed", **base)
    routed = RouteRecord(
        id="rt_one",
        proposal_id=proposal_id,
        seq=1,
        manager_id=manager_id,
        **{"client": {}, "decision": {}, **common},
    )
    with ctx.db.write() as session:
        session.add_all([decision, study, routed])
