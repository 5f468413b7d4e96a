"""The way of a proposal: shared, approved, live, superseded; or removed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.engine import after_commit
from api.db.locks import hold_lock
from api.db.models import ApiKey, JobRecord, MoveDecision, ProposalRecord
from api.errors import Conflict, Forbidden
from api.security.actor import SYSTEM, Actor
from api.security.operations import operation
from api.services.proposals.going_live import LIVE_LOCK, go_live
from api.services.proposals.hooks import tell
from api.services.proposals.outstanding import decisions_broken
from api.services.proposals.reading import open_objections
from api.services.proposals.resolving import solved_under
from api.services.proposals.rows import (
    APPROVED,
    DRAFT,
    FAILED,
    PROPOSED,
    SUPERSEDED,
    found,
    require,
    whole,
)
from api.services.routing.preparing import is_ready, prepare, routing_of
from api.services.versions import check_version
from api.work.opening import PROPOSALS
from api.work.routing import ROUTING

Document = dict[str, Any]


@operation("share_proposal")
def share_proposal(
    ctx: Context, actor: Actor, proposal_id: str, *, shared: bool, if_match: str | None
) -> Document:
    """Let managers see their part of a proposal before it is approved, so that they can object; or not."""
    with ctx.db.write() as session:
        row = found(session, actor, proposal_id, lock=True)
        require(actor, row, PROPOSED)
        check_version(row, if_match)
        row.shared, row.version = shared, row.version + 1
        record(ctx, session, actor, "proposal.shared", row.id, shared=shared)
        return whole(row, actor)


@operation("approve_proposal")
def approve_proposal(
    ctx: Context,
    actor: Actor,
    proposal_id: str,
    *,
    settle_objections: bool = False,
    if_match: str | None,
) -> Document:
    """Approve a proposal as it is. With `settle_objections` only if every objection was decided.

    Raises Conflict where decisions were made that this answer does not keep, Forbidden where four eyes are
    asked for and these two saw it already.
    """
    with ctx.db.write() as session:
        row = found(session, actor, proposal_id, lock=True)
        require(actor, row, PROPOSED)
        check_version(row, if_match)
        _refuse_own(ctx, session, actor, row)
        _refuse_open(session, actor, row, settle_objections=settle_objections)
        row.state, row.version = APPROVED, row.version + 1
        row.approved_at, row.approved_by = ctx.now(), actor.id
        waiting = open_objections(session, row)
        prepare(ctx, session, actor, row)
        tell(ctx, session, "proposal.approved", row)
        record(ctx, session, actor, "proposal.approved", row.id, open_objections=waiting)
        return whole(row, actor, open_objections=waiting, routing=routing_of(session, row))


@operation("activate_proposal")
def activate_proposal(ctx: Context, actor: Actor, proposal_id: str, *, if_match: str | None) -> Document:
    """Make an approved proposal the live one; the one before is superseded. New clients are routed by it.

    Where its routing plan is still being made, `routing` says so: the proposal goes live when it is there,
    unless another one is activated meanwhile.
    """
    with ctx.db.write() as session:
        hold_lock(session, LIVE_LOCK)
        row = found(session, actor, proposal_id, lock=True)
        require(actor, row, APPROVED)
        check_version(row, if_match)
        if is_ready(ctx, session, actor, row):
            go_live(ctx, session, actor, row)
        else:
            record(ctx, session, actor, "proposal.activation_asked", row.id)
        return whole(row, actor, routing=routing_of(session, row))


@operation("delete_proposal")
def delete_proposal(ctx: Context, actor: Actor, proposal_id: str, *, if_match: str | None) -> None:
    """Forget a proposal with its files and cancel a solve of it. Raises Conflict where it is live."""
    with ctx.db.write() as session:
        row = found(session, actor, proposal_id, lock=True)
        require(actor, row, DRAFT, FAILED, PROPOSED, APPROVED, SUPERSEDED)
        check_version(row, if_match)
        job = session.get(JobRecord, row.job_id, with_for_update=True) if row.job_id else None
        if job is not None and job.state in ("queued", "running"):
            job.cancel_requested = True
        session.delete(row)
        after_commit(session, lambda: _remove_files(ctx, proposal_id))
        record(ctx, session, actor, "proposal.deleted", proposal_id, state=row.state)


def _remove_files(ctx: Context, proposal_id: str) -> None:
    for kind in (PROPOSALS, ROUTING):
        ctx.files.remove(kind, proposal_id)


def _refuse_own(ctx: Context, session: Session, actor: Actor, row: ProposalRecord) -> None:
    """Four eyes: who asked for the proposal or decided on its moves may not approve it.

    Decisions that were withdrawn count where the answer was made under them, and so do keys for their maker.
    """
    if not ctx.settings.four_eyes:
        return
    query = select(MoveDecision.created_by).where(MoveDecision.proposal_id == row.id).distinct()
    involved = {row.created_by, *session.scalars(query), *solved_under(session, row)}
    if _people(session, involved) & _people(session, {actor.id}):
        raise Forbidden(
            actor.tr.gettext(
                "Somebody else must approve: you, or a key of yours, asked for it or decided on it."
            )
        )


def _people(session: Session, ids: set[str]) -> set[str]:
    """Who stands behind actors: for a key whoever made it, back to a user or a key of the service itself."""
    people: set[str] = set()
    while ids:
        query = select(ApiKey.id, ApiKey.created_by).where(ApiKey.id.in_(ids), ApiKey.created_by != SYSTEM.id)
        made = dict(session.execute(query).all())
        people |= ids - made.keys()
        ids = set(made.values())
    return people


def _refuse_open(session: Session, actor: Actor, row: ProposalRecord, *, settle_objections: bool) -> None:
    """Raise Conflict for decisions that the answer does not keep and, if asked, undecided objections."""
    broken = decisions_broken(session, row)
    if broken:
        detail = actor.tr.ngettext(
            "{n} decision is not kept by this answer: solve it again, or withdraw the decision.",
            "{n} decisions are not kept by this answer: solve it again, or withdraw them.",
            broken,
        )
        raise Conflict(detail, decisions=broken)
    waiting = open_objections(session, row) if settle_objections else 0
    if waiting:
        detail = actor.tr.ngettext(
            "{n} objection is not decided.", "{n} objections are not decided.", waiting
        )
        raise Conflict(detail, open_objections=waiting)
