"""Databases, data folders with a live plan, and server processes over them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.app import open_context
from api.context import Context
from api.db.models import Dataset, ProposalRecord, RouteHead
from api.db.upgrade import upgrade
from api.security.actor import SYSTEM, Role
from api.services.keys import make_key
from api.settings import Settings
from api.work.routing import PLAN, ROUTING

PROPOSAL = "pro_" + "0" * 26
PATIENCE = 120.0
ECHO = "benchmarks.route_load.echo:app"


@dataclass(frozen=True, slots=True)
class Service:
    """A data folder and its database, with one live plan and a key for a CRM."""

    ctx: Context
    key: str


@contextmanager
def service(folder: Path, url: str | None, plan: bytes) -> Iterator[Service]:
    """A service in a folder, made anew, with a live plan."""
    ctx = open_context(Settings(data_dir=folder, database_url=url))
    upgrade(ctx.db)
    with ctx.files.making(ROUTING, PROPOSAL) as new:
        (new / PLAN).write_bytes(plan)
    common: dict[str, Any] = {"created_at": ctx.now(), "created_by": "benchmark"}
    with ctx.db.write() as session:
        session.add(Dataset(id="ds_1", name="base", state="ready", tables={}, version=1, **common))
        session.flush()
        plain = {"policy": {}, "config": {}, "edits": [], "origin": "propose", "state": "live"}
        session.add(ProposalRecord(id=PROPOSAL, name="plan", dataset_id="ds_1", **plain, **common))
        session.flush()
        session.add(RouteHead(proposal_id=PROPOSAL, seq=0))
    key, _ = make_key(ctx, SYSTEM, name="load", role=Role.CRM)
    yield Service(ctx, key)
    ctx.db.close()


@contextmanager
def servers(made: Service, folder: Path, count: int) -> Iterator[list[str]]:
    """So many processes that answer the API; their addresses."""
    settings = made.ctx.settings
    environment = dict(os.environ) | {
        "ASSIGNER_DATA_DIR": str(settings.data_dir),
        "ASSIGNER_DATABASE_URL": settings.url,
        "ASSIGNER_RATE_LIMIT": "100000",
        "ASSIGNER_LOG_LEVEL": "warning",
        "OPENBLAS_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", "benchmarks.faults.program", "serve", "--api-only", "--port", "0"]
    with ExitStack() as stack:
        yield [
            stack.enter_context(_process(command, environment, folder / f"server{n}", r"http://\S+?(?=;)"))
            for n in range(count)
        ]


@contextmanager
def echo(folder: Path) -> Iterator[str]:
    """A bare FastAPI that gives back what it gets."""
    command = [sys.executable, "-m", "uvicorn", ECHO, "--port", "0", "--no-access-log"]
    with _process(command, dict(os.environ), folder / "echo", r"http://[0-9.:]+") as address:
        yield address


@contextmanager
def _process(command: list[str], environment: dict[str, str], said: Path, pattern: str) -> Iterator[str]:
    """A process that says where it listens."""
    with said.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield _address(said, pattern, process)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _address(said: Path, pattern: str, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + PATIENCE
    while not (found := re.search(pattern, said.read_text())):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server did not start: {said.read_text()[-2000:]}")
        time.sleep(0.1)
    return found[0]
