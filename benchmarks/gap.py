"""GAP instances through the engine's optimiser: `python -m benchmarks gap --instances DIR --json OUT`.

Every instance becomes a problem of the engine (jobs are clients, agents are managers, capacities are limits
on the load) and is solved by the same `solve` as a company. Answers are added up again from the instance.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from assigner.errors import AssignerError, InputError, RulesConflict
from assigner.optimize import solve
from assigner.solution import SolverConfig
from benchmarks.gap_files import GapInstance, instance_files, read_best_known, read_instance
from benchmarks.gap_problem import gap_problem, judge

Row = dict[str, Any]

COLUMNS = ("name", "agents", "jobs", "cost", "bound", "gap", "seconds", "feasible", "best_known", "distance")


def solve_instance(instance: GapInstance, config: SolverConfig, best_known: float | None = None) -> Row:
    """Solve one instance; its line of the report."""
    began = time.perf_counter()
    row: Row = {"name": instance.name, "agents": instance.num_agents, "jobs": instance.num_jobs}
    try:
        row |= _answer(instance, config)
    except AssignerError as error:
        row |= {
            "cost": None,
            "bound": None,
            "gap": None,
            "feasible": False,
            "assignment": [],
            "error": str(error),
        }
    row["seconds"] = round(time.perf_counter() - began, 3)
    row["best_known"] = best_known
    known = best_known is not None and row["feasible"]
    row["distance"] = (row["cost"] - best_known) / max(abs(best_known or 0.0), 1e-9) if known else None
    return row


def _answer(instance: GapInstance, config: SolverConfig) -> Row:
    problem = gap_problem(instance)
    alone = [job for job, first in enumerate(problem.pair_start[:-1]) if problem.pair_start[job + 1] == first]
    if alone:
        raise RulesConflict([f"job {alone[0]} fits no agent"])
    solution = solve(problem, config)
    assignment = solution.assignment.tolist()
    verdict = judge(instance, assignment)
    return {
        "cost": verdict.cost,
        "bound": solution.bound,
        "gap": max(0.0, verdict.cost - solution.bound) / max(abs(verdict.cost), 1e-9),
        "feasible": verdict.feasible,
        "status": solution.status,
        "assignment": assignment,
        "phases": [f"{p.name} {p.seconds:.1f} s: {p.score} {p.bound} {p.detail}" for p in solution.phases],
    }


def machine() -> dict[str, object]:
    """Facts about the machine that a figure needs."""
    return {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}


def mean_distance(rows: Iterable[Row]) -> float | None:
    """Mean distance to the best known costs of those that have one; infeasible answers don't."""
    known = [row["distance"] for row in rows if row["distance"] is not None]
    return sum(known) / len(known) if known else None


def table(rows: Iterable[Row]) -> Iterable[str]:
    """The report as a Markdown table."""
    yield "| " + " | ".join(COLUMNS) + " |"
    yield "|" + "---|" * len(COLUMNS)
    for row in rows:
        yield "| " + " | ".join(_cell(name, row[name]) for name in COLUMNS) + " |"


def _cell(name: str, value: Any) -> str:
    if value is None:
        return "-"
    if name in ("gap", "distance"):
        return f"{100 * value:.3f} %"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def report(rows: Sequence[Row], options: argparse.Namespace) -> Row:
    """Everything for the JSON file."""
    return {
        "machine": machine(),
        "workers": options.workers,
        "time_limit": options.time_limit,
        "seed": options.seed,
        "mean_distance": mean_distance(rows),
        "mean_gap": _mean([row["gap"] for row in rows if row["gap"] is not None]),
        "instances": list(rows),
    }


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Command line."""
    parser = argparse.ArgumentParser(prog="benchmarks gap", description=__doc__)
    parser.add_argument("--instances", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--time-limit", type=float, default=60.0, metavar="S", help="seconds for each instance"
    )
    parser.add_argument("--json", type=Path, metavar="OUT")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Solve every instance of a folder; exit code 2: a file is bad; 1: an answer is wrong."""
    options = parse(argv)
    try:
        instances = [read_instance(path) for path in instance_files(options.instances)]
        best = read_best_known(options.instances)
    except InputError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    config = SolverConfig(
        time_limit=options.time_limit, seed=options.seed, workers=options.workers, target_gap=0.0
    )
    rows = []
    for instance in instances:
        rows.append(solve_instance(instance, config, best.get(instance.name)))
        last = rows[-1]
        print(f"{last['name']}: {last['cost']}, bound {last['bound']}, {last['seconds']} s", file=sys.stderr)
        if options.json:
            options.json.write_text(json.dumps(report(rows, options), indent=1), encoding="utf-8")
    print("\n".join(table(rows)))
    _print_mean(mean_distance(rows))
    return 0 if all(row["feasible"] for row in rows) else 1


def _print_mean(mean: float | None) -> None:
    if mean is not None:
        print(f"\nmean distance to best known: {100 * mean:.3f} %")


if __name__ == "__main__":
    sys.exit(main())
