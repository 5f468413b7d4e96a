"""Long work: what is to be done, where it stands, who is at it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, Id


class JobRecord(Base):
    """One job. State: queued, running, succeeded, failed, cancelled.

    A running job whose `lease_until` has passed has lost its process: it goes back to the queue, or fails
    where it was tried `max_attempts` times. Whoever writes a result must hold the attempt it belongs to.
    `subject` is the id of what the job is for. `progress` is the latest message, `course` a thinned list of
    [seconds, score, bound] for the chart.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_claim", "state", "id"), Index("ix_jobs_subject", "subject"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(Id)
    argument: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=3)
    worker: Mapped[str] = mapped_column(String(100), default="")
    lease_until: Mapped[datetime | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[dict[str, Any] | None]
    course: Mapped[list[Any] | None]
    result: Mapped[dict[str, Any] | None]  # small; large results lie in files
    problem: Mapped[dict[str, Any] | None]  # why it failed, RFC 9457
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Id)
    created_role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2), default="en")  # of whoever asked
    request_id: Mapped[str] = mapped_column(String(64), default="")  # the request that asked, for the logs
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
