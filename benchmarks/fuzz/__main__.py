"""`python -m benchmarks.fuzz --cases 10000`: so many cases over both databases, by all roles."""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import httpx2

from benchmarks.fuzz.figures import Figures
from benchmarks.fuzz.run import Effort, run
from benchmarks.fuzz.service import Service, postgres, serving
from benchmarks.fuzz.world import build

FIRST = Effort("admin", fuzzing=6, stateful=60, coverage=True)
"""The first run on each database walks along every limit of every schema: some 5,000 cases."""
OTHERS = ("head", "hr", "crm", "manager", "admin")


def main() -> None:
    """Run, print, and end with 1 where a check failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="cases, on both databases together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=None, help="where events and logs are kept")
    words = parser.parse_args()
    folder = words.folder or Path(tempfile.mkdtemp(prefix="fuzz"))
    print(f"events and logs: {folder}", flush=True)
    whole = Figures()
    for name in ("SQLite", "PostgreSQL"):
        found = fuzz(name, folder / name.lower(), cases=words.cases // 2, seed=words.seed)
        whole.add(found)
    print(f"both: {whole.line()}")
    for failure, times in whole.failures.most_common():
        print(f"  {times} x {failure}")
    raise SystemExit(1 if whole.failures else 0)


def fuzz(name: str, folder: Path, *, cases: int, seed: int) -> Figures:
    """Runs on one database: by an admin, then by every role, until there were enough cases."""
    found = Figures()
    with ExitStack() as stack:
        url = stack.enter_context(postgres()) if name == "PostgreSQL" else None
        service = stack.enter_context(serving(folder, url))
        for number in count():
            role = OTHERS[(number - 1) % len(OTHERS)]
            effort = FIRST if number == 0 else Effort(role, fuzzing=2, stateful=20, coverage=False)
            found.add(_round(service, effort, folder / f"run{number}", name, seed + number))
            if number >= len(OTHERS) - 1 and found.total >= cases:
                break
        found.failures.update(_log_faults(service))
    return found


def _round(service: Service, effort: Effort, folder: Path, name: str, seed: int) -> Figures:
    begun = time.monotonic()
    world = build(service.address, service.key)
    found = run(service, world, effort, folder, seed=seed)
    answer = httpx2.get(f"{service.address}/v1/me", headers={"X-API-Key": world.keys[effort.role]})
    if answer.status_code != 200:
        found.failures["the run's own key was revoked"] += 1
    print(f"{name}, {effort.role}, {time.monotonic() - begun:.0f} s: {found.line()}", flush=True)
    for failure, times in found.failures.most_common():
        print(f"  {times} x {failure}", flush=True)
    return found


def _log_faults(service: Service) -> list[str]:
    """Lines of the server's log that tell a defect."""
    return [line for line in service.log.read_text("utf-8").splitlines() if '"a defect' in line]


if __name__ == "__main__":
    main()
