"""Runs the commands of the what-ifs in this process."""

from __future__ import annotations

import typer
from typer.testing import CliRunner, Result

from assigner.cli.command import Commands
from scenarios.cli import add_commands


def assigner(*args: object) -> Result:
    """One command, as if on a pipe; `assigner("scenario", "run", ...)`."""
    app = typer.Typer(cls=Commands, pretty_exceptions_enable=False)
    add_commands(app)
    return CliRunner(env={"COLUMNS": None}).invoke(app, [str(arg) for arg in args])
