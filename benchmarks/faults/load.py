"""People and programs that use a service, and remember what they were told.

Each act has an Idempotency-Key and is repeated with it until it is answered, as clients should: so what was
answered counts once, and what was not may have been done or not.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx2

from benchmarks.faults.service import Service

Answer = dict[str, Any]
CLIENTS = 24
PADDING = 20_000
"""Characters of the note on each card, so that an upload takes long enough to be hit."""


def table(seed: int) -> bytes:
    """A base of CLIENTS clients and four managers, half a megabyte."""
    rng = random.Random(seed)  # noqa: S311 - made-up clients
    lines = [
        f"C{n},Client {n},M{rng.randrange(4)},{rng.randrange(1, 100)}000,{'x' * PADDING}"
        for n in range(CLIENTS)
    ]
    return "\n".join(["client_id,name,manager_id,potential,note", *lines]).encode()


@dataclass(slots=True)
class Ledger:
    """What was acknowledged: ids of each kind of thing."""

    datasets: set[str] = field(default_factory=set)
    proposals: set[str] = field(default_factory=set)
    approved: set[str] = field(default_factory=set)
    policies: set[str] = field(default_factory=set)
    routes: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)  # answers that nobody expects


class Load:
    """People and programs, each in a thread, until the block ends.

    `planners` upload a base, ask for a proposal, approve it and let it go live, from the start again. A clerk
    writes policies, one short transaction after the other. A CRM routes new clients once a plan is live.
    """

    def __init__(self, service: Service, ledger: Ledger, planners: int = 2, pace: float = 0.3) -> None:
        self._service, self._ledger, self._pace = service, ledger, pace
        self._over, self._live = threading.Event(), threading.Event()
        acts = [partial(self._plan, n) for n in range(planners)] + [self._write, self._route]
        self._threads = [threading.Thread(target=self._repeat, args=(act,), daemon=True) for act in acts]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _repeat(self, act: Callable[[int], None]) -> None:
        """Do it again and again; it gets a number that grows."""
        number = 0
        while not self._over.is_set():
            number += 1
            act(number)
            self._over.wait(self._pace)

    def _plan(self, planner: int, number: int) -> None:
        dataset = self._upload(100 * number + planner)
        if dataset is None or not self._ready("datasets", dataset, "reading"):
            return
        proposal = self._propose(dataset)
        if proposal is not None and self._ready("proposals", proposal, "draft"):
            self._approve(proposal)

    def _write(self, number: int) -> None:
        made = self._act("POST", "/v1/policies", json={"name": f"policy {number}", "document": {}})
        if made is not None:
            self._ledger.policies.add(made["id"])

    def _route(self, number: int) -> None:
        if not self._live.wait(1.0):
            return
        client = {"name": f"New {number}", "email": f"info@new{number}.example", "potential": 1000.0}
        made = self._act("POST", "/v1/route", json={"client": client})
        if made is not None:
            self._ledger.routes.add(made["id"])

    def _upload(self, seed: int) -> str | None:
        files = {"clients": ("clients.csv", table(seed), "text/csv")}
        made = self._act("POST", "/v1/datasets", files=files, data={"name": f"base {seed}"})
        if made is not None:
            self._ledger.datasets.add(made["id"])
        return made["id"] if made is not None else None

    def _propose(self, dataset: str) -> str | None:
        body = {"dataset_id": dataset, "name": "plan", "config": {"work_limit": 0.5}}
        made = self._act("POST", "/v1/proposals", json=body, refused=(409,))  # its base was struck too often
        if made is not None:
            self._ledger.proposals.add(made["id"])
        return made["id"] if made is not None else None

    def _approve(self, proposal: str) -> None:
        headers = {"If-Match": "*"}
        path = f"/v1/proposals/{proposal}/approve"
        made = self._act("POST", path, json={}, headers=headers, refused=(409,))  # struck too often itself
        if made is None:
            return
        self._ledger.approved.add(proposal)
        if self._act("POST", f"/v1/proposals/{proposal}/activate", headers=headers, refused=(409, 412)):
            self._goes_live()

    def _goes_live(self) -> None:
        """Wait until a plan is live; plans of other planners may have taken this one's place by then."""
        while not self._over.is_set() and not self._live.is_set():
            found = self._try(lambda client: client.get("/v1/proposals/live"))
            if found is not None and found.status_code == 200:
                self._live.set()
            self._over.wait(0.3)

    def _ready(self, kind: str, item: str, waiting: str) -> bool:
        """Wait for the end of a job by asking for what it is for; False where the load is over before."""
        while not self._over.is_set():
            found = self._try(lambda client: client.get(f"/v1/{kind}/{item}"))
            if found is not None and found.status_code == 200 and found.json()["state"] != waiting:
                return True
            if found is not None and found.status_code == 404:
                self._ledger.refused.append(f"lost: {kind}/{item}")
                return False
            self._over.wait(0.3)
        return False

    def _act(self, method: str, path: str, refused: tuple[int, ...] = (), **more: Any) -> Answer | None:
        """Repeat a call until it is answered; None where it was refused, or the load is over.

        A refusal is a fault, unless its status is among `refused`.
        """
        headers = more.pop("headers", {}) | {"Idempotency-Key": uuid.uuid4().hex}
        while True:
            found = self._try(lambda client: client.request(method, path, headers=headers, **more))
            if found is not None and found.status_code < 300:
                answer: Answer = found.json()
                return answer
            if found is not None and not _passing(found):
                if found.status_code not in refused:
                    self._ledger.refused.append(f"{found.status_code} {path} {found.text[:300]}")
                return None
            if self._over.is_set():
                return None
            time.sleep(0.2)

    def _try(self, call: Callable[[httpx2.Client], httpx2.Response]) -> httpx2.Response | None:
        """One call; None where the service is away."""
        try:
            with self._service.client() as client:
                return call(client)
        except (httpx2.TransportError, OSError):
            return None


def _passing(found: httpx2.Response) -> bool:
    """Whether to try again: the database is away, or the same call is still under way somewhere."""
    return found.status_code in (429, 503) or (found.status_code == 409 and "in-flight" in found.text)
