"""Scenarios, and studies: runs whose result is a document (comparison, trade-off curve, onboarding...)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, Id


class ScenarioRecord(Base):
    """A base plus named edits."""

    __tablename__ = "scenarios"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id"), index=True)
    policy: Mapped[dict[str, Any]]
    edits: Mapped[list[Any]]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Id)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class StudyRecord(Base):
    """One run of a what-if. `kind`: scenarios, frontier, sensitivity, onboarding.

    State: running, done, failed, cancelled (see its job). The document lies in `files/studies/<id>/`.
    """

    __tablename__ = "studies"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    name: Mapped[str] = mapped_column(String(200))
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id"), index=True)
    argument: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16))
    figures: Mapped[dict[str, Any] | None]
    problem: Mapped[dict[str, Any] | None]
    job_id: Mapped[str | None] = mapped_column(Id)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Id)
    version: Mapped[int] = mapped_column(default=1)
