"""Decisions that an answer does not know of yet, or goes against: what solving again would be for."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import Assignment, MoveDecision, ProposalRecord
from api.services.proposals.resolving import RESOLVE
from api.services.proposals.rows import SOLVED
from api.work.opening import ORIGIN, PROPOSALS
from scenarios.origin import Origin

Ruled = tuple[str, str, str]
"""Client, verdict, manager."""


def decisions_open(ctx: Context, session: Session, row: ProposalRecord) -> int:
    """How many decisions were made or withdrawn since the answer was found; 0 where none stand at all.

    The answer of a proposal that was solved again knows those that it was solved with: they don't count. One
    in place of another about the same client counts once.
    """
    if row.state not in SOLVED:
        return 0
    mine = MoveDecision.proposal_id == row.id
    if row.origin != RESOLVE:
        return session.scalar(select(func.count()).select_from(MoveDecision).where(mine)) or 0
    query = select(MoveDecision.client_id, MoveDecision.verdict, MoveDecision.manager_id).where(mine)
    standing = {(client, verdict, manager or "") for client, verdict, manager in session.execute(query)}
    if not standing:
        return 0
    known = _solved_with(ctx, row)
    new = standing - known
    replaced = {client for client, _, _ in new}
    return len(new) + sum(client not in replaced for client, _, _ in known - standing)


def decisions_broken(session: Session, row: ProposalRecord) -> int:
    """How many decisions the answer goes against."""
    against = or_(
        and_(MoveDecision.verdict == "reject", Assignment.manager_id != Assignment.previous_manager_id),
        and_(MoveDecision.verdict == "pin", Assignment.manager_id != MoveDecision.manager_id),
        and_(MoveDecision.verdict == "ban", Assignment.manager_id == MoveDecision.manager_id),
    )
    query = (
        select(func.count())
        .select_from(MoveDecision)
        .join(
            Assignment,
            and_(
                Assignment.proposal_id == MoveDecision.proposal_id,
                Assignment.client_id == MoveDecision.client_id,
            ),
        )
        .where(MoveDecision.proposal_id == row.id, against)
    )
    return session.scalar(query) or 0


def _solved_with(ctx: Context, row: ProposalRecord) -> set[Ruled]:
    """The decisions that the answer keeps, out of its folder, which never changes."""
    found = Origin.read(ctx.files.folder(PROPOSALS, row.id) / ORIGIN).decisions
    return {(one.client_id, one.verdict.value, one.manager_id or "") for one in found}
