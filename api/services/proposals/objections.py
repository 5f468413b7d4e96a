"""What managers say against a move, and what the head decides about it."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import Assignment, Objection, ProposalRecord
from api.errors import Conflict, NotFound
from api.ids import new_id
from api.security.actor import Actor, Role
from api.security.operations import operation
from api.services.datasets.decisions import add_decisions, refuse_own_tables
from api.services.datasets.standing import found as found_dataset
from api.services.datasets.standing import ready
from api.services.paging import Page, page_by_id
from api.services.proposals.deciding import OPEN, add_decision
from api.services.proposals.explaining import client_row
from api.services.proposals.hooks import tell
from api.services.proposals.judging import Wanted
from api.services.proposals.my_book import own_manager
from api.services.proposals.rows import found, require
from api.services.versions import check_version, etag

Verdict = Literal["uphold", "decline"]
Document = dict[str, Any]


@operation("create_objection")
def create_objection(
    ctx: Context, actor: Actor, proposal_id: str, *, client_id: str, text: str, manager_id: str | None = None
) -> Document:
    """Object to what a proposal does with a client of one's own book, today's or the proposed one.

    Others object in a manager's name with `manager_id`. Raises NotFound for clients of others, Conflict where
    an objection about the client waits already.
    """
    own = own_manager(actor, manager_id)
    with ctx.db.write() as session:
        proposal = found(session, actor, proposal_id, lock=True)  # about a client one objection waits
        require(actor, proposal, *OPEN)
        client = client_row(session, actor, proposal_id, client_id)
        if own not in (client.previous_manager_id, client.manager_id):
            raise NotFound(actor.tr.gettext("There is no such client in this proposal."))
        _refuse_second(session, actor, proposal_id, client_id, own)
        row = Objection(
            id=new_id("obj"),
            proposal_id=proposal_id,
            client_id=client_id,
            manager_id=own,
            text=text,
            state="open",
            created_at=ctx.now(),
            created_by=actor.id,
            version=1,
        )
        session.add(row)
        session.flush()
        tell(ctx, session, "objection.opened", proposal, objection_id=row.id)
        record(ctx, session, actor, "objection.created", row.id, proposal_id=proposal_id)
        return _document(row, client)


@operation("list_objections")
def list_objections(
    ctx: Context,
    actor: Actor,
    *,
    proposal_id: str | None = None,
    state: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Objections, the newest first; a manager's list holds his own."""
    query = _own(select(Objection), actor)
    if proposal_id is not None:
        query = query.where(Objection.proposal_id == proposal_id)
    if state is not None:
        query = query.where(Objection.state == state)
    with ctx.db.read() as session:
        rows, after = page_by_id(session, query, Objection.id, cursor=cursor, limit=limit)
        return {"items": [_document(row, _client(session, row)) for row in rows], "next": after}


@operation("get_objection")
def get_objection(ctx: Context, actor: Actor, objection_id: str) -> Document:
    """One objection."""
    with ctx.db.read() as session:
        row = session.scalars(
            _own(select(Objection), actor).where(Objection.id == objection_id)
        ).one_or_none()
        if row is None:
            raise NotFound(actor.tr.gettext("There is no objection with this id."))
        return _document(row, _client(session, row))


@operation("decide_objection")
def decide_objection(
    ctx: Context,
    actor: Actor,
    objection_id: str,
    *,
    verdict: Verdict,
    answer: str = "",
    lasting: bool = False,
    if_match: str | None,
) -> Document:
    """Uphold or decline. An upheld objection becomes a decision for the next time the base is divided.

    A client that was to go is rejected, so that it stays; one that was to come, or to stay, is banned from
    the manager. `lasting` makes the manager the owner in all proposals of the dataset to come, where the
    client was to go. Raises Conflict where it was decided already.
    """
    with ctx.db.write() as session:
        proposal, row = _held(session, actor, objection_id)
        check_version(row, if_match)
        if row.state != "open":
            raise Conflict(actor.tr.gettext("The objection was decided already."), state=row.state)
        client = client_row(session, actor, row.proposal_id, row.client_id)
        if verdict == "uphold":
            row.remedy = _uphold(ctx, session, actor, proposal, row, client, lasting=lasting)
        row.state = "upheld" if verdict == "uphold" else "declined"
        row.answer, row.decided_at, row.decided_by = answer, ctx.now(), actor.id
        row.version += 1
        record(ctx, session, actor, f"objection.{row.state}", row.id, proposal_id=row.proposal_id)
        return _document(row, client)


def _held(session: Session, actor: Actor, objection_id: str) -> tuple[ProposalRecord, Objection]:
    """An objection and its proposal, both locked: the proposal first, as by whoever removes it."""
    proposal_id = session.scalar(select(Objection.proposal_id).where(Objection.id == objection_id))
    proposal = found(session, actor, proposal_id, lock=True) if proposal_id is not None else None
    row = session.get(Objection, objection_id, with_for_update=True)
    if proposal is None or row is None:
        raise NotFound(actor.tr.gettext("There is no objection with this id."))
    return proposal, row


def _uphold(
    ctx: Context,
    session: Session,
    actor: Actor,
    proposal: ProposalRecord,
    row: Objection,
    client: Assignment,
    *,
    lasting: bool,
) -> str:
    """Make the decision that the objection asks for; its verdict, or "owner" for one about the base."""
    require(actor, proposal, *OPEN)
    goes = client.previous_manager_id == row.manager_id != client.manager_id
    reason = actor.tr.gettext("An objection was upheld.")
    wanted = (
        Wanted(0, row.client_id, "reject", "", reason)
        if goes
        else Wanted(0, row.client_id, "ban", row.manager_id, reason)
    )
    add_decision(ctx, session, actor, proposal, wanted)
    if not (lasting and goes):
        return wanted.verdict
    refuse_own_tables(ctx, actor, proposal.dataset_id)
    owner = {"kind": "owner", "a": row.client_id, "b": row.manager_id, "reason": reason}
    found_dataset(session, actor, proposal.dataset_id, lock=True)  # about a topic one decision stands
    add_decisions(ctx, session, actor, ready(session, actor, proposal.dataset_id), [owner])
    return "owner"


def _refuse_second(session: Session, actor: Actor, proposal_id: str, client_id: str, own: str) -> None:
    query = select(Objection.id).where(
        Objection.proposal_id == proposal_id,
        Objection.client_id == client_id,
        Objection.manager_id == own,
        Objection.state == "open",
    )
    if session.scalars(query).first() is not None:
        raise Conflict(actor.tr.gettext("An objection about this client waits for its decision already."))


def _own(query: Any, actor: Actor) -> Any:
    return query.where(Objection.manager_id == actor.manager_id) if actor.role is Role.MANAGER else query


def _client(session: Session, row: Objection) -> Assignment | None:
    query = select(Assignment).where(
        Assignment.proposal_id == row.proposal_id, Assignment.client_id == row.client_id
    )
    return session.scalars(query).first()


def _document(row: Objection, client: Assignment | None) -> Document:
    return {
        "id": row.id,
        "proposal_id": row.proposal_id,
        "client_id": row.client_id,
        "client_name": client.name if client is not None else "",
        "manager_id": row.manager_id,
        "text": row.text,
        "state": row.state,
        "answer": row.answer,
        "remedy": row.remedy,
        "created_at": row.created_at.isoformat(),
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "etag": etag(row),
    }
