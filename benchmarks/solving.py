"""Solve generated companies, each in a process of its own: `python -m benchmarks.solving`.

Prints a Markdown table: score, certified bound and gap, moves, proven clients kept, time and peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

DEFAULT_CASES = (
    *((600, 8, seed, 10.0) for seed in range(1, 6)),
    (8000, 48, 1, 85.0),
)
"""Clients, managers, seed, seconds."""

HEADER = (
    "| clients x managers | seed | limit s | took s | score | bound | gap | gap points | moved | proven kept "
    "| worst deviation before -> after | peak MiB | status |"
)


def run_one(clients: int, managers: int, seed: int, seconds: float, workers: int) -> dict[str, object]:
    """Generate, read, solve and check one company; the figures of the answer."""
    from assigner.engine import load_case, propose
    from assigner.generate import CompanySpec, generate_company, write_company
    from assigner.solution import SolverConfig
    from assigner.tabular import Sources

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "company"
        write_company(generate_company(CompanySpec.for_size(clients, managers, seed)), home)
        tables = (home / f"{name}.csv" for name in ("clients", "managers", "activities", "rules"))
        case = load_case(Sources(*tables))
    begin = time.perf_counter()
    proposal = propose(case, SolverConfig(time_limit=seconds, seed=seed, workers=workers))
    after, before = proposal.verdict.after, proposal.verdict.before
    return {
        "took": time.perf_counter() - begin,
        "score": proposal.score,
        "bound": proposal.bound,
        "gap": proposal.gap,
        "gap_points": proposal.gap_points,
        "moved": after.moved_clients,
        "kept": f"{after.kept_proven} of {after.proven_total}",
        "deviation": f"{before.worst_deviation:.3f} -> {after.worst_deviation:.3f}",
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "status": proposal.status,
    }


def in_process(case: tuple[int, int, int, float], workers: int) -> dict[str, object]:
    """Run one case in a fresh process, so that memory is its own."""
    arguments = [str(x) for x in (*case, workers)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.solving", "--one", *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return result


def table(cases: Iterable[tuple[int, int, int, float]], workers: int) -> Iterable[str]:
    """The rows of the table, as they come."""
    yield HEADER
    yield "|" + "---|" * HEADER.count(" | ") + "---|"
    for clients, managers, seed, seconds in cases:
        r = in_process((clients, managers, seed, seconds), workers)
        yield (
            f"| {clients} x {managers} | {seed} | {seconds:g} | {r['took']:.1f} | {r['score']:.3f} | "
            f"{r['bound']:.3f} | {100 * float(str(r['gap'])):.2f} % | {r['gap_points']:.3f} | {r['moved']} | "
            f"{r['kept']} | {r['deviation']} | {r['peak']} | {r['status']} |"
        )


def machine() -> str:
    """Facts about the machine that a figure needs."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.solving", description=__doc__)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--case",
        nargs=4,
        action="append",
        metavar=("CLIENTS", "MANAGERS", "SEED", "SECONDS"),
        help="a case instead of the default ones; may be given several times",
    )
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        clients, managers, seed, seconds, workers = options.one
        print(json.dumps(run_one(int(clients), int(managers), int(seed), float(seconds), int(workers))))
        return
    given = [(int(c), int(m), int(s), float(t)) for c, m, s, t in options.case or ()]
    print(f"{machine()}, {options.workers} workers\n", flush=True)
    for line in table(given or DEFAULT_CASES, options.workers):
        print(line, flush=True)


if __name__ == "__main__":
    main()
