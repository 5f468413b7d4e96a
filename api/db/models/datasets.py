"""Bases that were uploaded, what was decided about them, and policies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, Id


class Dataset(Base):
    """One upload: its tables lie in `files/datasets/<id>/`. State: reading, ready, refused."""

    __tablename__ = "datasets"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), index=True)
    tables: Mapped[dict[str, Any]]  # table -> name of its file as it was uploaded
    tolerant: Mapped[bool] = mapped_column(default=False)
    as_of: Mapped[date | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")
    num_clients: Mapped[int | None]
    num_managers: Mapped[int | None]
    num_activities: Mapped[int | None]
    figures: Mapped[dict[str, Any] | None]  # headline figures: issues, states, disputes, today's balance
    problem: Mapped[dict[str, Any] | None]  # why it was refused
    job_id: Mapped[str | None] = mapped_column(Id)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Id)
    version: Mapped[int] = mapped_column(default=1)


class DatasetDecision(Base):
    """What was decided about a base: merge, distinct, owner of a disputed client, exclude, audit answer.

    `a` is a client; `b` a client for merge and distinct, a manager for owner and audit. Card b goes into a.
    About one `topic` there is one decision, the latest; it holds at every later solve.
    """

    __tablename__ = "dataset_decisions"
    __table_args__ = (UniqueConstraint("dataset_id", "topic"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    a: Mapped[str] = mapped_column(String(200))
    b: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(1000), default="")
    answer: Mapped[str] = mapped_column(String(16), default="")  # of an audit: confirmed, refuted, unreached
    until: Mapped[date | None]  # an answer speaks for touches up to this day
    topic: Mapped[str] = mapped_column(String(64))  # hash of what it is about
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Id)


class PolicyRecord(Base):
    """A named policy."""

    __tablename__ = "policies"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Id)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
