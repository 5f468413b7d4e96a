"""Clients and what was found about them, a row each, so that pages need not read a whole base."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base


class DatasetClient(Base):
    """One client of a base with what the evidence says of it today. `number` is its place in the table.

    `search` is name, id and tax id in small letters: databases differ in which letters they fold.
    """

    __tablename__ = "dataset_clients"
    __table_args__ = (
        Index("ix_dataset_clients_id", "dataset_id", "client_id"),
        Index("ix_dataset_clients_state", "dataset_id", "state", "number"),
        Index("ix_dataset_clients_manager", "dataset_id", "manager_id", "number"),
        Index("ix_dataset_clients_disputed", "dataset_id", "disputed", "number"),
        Index("ix_dataset_clients_search", "dataset_id", "search", "number"),
        Index("ix_dataset_clients_potential", "dataset_id", "potential", "number"),
        Index("ix_dataset_clients_revenue", "dataset_id", "revenue", "number"),
    )

    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(500))
    manager_id: Mapped[str] = mapped_column(String(200), default="")  # today's owner, "" for nobody
    state: Mapped[str] = mapped_column(String(16))
    disputed: Mapped[bool] = mapped_column(default=False)
    strength: Mapped[float] = mapped_column(default=0.0)
    potential: Mapped[float] = mapped_column(default=0.0)
    revenue: Mapped[float] = mapped_column(default=0.0)
    segments: Mapped[dict[str, Any]]  # dimension -> label
    missing: Mapped[str] = mapped_column(String(1000), default="")  # which evidence is missing, codes by ";"
    filled: Mapped[float] = mapped_column(default=1.0)  # share of the card that is filled in
    search: Mapped[str] = mapped_column(String(800), default="")
    facets: Mapped[str] = mapped_column(Text, default="")  # the segments as one text, see `facet`
    lat: Mapped[float | None]
    lon: Mapped[float | None]


def facet(dimension: str, label: str) -> str:
    """How a segment stands in `facets`: a database looks for it there ten times faster than in JSON."""
    return f"\x1f{dimension}\x1e{label}\x1f"


class DatasetEntry(Base):
    """One entry of a long list about a base: a finding, a dispute, a possible duplicate; in their order.

    `a` and `b` are the clients it is about; `detail` is the rest of it, with sentences by language.
    """

    __tablename__ = "dataset_entries"
    __table_args__ = (
        Index("ix_dataset_entries_client", "dataset_id", "kind", "a"),
        Index("ix_dataset_entries_check", "dataset_id", "kind", "name", "number"),
        Index("ix_dataset_entries_manager", "dataset_id", "kind", "manager_id", "number"),
    )

    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)  # finding, dispute, duplicate
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(32), default="")  # which kind of finding
    a: Mapped[str] = mapped_column(String(200), default="")
    b: Mapped[str] = mapped_column(String(200), default="")
    manager_id: Mapped[str] = mapped_column(String(200), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class Assignment(Base):
    """Who gets one client in one proposal, and why. `reason_en` and `reason_ru` are sentences.

    `moved` as in the model: it had another owner. `changed` also where it had nobody and is placed now.
    `search` is what people type to find it, folded. `left_out` is why the tables exclude it, "" elsewhere.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        Index("ix_assignments_client", "proposal_id", "client_id"),
        Index("ix_assignments_changed", "proposal_id", "changed", "number"),
        Index("ix_assignments_manager", "proposal_id", "manager_id"),
        Index("ix_assignments_previous", "proposal_id", "previous_manager_id"),
        # One for each order that people ask for: a page of a large base must not sort all of it.
        Index("ix_assignments_name", "proposal_id", "name", "number"),
        Index("ix_assignments_state", "proposal_id", "state", "number"),
        Index("ix_assignments_potential", "proposal_id", "potential", "number"),
        Index("ix_assignments_revenue", "proposal_id", "revenue", "number"),
    )

    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(500))
    search: Mapped[str] = mapped_column(String(700), default="")
    previous_manager_id: Mapped[str] = mapped_column(String(200), default="")
    manager_id: Mapped[str] = mapped_column(String(200), default="")
    moved: Mapped[bool]
    changed: Mapped[bool]
    state: Mapped[str] = mapped_column(String(16))
    disputed: Mapped[bool]
    strength: Mapped[float]
    potential: Mapped[float]
    revenue: Mapped[float]
    pain_money: Mapped[float]
    reason_code: Mapped[str] = mapped_column(String(64))
    reason_en: Mapped[str] = mapped_column(String(1000), default="")
    reason_ru: Mapped[str] = mapped_column(String(1000), default="")
    left_out: Mapped[str] = mapped_column(String(500), default="")
    segments: Mapped[dict[str, Any]]
    lat: Mapped[float | None]
    lon: Mapped[float | None]


class ProposalManager(Base):
    """One manager in one proposal. `figures` is the entry of proposal.json: books before and after, flows."""

    __tablename__ = "proposal_managers"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    manager_id: Mapped[str] = mapped_column(String(200), index=True)
    name: Mapped[str] = mapped_column(String(500))
    weight: Mapped[float]
    figures: Mapped[dict[str, Any]]
