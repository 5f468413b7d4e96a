"""What must be so after everything has come to rest, whatever was killed before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx2

from benchmarks.faults.load import CLIENTS, Ledger
from benchmarks.faults.service import Service, wait_until

FINAL = {"succeeded", "failed", "cancelled"}


def at_rest(service: Service) -> None:
    """Wait until no job waits or runs. Raises AssertionError where one is stuck."""
    with service.client() as client:
        wait_until(lambda: not list(_open_jobs(client)), "all jobs have ended")


def faults(service: Service, ledger: Ledger) -> list[str]:
    """Everything that is not as it must be."""
    with service.client() as client:
        return [*ledger.refused, *_lost(client, ledger), *_doubled(client), *_audit(client, ledger)]


def _open_jobs(client: httpx2.Client) -> Iterator[str]:
    for state in ("queued", "running"):
        answer = client.get("/v1/jobs", params={"state": state})
        yield from (one["id"] for one in answer.raise_for_status().json()["items"])


def _lost(client: httpx2.Client, ledger: Ledger) -> Iterator[str]:
    """What was acknowledged and is not there, or not whole."""
    for item in sorted(ledger.datasets):
        found = client.get(f"/v1/datasets/{item}")
        if found.status_code != 200 or found.json()["state"] != "ready":
            yield f"dataset {item}: {found.status_code} {found.text[:200]}"
        elif found.json()["num_clients"] != CLIENTS:
            yield f"dataset {item} has {found.json()['num_clients']} clients"
    for item in sorted(ledger.proposals):
        found = client.get(f"/v1/proposals/{item}")
        if found.status_code != 200 or found.json()["state"] not in ("proposed", "approved"):
            yield f"proposal {item}: {found.status_code} {found.text[:200]}"
        elif item in ledger.approved and found.json()["state"] != "approved":
            yield f"the approval of {item} was lost"
        else:
            yield from _not_whole(client, item)


def _not_whole(client: httpx2.Client, proposal: str) -> Iterator[str]:
    """Each client of a proposal stands in it once, and its document is there."""
    rows = list(_all(client, f"/v1/proposals/{proposal}/moves"))
    ids = Counter(row["client_id"] for row in rows)
    if len(ids) != CLIENTS or set(ids.values()) != {1}:
        yield f"proposal {proposal} has {len(rows)} rows of {len(ids)} clients"
    if client.get(f"/v1/proposals/{proposal}/document").status_code != 200:
        yield f"proposal {proposal} has no document"


def _doubled(client: httpx2.Client) -> Iterator[str]:
    """Names are given once, so two datasets of one name were made by one call."""
    names = Counter(row["name"] for row in _all(client, "/v1/datasets"))
    yield from (f"{count} datasets are called {name}" for name, count in names.items() if count > 1)
    subjects = Counter(row["subject"] for row in _all(client, "/v1/jobs"))
    yield from (f"{count} jobs for {subject}" for subject, count in subjects.items() if count > 1)
    unfinished = [row["id"] for row in _all(client, "/v1/jobs") if row["state"] not in FINAL]
    yield from (f"job {job} is stuck" for job in unfinished)


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


def _all(client: httpx2.Client, path: str) -> Iterator[Any]:
    """All rows of a list."""
    cursor = None
    while True:
        params = {"limit": "500"} | ({"cursor": cursor} if cursor else {})
        page = client.get(path, params=params).raise_for_status().json()
        yield from page["items"]
        cursor = page["next"]
        if cursor is None:
            return
