"""Statements that the two databases spell alike but SQLAlchemy keeps apart."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.db.base import Base


def add_missing(session: Session, model: type[Base], **values: Any) -> bool:
    """Insert a row unless one with such a key is there. Gives whether it was inserted.

    Safe when several transactions try at once: the second waits for the first, then inserts nothing.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    table = model.__table__
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return session.execute(statement.returning(*table.primary_key)).first() is not None
