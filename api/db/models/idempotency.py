"""Calls with an Idempotency-Key, and what came of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, Id


class IdempotentCall(Base):
    """One call of one actor. State: running until `lease_until` by `holder`, then done.

    `result` is {"value": what the service answered}, or {} where that could not be kept.
    """

    __tablename__ = "idempotent_calls"
    __table_args__ = (UniqueConstraint("actor_id", "key"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    actor_id: Mapped[str] = mapped_column(Id)
    key: Mapped[str] = mapped_column(String(255))
    request_sha256: Mapped[str] = mapped_column(String(64))  # method, path and body
    state: Mapped[str] = mapped_column(String(16))
    holder: Mapped[str] = mapped_column(Id)
    lease_until: Mapped[datetime]
    result: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
