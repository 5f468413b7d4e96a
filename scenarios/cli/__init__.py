"""The commands of the what-ifs, added to `assigner` by its entry points."""

from __future__ import annotations

import typer


def add_commands(app: typer.Typer) -> None:
    """Add `scenario`, `onboard` and `drift` to the commands of `assigner`."""
