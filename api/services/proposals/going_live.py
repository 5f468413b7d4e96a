"""A proposal goes live: at its activation, or as soon as its routing plan is ready."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import ProposalRecord
from api.security.actor import Actor
from api.services.proposals.hooks import tell
from api.services.proposals.rows import LIVE, SUPERSEDED
from api.services.routing.preparing import open_journal

LIVE_LOCK = "live proposal"
"""What is held while the live proposal changes: of two at once the second sees what the first did."""


def go_live(ctx: Context, session: Session, actor: Actor, row: ProposalRecord) -> None:
    """Make it the live one and supersede the one before. The caller holds `LIVE_LOCK` and the row."""
    earlier = _supersede(session)
    row.state, row.live_at, row.version = LIVE, ctx.now(), row.version + 1
    open_journal(session, row)
    tell(ctx, session, "proposal.live", row)
    record(ctx, session, actor, "proposal.activated", row.id, superseded=earlier)


def _supersede(session: Session) -> str | None:
    """End the time of the live proposal; its id. Waits for clients that are being routed by it."""
    query = select(ProposalRecord).where(ProposalRecord.state == LIVE).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        return None
    row.state, row.version = SUPERSEDED, row.version + 1
    session.flush()  # before the new one is live: the database allows one
    return row.id
