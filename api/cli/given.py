"""Options that the commands of the service share: each is a setting too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which service: its data folder, its database, a file of settings."""

    data_dir: Annotated[
        Path | None,
        typer.Option("--data-dir", metavar="DIR", help="Folder of the data. [default: assigner-data]"),
    ] = None
    database_url: Annotated[
        str | None,
        typer.Option(
            "--database-url",
            metavar="URL",
            help="postgresql+psycopg://USER@HOST/NAME; without it SQLite in the data folder. "
            "Better set ASSIGNER_DATABASE_URL: others see what stands on a command line.",
        ),
    ] = None
    env_file: Annotated[
        Path | None,
        typer.Option("--env-file", metavar="FILE", help="Settings, NAME=VALUE lines; the environment wins."),
    ] = None

    def settings(self) -> dict[str, Any]:
        """What was given, by the names of the settings."""
        given = {"data_dir": self.data_dir, "database_url": self.database_url}
        return {name: value for name, value in given.items() if value is not None}
