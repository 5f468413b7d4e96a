"""The database: SQLite or PostgreSQL behind one face."""

from api.db.base import Base
from api.db.engine import Database

__all__ = ["Base", "Database"]
