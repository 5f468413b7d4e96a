"""One real thing of every kind, so that fuzzed requests meet more than 404."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import httpx2

PATIENCE = 300.0
ROLES = ("admin", "head", "hr", "crm", "manager")


@dataclass(frozen=True, slots=True)
class World:
    """Keys by role, real values by path parameter, and ids of keys that must stay."""

    keys: dict[str, str]
    real: dict[str, list[str]]
    spare: list[str]


def build(address: str, key: str) -> World:
    """Make everything over HTTP, as an admin."""
    with httpx2.Client(base_url=address, headers={"X-API-Key": key}, timeout=60.0) as client:
        maker = _Maker(client)
        dataset = maker.dataset()
        first, second = maker.proposal(dataset), maker.proposal(dataset)
        mover = maker.shared(first)
        maker.live(second)
        keys, spare = maker.keys(mover["from_id"])
        real = {
            "dataset_id": [dataset],
            "proposal_id": [first, second],
            "client_id": [mover["client_id"]],
            "manager_id": [mover["to_id"]],
            "objection_id": [maker.objection(first, mover)],
            **maker.small_things(dataset),
        }
        return World(keys, real, spare)


class _Maker:
    """Makes things, waits for their jobs."""

    def __init__(self, client: httpx2.Client) -> None:
        self._client = client

    def post(self, path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
        """What a POST answered. Raises RuntimeError where it was refused."""
        answer = self._client.post(path, json=body, headers=headers)
        if answer.status_code not in (200, 201, 202):
            raise RuntimeError(f"{path}: {answer.text}")
        found: dict[str, Any] = answer.json()
        return found

    def get(self, path: str, **params: Any) -> Any:
        """What a GET answered."""
        return self._client.get(path, params=params).raise_for_status().json()

    def until(self, path: str, states: tuple[str, ...]) -> None:
        """Wait for a state. Raises RuntimeError where it does not come."""
        deadline = time.monotonic() + PATIENCE
        while (found := self.get(path))["state"] not in states:
            if found["state"] in ("failed", "refused") or time.monotonic() > deadline:
                raise RuntimeError(f"{path}: {found}")
            time.sleep(0.2)

    def dataset(self) -> str:
        """A made-up base that was read."""
        made = self.post("/v1/datasets/demo", {"clients": 80, "managers": 4, "seed": 3})
        self.until(f"/v1/datasets/{made['id']}", ("ready",))
        return str(made["id"])

    def proposal(self, dataset: str) -> str:
        """A proposal that was solved."""
        made = self.post(
            "/v1/proposals", {"dataset_id": dataset, "name": "Fuzz", "config": {"work_limit": 1.0}}
        )
        self.until(f"/v1/proposals/{made['id']}", ("proposed",))
        return str(made["id"])

    def shared(self, proposal: str) -> dict[str, Any]:
        """Show it to managers; a client of it that changes hands."""
        self.post(f"/v1/proposals/{proposal}/share", {"shared": True}, **{"If-Match": "*"})
        rows = self.get(f"/v1/proposals/{proposal}/moves", moved=True, limit=500)["items"]
        found: dict[str, Any] = next(one for one in rows if one["from_id"] and one["to_id"])
        return found

    def live(self, proposal: str) -> None:
        """Approve and activate."""
        self.post(f"/v1/proposals/{proposal}/approve", {}, **{"If-Match": "*"})
        self.post(f"/v1/proposals/{proposal}/activate", {}, **{"If-Match": "*"})
        self.until(f"/v1/proposals/{proposal}", ("live",))

    def objection(self, proposal: str, mover: dict[str, Any]) -> str:
        """An objection against the move."""
        body = {"client_id": mover["client_id"], "text": "We met.", "manager_id": mover["from_id"]}
        return str(self.post(f"/v1/proposals/{proposal}/objections", body)["id"])

    def keys(self, manager: str) -> tuple[dict[str, str], list[str]]:
        """A key for each role; the manager's is for the one who loses the client."""
        made = {
            role: self.post(
                "/v1/keys",
                {"name": role, "role": role} | ({"manager_id": manager} if role == "manager" else {}),
            )
            for role in ROLES
        }
        mine = [one["id"] for one in self.get("/v1/keys", limit=500)["items"]]
        return {role: str(one["key"]) for role, one in made.items()}, mine

    def small_things(self, dataset: str) -> dict[str, list[str]]:
        """What takes no job, and one study."""
        hook = {"url": "https://fuzz.example/hook", "events": ["proposal.live"]}
        user = {"login": f"fuzz{time.monotonic_ns()}", "password": "a long enough password", "role": "hr"}
        decision = {"decisions": [{"kind": "exclude", "a": "C00001", "reason": "test"}]}
        wish = {"kind": "scenarios", "name": "s", "dataset_id": dataset, "effort": {"work_limit": 0.5}}
        study = self.post("/v1/studies", wish | {"scenarios": [{"name": "one", "edits": []}]})
        scenario = {"name": "s", "dataset_id": dataset, "edits": []}
        decided = self.post(f"/v1/datasets/{dataset}/decisions", decision)
        return {
            "policy_id": [self.post("/v1/policies", {"name": "fuzz", "document": {}})["id"]],
            "webhook_id": [self.post("/v1/webhooks", hook)["id"]],
            "user_id": [self.post("/v1/users", user)["id"]],
            "key_id": [self.post("/v1/keys", {"name": "gone", "role": "crm"})["id"]],
            "scenario_id": [self.post("/v1/scenarios", scenario)["id"]],
            "decision_id": [decided["items"][0]["id"]],
            "study_id": [study["id"]],
            "job_id": [study["job_id"]],
        }
