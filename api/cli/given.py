"""Options that the commands of the service share: each is a setting too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer


def setting(words: str, name: str, default: str) -> str:
    """The help of an option that is a setting too: its variable and default, as typer shows its own.

    The brackets are escaped: the help is markup, in which [default: x] would be a style and vanish.
    """
    return rf"{words} [dim yellow]\[env var: {name}][/dim yellow] [dim]\[default: {default}][/dim]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which service: its data folder, its database, a file of settings."""

    data_dir: Annotated[
        Path | None,
        typer.Option(
            "--data-dir",
            metavar="DIR",
            help=setting("Folder of the data.", "ASSIGNER_DATA_DIR", "assigner-data"),
        ),
    ] = None
    database_url: Annotated[
        str | None,
        typer.Option(
            "--database-url",
            metavar="URL",
            help=setting(
                "postgresql+psycopg://USER@HOST/NAME. Better set the variable: others see what stands on a "
                "command line.",
                "ASSIGNER_DATABASE_URL",
                "SQLite in the data folder",
            ),
        ),
    ] = None
    env_file: Annotated[
        Path | None,
        typer.Option(
            "--env-file",
            metavar="FILE",
            help=r"Settings, NAME=VALUE lines; the environment wins. [dim]\[default: none][/dim]",
        ),
    ] = None

    def settings(self) -> dict[str, Any]:
        """What was given, by the names of the settings."""
        given = {"data_dir": self.data_dir, "database_url": self.database_url}
        return {name: value for name, value in given.items() if value is not None}
