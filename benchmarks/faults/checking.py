"""What must be so after everything has come to rest, whatever was killed before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx2

from benchmarks.faults.load import CLIENTS, Ledger
from benchmarks.faults.service import Service, wait_until

STANDING = {"proposed", "approved", "live", "superseded"}


def at_rest(service: Service) -> None:
    """Wait until no job waits or runs. Raises AssertionError where one is stuck."""
    with service.client() as client:
        wait_until(lambda: not list(_open_jobs(client)), "all jobs have ended")


def faults(service: Service, ledger: Ledger) -> list[str]:
    """Everything that is not as it must be."""
    with service.client() as client:
        return [*ledger.refused, *_lost(client, ledger), *_doubled(client, ledger), *_audit(client, ledger)]


def _open_jobs(client: httpx2.Client) -> Iterator[str]:
    for state in ("queued", "running"):
        answer = client.get("/v1/jobs", params={"state": state})
        yield from (one["id"] for one in answer.raise_for_status().json()["items"])


def _lost(client: httpx2.Client, ledger: Ledger) -> Iterator[str]:
    """What was acknowledged and is not there, or not whole."""
    yield from _lost_plans(client, ledger)
    for path, items in (("policies", ledger.policies), ("routes", ledger.routes)):
        for item in sorted(items):
            if client.get(f"/v1/{path}/{item}").status_code != 200:
                yield f"{path}/{item} was lost"


def _lost_plans(client: httpx2.Client, ledger: Ledger) -> Iterator[str]:
    """Bases and proposals that are not there, or not whole."""
    for item in sorted(ledger.datasets):
        found = client.get(f"/v1/datasets/{item}")
        if _given_up(client, found):
            continue
        if found.status_code != 200 or found.json()["state"] != "ready":
            yield f"dataset {item}: {found.status_code} {found.text[:200]}"
        elif found.json()["num_clients"] != CLIENTS:
            yield f"dataset {item} has {found.json()['num_clients']} clients"
    for item in sorted(ledger.proposals):
        found = client.get(f"/v1/proposals/{item}")
        if _given_up(client, found):
            continue
        if found.status_code != 200 or found.json()["state"] not in STANDING:
            yield f"proposal {item}: {found.status_code} {found.text[:200]}"
        elif item in ledger.approved and found.json()["state"] == "proposed":
            yield f"the approval of {item} was lost"
        else:
            yield from _not_whole(client, item)


def _given_up(client: httpx2.Client, found: httpx2.Response) -> bool:
    """Whether its job was struck as often as a job is tried, and says so."""
    job = found.json().get("job_id") if found.status_code == 200 else None
    return job is not None and _struck_often(client.get(f"/v1/jobs/{job}").raise_for_status().json())


def _struck_often(job: Any) -> bool:
    code = ((job["problem"] or {}).get("type") or "").rpartition(":")[2]
    return bool(job["state"] == "failed" and job["attempt"] == 3 and code == "worker-lost")


def _not_whole(client: httpx2.Client, proposal: str) -> Iterator[str]:
    """Each client of a proposal stands in it once, and its document is there."""
    rows = list(_all(client, f"/v1/proposals/{proposal}/moves"))
    ids = Counter(row["client_id"] for row in rows)
    if len(ids) != CLIENTS or set(ids.values()) != {1}:
        yield f"proposal {proposal} has {len(rows)} rows of {len(ids)} clients"
    if client.get(f"/v1/proposals/{proposal}/document").status_code != 200:
        yield f"proposal {proposal} has no document"


def _doubled(client: httpx2.Client, ledger: Ledger) -> Iterator[str]:
    """Names are given once, so two things of one name were made by one call."""
    for path in ("datasets", "policies"):
        names = Counter(row["name"] for row in _all(client, f"/v1/{path}"))
        yield from (f"{count} {path} are called {name}" for name, count in names.items() if count > 1)
    routed = Counter(
        row["client"]["name"]
        for proposal in ledger.approved
        for row in _all(client, "/v1/routes", proposal_id=proposal)
    )
    yield from (f"{name} was routed {count} times" for name, count in routed.items() if count > 1)
    jobs = list(_all(client, "/v1/jobs"))
    asked = Counter((row["kind"], row["subject"]) for row in jobs)
    yield from (f"{count} jobs {kind} for {one}" for (kind, one), count in asked.items() if count > 1)
    wrong = (row for row in jobs if row["state"] != "succeeded" and not _struck_often(row))
    yield from (f"job {row['id']}: {row['state']} {row['problem']}" for row in wrong)


def _audit(client: httpx2.Client, ledger: Ledger) -> Iterator[str]:
    """The chain verifies, and each approval stands in it once."""
    found = client.get("/v1/audit/verify").raise_for_status().json()
    if not found["whole"]:
        yield f"the audit log: {found['problems'][:3]}"
    approvals = Counter(
        row["subject"] for row in _all(client, "/v1/audit") if row["action"] == "proposal.approved"
    )
    yield from (f"{count} approvals of {one}" for one, count in approvals.items() if count > 1)
    yield from (f"no entry for the approval of {one}" for one in sorted(ledger.approved - set(approvals)))


def _all(client: httpx2.Client, path: str, **params: str) -> Iterator[Any]:
    """All rows of a list."""
    cursor = None
    while True:
        more = {"limit": "500"} | ({"cursor": cursor} if cursor else {})
        page = client.get(path, params=params | more).raise_for_status().json()
        yield from page["items"]
        cursor = page["next"]
        if cursor is None:
            return
