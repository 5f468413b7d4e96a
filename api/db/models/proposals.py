"""Proposals, what was decided on their moves, and what managers object."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, Id


class ProposalRecord(Base):
    """One answer of the engine on its way: draft, proposed, approved, live, superseded; or failed.

    A draft is being solved (see its job). At most one proposal is live. `parent_id` is the proposal that this
    one was solved again from, or whose conflict of rules it loosens. `figures` holds the headline; the whole
    document and the files of the answer lie in `files/proposals/<id>/`. `origin` tells what asked for it:
    propose, resolve, relax, scenario, onboarding. `shared` lets managers see it before it is approved.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        Index(
            "uq_proposals_live",
            "state",
            unique=True,
            sqlite_where=text("state = 'live'"),
            postgresql_where=text("state = 'live'"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id"), index=True)
    parent_id: Mapped[str | None] = mapped_column(Id)
    origin: Mapped[str] = mapped_column(String(16), default="propose")
    state: Mapped[str] = mapped_column(String(16), index=True)
    policy: Mapped[dict[str, Any]]
    config: Mapped[dict[str, Any]]
    edits: Mapped[list[Any]] = mapped_column(default=list)
    figures: Mapped[dict[str, Any] | None]
    problem: Mapped[dict[str, Any] | None]
    job_id: Mapped[str | None] = mapped_column(Id)
    shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Id)
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(Id)
    live_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class MoveDecision(Base):
    """What somebody decided on one client of a proposal: accept, reject, pin, ban.

    A proposal that was solved again takes over what it was solved under, with who decided it.
    """

    __tablename__ = "move_decisions"
    __table_args__ = (UniqueConstraint("proposal_id", "client_id", "verdict", "manager_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), index=True)
    client_id: Mapped[str] = mapped_column(String(200))
    verdict: Mapped[str] = mapped_column(String(16))
    manager_id: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Id)


class Objection(Base):
    """What a manager says against a move, with evidence; the head decides: open, upheld, declined.

    `remedy` tells what an upheld one became: reject or ban (decisions on the proposal), owner (of the base).
    """

    __tablename__ = "objections"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), index=True)
    client_id: Mapped[str] = mapped_column(String(200))
    manager_id: Mapped[str] = mapped_column(String(200), index=True)
    text: Mapped[str] = mapped_column(String(4000))
    state: Mapped[str] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(String(4000), default="")
    remedy: Mapped[str] = mapped_column(String(16), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Id)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Id)
    version: Mapped[int] = mapped_column(default=1)
