"""Bringing the schema up to date."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from api.db.engine import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(db: Database, revision: str = "head") -> None:
    """Apply all migrations that the database lacks. Safe to call from several processes at once."""
    with db.engine.execution_options(begin="IMMEDIATE").begin() as connection:
        command.upgrade(config(connection), revision)


def config(connection: object = None) -> Config:
    """Alembic's configuration: migrations lie in the package, the connection is ours."""
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS))
    found.attributes["connection"] = connection
    return found
