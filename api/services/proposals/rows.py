"""Rows of proposals: finding them, and what is told of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from api.db.models import ProposalManager, ProposalRecord
from api.errors import Conflict, NotFound
from api.security.actor import Actor, Role
from api.services.proposals.texts import STATE_WORDS
from api.services.versions import etag
from assigner.i18n import Translator

Document = dict[str, Any]

DRAFT, PROPOSED, APPROVED, LIVE = "draft", "proposed", "approved", "live"
SUPERSEDED, FAILED = "superseded", "failed"
STATES = (DRAFT, PROPOSED, APPROVED, LIVE, SUPERSEDED, FAILED)

SOLVED = (PROPOSED, APPROVED, LIVE, SUPERSEDED)
"""States with an answer."""
SETTLED = (APPROVED, LIVE, SUPERSEDED)
"""States of answers that somebody approved."""


def visible(query: Select[Any], actor: Actor) -> Select[Any]:
    """A query for proposals with those that the actor may not see left out."""
    return query.where(_for_managers()) if actor.role is Role.MANAGER else query


def _for_managers() -> ColumnElement[bool]:
    """Proposals that managers may know of: approved ones, and those that were shared with them."""
    return or_(
        ProposalRecord.state.in_(SETTLED),
        ProposalRecord.shared.is_(True) & (ProposalRecord.state == PROPOSED),
    )


def found(session: Session, actor: Actor, proposal_id: str, *, lock: bool = False) -> ProposalRecord:
    """One proposal. Raises NotFound where there is none that the actor may see."""
    query = visible(select(ProposalRecord).where(ProposalRecord.id == proposal_id), actor)
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound(actor.tr.gettext("There is no proposal with this id."))
    found: ProposalRecord = row
    return found


def solved(session: Session, actor: Actor, proposal_id: str, *, lock: bool = False) -> ProposalRecord:
    """One proposal that has an answer. Raises NotFound, or Conflict where it has none."""
    row = found(session, actor, proposal_id, lock=lock)
    require(actor, row, *SOLVED)
    return row


def require(actor: Actor, row: ProposalRecord, *states: str) -> None:
    """Raise Conflict unless the proposal is in one of these states."""
    if row.state not in states:
        detail = actor.tr.gettext(
            "The proposal is {state}; this takes one that is {states}.",
            state=state_word(actor.tr, row.state),
            states=", ".join(state_word(actor.tr, one) for one in states),
        )
        raise Conflict(detail, state=row.state)


def state_word(tr: Translator, state: str) -> str:
    """A state in the reader's words."""
    return tr.gettext(STATE_WORDS[state])


def summary(row: ProposalRecord, actor: Actor) -> Document:
    """What lists show of a proposal; to managers no figures of others."""
    whole = actor.role is not Role.MANAGER
    return {
        "id": row.id,
        "name": row.name,
        "dataset_id": row.dataset_id,
        "parent_id": row.parent_id if whole else None,
        "origin": row.origin,
        "state": row.state,
        "shared": row.shared,
        "job_id": row.job_id if whole else None,
        "figures": row.figures if whole else None,
        "problem": row.problem if whole else None,
        "created_at": row.created_at.isoformat(),
        "approved_at": row.approved_at.isoformat() if row.approved_at else None,
        "live_at": row.live_at.isoformat() if row.live_at else None,
        "etag": etag(row),
    }


def whole(row: ProposalRecord, actor: Actor, **more: Any) -> Document:
    """Everything about a proposal but its answer."""
    return {
        **summary(row, actor),
        "created_by": row.created_by,
        "approved_by": row.approved_by,
        "policy": row.policy,
        "config": row.config,
        "edits": row.edits,
        **more,
    }


def manager_names(session: Session, proposal_id: str) -> dict[str, str]:
    """Names of the managers of a proposal by their ids, in the order of their table."""
    columns = (ProposalManager.manager_id, ProposalManager.name)
    query = select(*columns).where(ProposalManager.proposal_id == proposal_id)
    return dict(session.execute(query.order_by(ProposalManager.number)).all())
