"""A service as operators run it: processes of its own that are started, killed, and started again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import httpx2

PATIENCE = 180.0
"""Seconds after which what should have happened never will."""

SETTINGS = {"ASSIGNER_JOB_LEASE_SECONDS": "3", "ASSIGNER_JOB_SLOTS": "2", "ASSIGNER_RATE_LIMIT": "100000"}


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Wait until it is so. Raises AssertionError where it never becomes so."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.1)


class Service:
    """`assigner serve` and, beside it, as many `assigner worker` as wanted, over one data folder."""

    def __init__(self, folder: Path, database_url: str | None = None) -> None:
        self._folder = folder
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ASSIGNER_")}
        self._environment = environment | SETTINGS | {"ASSIGNER_DATA_DIR": str(folder / "data")}
        if database_url is not None:
            self._environment["ASSIGNER_DATABASE_URL"] = database_url
        self._starts = 0
        self._server: subprocess.Popen[bytes] | None = None
        self.address = self.key = ""

    def start(self) -> None:
        """Start the server and wait until it listens. Always on the same port, as after a real restart."""
        self._starts += 1
        said = self._folder / f"server{self._starts}.out"
        port = self.address.rpartition(":")[2] or "0"
        with said.open("wb") as out, (self._folder / f"server{self._starts}.err").open("wb") as err:
            command = [
                sys.executable,
                "-m",
                "benchmarks.faults.program",
                "serve",
                "--no-pages",
                "--port",
                port,
            ]
            self._server = subprocess.Popen(command, env=self._environment, stdout=out, stderr=err)
        wait_until(lambda: "Listening" in said.read_text() or self._server_is_gone(), "the server listens")
        text = said.read_text()
        assert "Listening" in text, (self._folder / f"server{self._starts}.err").read_text()[-3000:]
        self.address = re.findall(r"http://\S+?(?=;)", text)[0]
        self.key = (re.findall(r"ask_\S+", text) or [self.key])[0]

    def client(self) -> httpx2.Client:
        """A client with the admin's key."""
        return httpx2.Client(base_url=self.address, headers={"X-API-Key": self.key}, timeout=30.0)

    def kill_server(self) -> None:
        """As the system does when memory runs out: at once."""
        assert self._server is not None
        self._server.kill()
        self._server.wait()

    def stop(self) -> int:
        """As an operator does; gives the exit code."""
        assert self._server is not None
        self._server.terminate()
        return self._server.wait(PATIENCE)

    def job_processes(self) -> list[int]:
        """Processes in which jobs run: grandchildren, since a fork server stands between."""
        assert self._server is not None
        family = _children()
        return [one for child in family[self._server.pid] for one in family[child]]

    def kill_job(self) -> bool:
        """Kill one process in which a job runs; False where there is none."""
        for pid in self.job_processes()[:1]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                return False
            return True
        return False

    def _server_is_gone(self) -> bool:
        return self._server is None or self._server.poll() is not None


def _children() -> dict[int, list[int]]:
    """Children of every process, from /proc."""
    found: dict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found[int(parent)].append(int(path.parent.name))
    return found
