"""Calls with an Idempotency-Key, and what was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, Id


class IdempotentCall(Base):
    """One call. State: running until `lease_until`, then done with its answer."""

    __tablename__ = "idempotent_calls"
    __table_args__ = (UniqueConstraint("actor_id", "key"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    actor_id: Mapped[str] = mapped_column(Id)
    key: Mapped[str] = mapped_column(String(255))
    request_sha256: Mapped[str] = mapped_column(String(64))  # method, path and body
    state: Mapped[str] = mapped_column(String(16))
    lease_until: Mapped[datetime]
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)
