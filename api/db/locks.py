"""Locks by name, for what no single row stands for."""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def hold_lock(session: Session, name: str) -> None:
    """Let other transactions that ask for the same name wait until this one has ended.

    SQLite needs none: its writing transactions come one after the other.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    session.execute(select(func.pg_advisory_xact_lock(key)))
