"""New proposals: asked for, and loosened where rules conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import ProposalRecord
from api.errors import Conflict, Unprocessable
from api.ids import new_id
from api.jobs.queue import enqueue
from api.security.actor import Actor
from api.security.operations import operation
from api.services.proposals.asking import Ask, checked_ask
from api.services.proposals.naming import next_name
from api.services.proposals.rows import DRAFT, FAILED, found, require, whole
from scenarios.origin import RELAX

PROPOSE = "propose"
Document = dict[str, Any]


@operation("create_proposal")
def create_proposal(
    ctx: Context,
    actor: Actor,
    *,
    dataset_id: str,
    name: str,
    policy: Mapping[str, Any] | None = None,
    policy_id: str | None = None,
    config: Mapping[str, Any] | None = None,
    edits: Sequence[Any] = (),
    origin: str = "propose",
) -> Document:
    """Ask for a proposal: a draft, and the job that solves it.

    Raises Unprocessable with everything wrong in the question, NotFound and Conflict about the dataset.
    """
    with ctx.db.write() as session:
        ask = checked_ask(
            ctx,
            actor,
            session,
            dataset_id=dataset_id,
            policy=policy,
            policy_id=policy_id,
            config=config,
            edits=edits,
        )
        row = add_draft(ctx, session, actor, ask, name=name, origin=origin)
        record(ctx, session, actor, "proposal.asked", row.id, dataset_id=dataset_id, origin=origin)
        return whole(row, actor)


def add_draft(
    ctx: Context,
    session: Session,
    actor: Actor,
    ask: Ask,
    *,
    name: str,
    origin: str,
    parent_id: str | None = None,
) -> ProposalRecord:
    """A draft with its job; the caller checks who may and keeps the log."""
    row = ProposalRecord(
        id=new_id("prop"),
        name=name,
        dataset_id=ask.dataset_id,
        parent_id=parent_id,
        origin=origin,
        state=DRAFT,
        policy=ask.policy.model_dump(mode="json"),
        config=ask.config,
        edits=list(ask.edits),
        shared=False,
        created_at=ctx.now(),
        created_by=actor.id,
        version=1,
    )
    session.add(row)
    row.job_id = enqueue(ctx, session, actor, PROPOSE, row.id, ask.argument()).id
    session.flush()
    return row


@operation("relax_proposal")
def relax_proposal(ctx: Context, actor: Actor, proposal_id: str, *, remedy: int) -> Document:
    """Ask again with one of the ways out of a conflict of rules: a new draft. `remedy` counts from 0.

    Raises Conflict where the proposal did not fail for a conflict, Unprocessable where there is no such way.
    """
    with ctx.db.write() as session:
        failed = found(session, actor, proposal_id)
        require(actor, failed, FAILED)
        changes = _changes(actor, failed, remedy)
        ask = checked_ask(
            ctx,
            actor,
            session,
            dataset_id=failed.dataset_id,
            policy=failed.policy,
            policy_id=None,
            config=failed.config,
            edits=[*failed.edits, {"kind": RELAX, "changes": changes}],
        )
        name = next_name(session, failed.name)
        row = add_draft(ctx, session, actor, ask, name=name, origin=RELAX, parent_id=failed.id)
        record(ctx, session, actor, "proposal.relaxed", row.id, parent_id=failed.id, remedy=remedy)
        return whole(row, actor)


def _changes(actor: Actor, failed: ProposalRecord, remedy: int) -> list[Any]:
    ways = (failed.problem or {}).get("remedies") or []
    if not ways:
        raise Conflict(actor.tr.gettext("No way out is known; change the policy and ask again."))
    if not 0 <= remedy < len(ways):
        message = actor.tr.gettext("count from 0; there are {n}", n=len(ways))
        place = {"where": "remedy", "value": remedy, "message": message}
        raise Unprocessable(actor.tr.gettext("There is no such way out."), errors=[place])
    return list(ways[remedy]["changes"])
