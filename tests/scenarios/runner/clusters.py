"""A real cluster on the loopback device: one scheduler process, workers of one thread each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from distributed import Client

from tests.project.places import ROOT
from tests.scenarios.runner.watching import PATIENCE, wait_until

LOOPBACK = ("--host", "127.0.0.1", "--no-dashboard")


class Cluster:
    """The scheduler's address, and its processes for whoever wants to hurt them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(self._file))
        self.workers: list[subprocess.Popen[bytes]] = []
        wait_until(self._has_address)
        self.address = str(json.loads(self._file.read_text())["address"])

    def add_worker(self) -> None:
        """One more worker under its own nanny, of one thread."""
        local = self._folder / f"worker{len(self.workers)}"
        words = ("worker", self.address, "--nthreads", "1", "--local-directory", str(local))
        self.workers.append(self._start(*words))

    def wait_for(self, num_workers: int) -> None:
        """Until so many workers are there."""
        with self.client() as client:
            client.wait_for_workers(num_workers, timeout=PATIENCE)

    def client(self) -> Any:
        """A look inside."""
        connect: Any = Client
        return connect(self.address, timeout=PATIENCE, set_as_default=False)

    def worker_pid_of(self, job_id: str) -> int:
        """The process of the worker that has the job's task."""
        with self.client() as client:
            pids: dict[str, int] = client.run(os.getpid)
            owners = {str(key): worker for worker, keys in client.processing().items() for key in keys}
        return next(pids[worker] for key, worker in owners.items() if f"-{job_id}-" in key)

    def busy_workers(self) -> list[int]:
        """The processes of all workers that have a task."""
        with self.client() as client:
            pids: dict[str, int] = client.run(os.getpid)
            return [pids[worker] for worker, keys in client.processing().items() if keys]

    def close(self) -> None:
        """End what still runs of it."""
        for process in (*self.workers, self.scheduler):
            process.send_signal(signal.SIGTERM)
        for process in (*self.workers, self.scheduler):
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *words, *LOOPBACK]
        path = {"PYTHONPATH": str(ROOT)}
        with (self._folder / "cluster.log").open("ab") as log:
            return subprocess.Popen(command, env=os.environ | path, stdout=log, stderr=log)

    def _has_address(self) -> bool:
        try:
            return bool(json.loads(self._file.read_text())["address"])
        except (OSError, ValueError):
            return False


@contextmanager
def cluster(folder: Path, num_workers: int) -> Iterator[Cluster]:
    """A cluster that is ready."""
    made = Cluster(folder)
    try:
        for _ in range(num_workers):
            made.add_worker()
        if num_workers:
            made.wait_for(num_workers)
        yield made
    finally:
        made.close()
