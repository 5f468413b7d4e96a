"""Alembic's environment: our metadata, our connection, our column types."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import text

import api.db.models
from api.db.base import Base, UtcTime

LOCK = 8_400_001
"""Number of the advisory lock under which PostgreSQL is migrated: one process at a time."""


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """How our types are written in a migration."""
    if kind == "type" and isinstance(item, UtcTime):
        autogen_context.imports.add("from api.db.base import UtcTime")
        return "UtcTime()"
    return False


def run() -> None:
    """Migrate over the connection that the caller gave."""
    connection = context.config.attributes["connection"]
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
        compare_type=True,
    )
    context.run_migrations()


assert api.db.models  # noqa: S101 - imported for its tables
run()
