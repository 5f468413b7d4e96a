"""The commands of the service, added to `assigner` by its entry points."""

from __future__ import annotations

import typer

from api.cli.keeping_commands import add_keeping
from api.cli.running_commands import add_running


def add_commands(app: typer.Typer) -> None:
    """Add `serve`, `worker`, `db`, `backup`, `restore`, `forget-old` and `audit-log` to `assigner`.

    Modules of commands load nothing heavy: whoever asks for `--help` should not wait.
    """
    add_running(app)
    add_keeping(app)
