"""New clients routed since a plan went live: a numbered sequence, so that every process reads the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, Id


class RoutePlanRecord(Base):
    """The routing plan of an approved proposal: preparing, ready, failed. Its bytes lie in files/routing/.

    `wanted_by` asked for the proposal to go live before the plan was ready: it goes live when it is.
    """

    __tablename__ = "route_plans"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), default="")
    job_id: Mapped[str | None] = mapped_column(Id)
    wanted_by: Mapped[str | None] = mapped_column(Id)
    wanted_role: Mapped[str | None] = mapped_column(String(16))
    problem: Mapped[dict[str, Any] | None]


class RouteHead(Base):
    """How many clients were routed under a plan: the row that is locked while one is.

    `closed` are ids of managers who take nobody any more.
    """

    __tablename__ = "route_heads"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    closed: Mapped[list[Any]] = mapped_column(default=list)


class RouteRecord(Base):
    """One routed client with the decision; `seq` counts from 1 without holes within a plan.

    `manager_id` is "" for a client that is nobody's.
    """

    __tablename__ = "routes"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(Id, unique=True)
    client: Mapped[dict[str, Any]]
    decision: Mapped[dict[str, Any]]
    manager_id: Mapped[str] = mapped_column(String(200), index=True)
    call_key: Mapped[str | None] = mapped_column(
        String(64), unique=True
    )  # hash of caller and Idempotency-Key
    body_sha256: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Id)
