"""Solving a proposal again under the decisions on its moves: a new proposal that changes little else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import JobRecord, MoveDecision, ProposalRecord
from api.errors import Conflict
from api.ids import new_id
from api.jobs.queue import enqueue
from api.security.actor import Actor
from api.security.operations import operation
from api.services.proposals.asking import checked_config
from api.services.proposals.deciding import OPEN
from api.services.proposals.naming import next_name
from api.services.proposals.rows import DRAFT, found, require, whole

RESOLVE = "resolve"
COPIED = ("client_id", "verdict", "manager_id", "reason", "created_at", "created_by")

Document = dict[str, Any]


@operation("resolve_proposal")
def resolve_proposal(
    ctx: Context,
    actor: Actor,
    proposal_id: str,
    *,
    name: str | None = None,
    config: Mapping[str, Any] | None = None,
    most_changes: int | None = None,
) -> Document:
    """Ask for a new answer that keeps all decisions: a draft with `parent_id`, and the job that solves it.

    The new proposal takes the decisions over, so that they hold when it is solved again. `most_changes` is
    how many clients may change without having to. Without a config the parent's holds.
    Raises Conflict where nothing was decided.
    """
    with ctx.db.write() as session:
        parent = found(session, actor, proposal_id, lock=True)  # nobody decides between the two readings
        require(actor, parent, *OPEN)
        effort = checked_config(ctx, actor, parent.config if config is None else config)
        decisions = _standing(session, parent.id)
        if not decisions:
            raise Conflict(actor.tr.gettext("Nothing was decided on this proposal: there is nothing to do."))
        row = _draft(ctx, actor, parent, name or next_name(session, parent.name), effort)
        session.add(row)
        argument = {
            "parent_id": parent.id,
            "decisions": decisions,
            "config": effort,
            "most_changes": most_changes,
            "deciders": sorted(_deciders(session, parent)),
        }
        row.job_id = enqueue(ctx, session, actor, RESOLVE, row.id, argument).id
        session.flush()
        _copy(session, parent.id, row.id)
        record(
            ctx, session, actor, "proposal.resolved", row.id, parent_id=parent.id, decisions=len(decisions)
        )
        return whole(row, actor)


def solved_under(session: Session, row: ProposalRecord) -> set[str]:
    """Ids of those whose decisions went into an answer, whatever became of their decisions since."""
    job = session.get(JobRecord, row.job_id) if row.origin == RESOLVE and row.job_id else None
    return set(job.argument.get("deciders", ())) if job is not None else set()


def _deciders(session: Session, parent: ProposalRecord) -> set[str]:
    """Who decided anything in an answer made from this one: solving again changes little else."""
    query = select(MoveDecision.created_by).where(MoveDecision.proposal_id == parent.id).distinct()
    return {*session.scalars(query), *solved_under(session, parent)}


def _draft(ctx: Context, actor: Actor, parent: ProposalRecord, name: str, effort: Document) -> ProposalRecord:
    return ProposalRecord(
        id=new_id("prop"),
        name=name,
        dataset_id=parent.dataset_id,
        parent_id=parent.id,
        origin=RESOLVE,
        state=DRAFT,
        policy=parent.policy,
        config=effort,
        edits=parent.edits,
        shared=False,
        created_at=ctx.now(),
        created_by=actor.id,
        version=1,
    )


def _standing(session: Session, proposal_id: str) -> list[Document]:
    """All decisions on a proposal, in the order in which they were made."""
    query = select(MoveDecision).where(MoveDecision.proposal_id == proposal_id).order_by(MoveDecision.id)
    names = ("client_id", "verdict", "manager_id", "reason")
    return [{name: getattr(row, name) for name in names} for row in session.scalars(query)]


def _copy(session: Session, parent_id: str, child_id: str) -> None:
    """Let the new proposal have the decisions too, with who made them."""
    query = select(MoveDecision).where(MoveDecision.proposal_id == parent_id).order_by(MoveDecision.id)
    rows = [
        {"id": new_id("dec"), "proposal_id": child_id, **{name: getattr(row, name) for name in COPIED}}
        for row in session.scalars(query)
    ]
    session.execute(insert(MoveDecision), rows)
