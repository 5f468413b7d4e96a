"""The commands of the harness: run, targets, ablation, report, solving."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from benchmarks.solving import plans
from benchmarks.solving.instances import GAP, size_of
from benchmarks.solving.methods import OURS, PEERS, method
from benchmarks.solving.records import Record, Task, read
from benchmarks.solving.report import chapter, write_report
from benchmarks.solving.runner import compile_kernels, run_all

COMMANDS = {
    "run": "methods of your choice on instances of your choice",
    "targets": "the lines of the table of targets, with peers and proofs",
    "ablation": "one phase off at a time",
    "report": "tables and charts of runs, put into a document",
}

QUICK = [f"600x8s{seed}" for seed in (1, 2, 3)]
"""What `make bench` solves, with all peers."""

HOUSE = Path("out/bench")
"""Where instances and runs are kept."""


def run_command(words: Sequence[str]) -> None:
    """Run one command; wrong words end the program with a usage line."""
    options = _parser().parse_args(words)
    if options.command == "report":
        _report(options)
    else:
        _run(_tasks(options), options)


def quick(words: Sequence[str]) -> None:
    """`python -m benchmarks.solving`: ours and all peers on three companies of 600 clients, as tables."""
    parser = argparse.ArgumentParser(prog="benchmarks.solving", description=quick.__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--instances", nargs="+", default=QUICK)
    _how(parser)
    options = parser.parse_args(words)
    names = (OURS, *PEERS)
    tasks = [
        Task(instance=i, method=m, seconds=options.seconds, workers=options.workers)
        for i in options.instances
        for m in names
    ]
    _run(tasks, options)
    wanted = {task.key for task in tasks}
    records = [record for record in read([options.out]) if record.task.key in wanted]
    print(f"\n{chapter(records, options.out, [])}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    free = commands.add_parser("run", help=COMMANDS["run"])
    free.add_argument("--instances", nargs="+", required=True, metavar="NAME", help="600x8s3, or a GAP file")
    free.add_argument("--methods", nargs="+", default=[OURS], metavar="METHOD")
    free.add_argument("--seconds", type=float, default=10.0)
    free.add_argument("--seeds", type=int, nargs="+", default=[0], help="seeds of the methods")
    free.add_argument("--target-gap", type=float, default=0.001)
    _how(free)
    lines = commands.add_parser("targets", help=COMMANDS["targets"])
    lines.add_argument("--lines", nargs="+", default=["small"], choices=tuple(plans.LINES))
    lines.add_argument("--seeds", type=int, nargs="+", help="seeds of the companies, not the usual ones")
    lines.add_argument("--no-peers", action="store_true")
    _how(lines)
    _how(commands.add_parser("ablation", help=COMMANDS["ablation"]))
    _report_options(commands.add_parser("report", help=COMMANDS["report"]))
    return parser


def _how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--out", type=Path, default=HOUSE / "runs.jsonl", help="runs are added to this file")
    parser.add_argument("--cache", type=Path, default=HOUSE / "instances", help="folder for instances")
    parser.add_argument("--dry", action="store_true", help="only say what would be run, and how long")


def _report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=Path, nargs="+", default=[HOUSE / "runs.jsonl"])
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks.md"))
    parser.add_argument("--images", type=Path, default=Path("docs/img"))


def _tasks(options: argparse.Namespace) -> list[Task]:
    if options.command == "targets":
        peers = not options.no_peers
        return plans.targets(options.lines, workers=options.workers, seeds=options.seeds, peers=peers)
    if options.command == "ablation":
        return plans.ablation(plans.ABLATION, workers=options.workers)
    return [
        Task(
            instance=_instance(name),
            method=wanted,
            seconds=options.seconds,
            seed=seed,
            workers=options.workers,
            target_gap=options.target_gap,
        )
        for name in options.instances
        for seed in options.seeds
        for wanted in options.methods
    ]


def _instance(word: str) -> str:
    """A name as it is, a file as a GAP instance."""
    return f"{GAP}{Path(word).resolve()}" if Path(word).is_file() else word


def _run(tasks: Sequence[Task], options: argparse.Namespace) -> None:
    """Say how long it takes at most, then run."""
    _refuse_unknown(tasks)
    minutes = plans.most_seconds(tasks) / 60
    print(f"{len(tasks)} runs, {minutes:.0f} minutes at most and what reading takes", flush=True)
    if options.dry:
        for task in tasks:
            print(f"  {task.instance} {task.method} {task.seconds:g} s")
        return
    compile_kernels()
    run_all(tasks, options.cache, options.out, lambda text: print(text, flush=True))


def _refuse_unknown(tasks: Sequence[Task]) -> None:
    """Wrong names are told before anything is run."""
    try:
        for task in tasks:
            size_of(task.instance)
            method(task.method)
    except ValueError as wrong:
        raise SystemExit(str(wrong)) from None


def _report(options: argparse.Namespace) -> None:
    records: list[Record] = read(options.runs)
    for path in write_report(records, options.runs[0], options.out, options.images):
        print(path)
