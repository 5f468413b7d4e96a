"""Runs commands, in this process or in one of their own, and reads what they wrote."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from assigner.cli.main import app

TABLES = ("clients", "managers", "activities", "rules")
FILES = {"assignment.csv", "moves.csv", "proposal.json", "proposal.xlsx", "report.html", "inputs.zip"}


def assigner(*args: object) -> Result:
    """One command in this process, as if on a pipe."""
    return CliRunner(env={"COLUMNS": None}).invoke(app, [str(arg) for arg in args])


def process(*args: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """One command in a process of its own."""
    return subprocess.run(command(*args), capture_output=True, env=os.environ | (env or {}), check=False)


def command(*args: object) -> list[str]:
    """The command line of a command."""
    return [sys.executable, "-c", "from assigner.cli.main import run; run()", *map(str, args)]


def tables(folder: Path) -> list[object]:
    """The options that name all tables of a company."""
    return [part for name in TABLES for part in (f"--{name}", folder / f"{name}.csv")]


def document(folder: Path) -> Any:
    """proposal.json of a folder."""
    return json.loads((folder / "proposal.json").read_text("utf-8"))


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write_rows(path: Path, content: list[dict[str, str]]) -> Path:
    """A CSV file with these rows."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(content[0]))
        writer.writeheader()
        writer.writerows(content)
    return path


def without_seconds(value: Any) -> Any:
    """A document without what differs between two equal runs."""
    if isinstance(value, dict):
        return {key: without_seconds(inner) for key, inner in value.items() if key != "seconds"}
    return [without_seconds(inner) for inner in value] if isinstance(value, list) else value


def names_in(folder: Path) -> set[str]:
    """Names of everything in a folder."""
    return {path.name for path in folder.iterdir()}


def flat(figures: Any, above: str = "") -> Iterator[tuple[str, float]]:
    """Figures by dotted key."""
    for key, value in figures.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{key}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{above}{key}", value
