"""Why a client is where it is, and what another manager would mean for it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import Assignment
from api.errors import NotFound
from api.security.actor import Actor
from api.security.operations import operation
from api.services.proposals.loaded import LOADED
from api.services.proposals.moves import decisions_about, move_document
from api.services.proposals.rows import manager_names, solved
from assigner.explain import explain_client, why_not
from assigner.proposal import Proposal
from assigner.report.plain import plain_values

Document = dict[str, Any]


@operation("explain_client")
def explain_move(ctx: Context, actor: Actor, proposal_id: str, client_id: str) -> Document:
    """Evidence, lock, reason, levers, and the exact effect of the best other managers.

    The first question to a large base takes seconds, the next ones are answered from memory.
    """
    with ctx.db.read() as session:
        solved(session, actor, proposal_id)
        row = client_row(session, actor, proposal_id, client_id)
        decisions = decisions_about(session, proposal_id, [client_id]).get(client_id, [])
        move = move_document(row, manager_names(session, proposal_id), decisions, actor.language)
    proposal = LOADED.get(ctx.files, proposal_id)
    story = explain_client(proposal, row.number, actor.language)
    return {"move": move, "story": _plain(proposal, asdict(story))}


@operation("why_not_manager")
def why_not_manager(
    ctx: Context, actor: Actor, proposal_id: str, client_id: str, manager_id: str
) -> Document:
    """What this manager for this client would mean, in exact figures and one sentence."""
    with ctx.db.read() as session:
        solved(session, actor, proposal_id)
        number = client_row(session, actor, proposal_id, client_id).number
    proposal = LOADED.get(ctx.files, proposal_id)
    at = (proposal.portfolio.managers.manager_id == manager_id).nonzero()[0]
    if not len(at):
        raise NotFound(actor.tr.gettext("There is no such manager in this proposal."))
    answer = why_not(proposal, number, int(at[0]), actor.language)
    return {"client_id": client_id, "manager_id": manager_id, **_plain(proposal, asdict(answer))}


def client_row(session: Session, actor: Actor, proposal_id: str, client_id: str) -> Assignment:
    """The row of a client. Raises NotFound where there is none."""
    query = select(Assignment).where(Assignment.proposal_id == proposal_id, Assignment.client_id == client_id)
    row = session.scalars(query).first()
    if row is None:
        raise NotFound(actor.tr.gettext("There is no such client in this proposal."))
    return row


def _plain(proposal: Proposal, document: Document) -> Document:
    """Plain values, with ids beside the positions of managers."""
    ids = [str(key) for key in proposal.portfolio.managers.manager_id]
    found: Document = plain_values(_with_ids(document, ids))
    return found


def _with_ids(value: Any, ids: list[str]) -> Any:
    if isinstance(value, dict):
        named = {key: _with_ids(inner, ids) for key, inner in value.items()}
        at = value.get("manager_idx")
        return named | {"manager_id": ids[at]} if isinstance(at, int) and at >= 0 else named
    if isinstance(value, list | tuple):
        return [_with_ids(inner, ids) for inner in value]
    return value
