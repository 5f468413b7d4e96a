"""What the outside hears when a proposal changes its state."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import ProposalRecord
from api.webhooks.outbox import announce

TOLD = ("score", "gap", "worst_deviation", "moved_clients")
"""Figures that webhooks hear."""


def tell(ctx: Context, session: Session, event: str, row: ProposalRecord, **more: Any) -> None:
    """Let the outside hear of it, if the transaction is committed: ids and figures, no names."""
    figures = {name: row.figures[name] for name in TOLD} if row.figures else None
    payload = {"proposal_id": row.id, "dataset_id": row.dataset_id, "state": row.state, "figures": figures}
    announce(ctx, session, event, payload | more)
