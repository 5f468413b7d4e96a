"""Bringing the schema up to date."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

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


def is_up_to_date(db: Database) -> bool:
    """Whether the database has exactly the migrations of this version. Raises where it does not answer."""
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == _heads()


@cache
def _heads() -> set[str]:
    return set(ScriptDirectory.from_config(config()).get_heads())
