"""`python -m benchmarks NAME ...`: one benchmark of the docs, or one command of the solving harness.

Without a name (`make bench`): all of them, the solving ones on the smallest sizes only.
"""

from __future__ import annotations

import runpy
import sys

from benchmarks.solving.command import COMMANDS, run_command

ALL = ("reading", "evidence", "gaming", "audit", "duplicates", "solving")
ALONE = (
    *ALL,
    *("capacity", "faults", "fuzz", "gap", "review_page", "route_load", "routing_decision"),
    *("spread", "upload", "what_if"),
)
"""Modules of this package that are run with the words after their name."""


def main(words: list[str]) -> None:
    """Run what the words ask for."""
    if not words:
        _run_all()
    elif words[0] in ALONE:
        _run_module(words[0], words[1:])
    elif words[0] in COMMANDS:
        run_command(words)
    else:
        print(_usage())
        raise SystemExit(0 if words[0] in ("-h", "--help") else 2)


def _usage() -> str:
    commands = "\n".join(f"  {name:12}{text}" for name, text in COMMANDS.items())
    return f"{__doc__}\nbenchmarks: {', '.join(ALONE)}\n\ncommands of the solving harness:\n{commands}"


def _run_all() -> None:
    for name in ALL:
        print(f"## benchmarks.{name}", flush=True)
        _run_module(name, [])
        print(flush=True)


def _run_module(name: str, words: list[str]) -> None:
    sys.argv = [f"benchmarks.{name}", *words]
    runpy.run_module(f"benchmarks.{name}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
