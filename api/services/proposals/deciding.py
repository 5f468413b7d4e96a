"""Decisions on moves: accept, reject, pin, ban, one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import Assignment, MoveDecision, ProposalRecord
from api.errors import Unprocessable
from api.ids import new_id
from api.security.actor import Actor
from api.security.operations import operation
from api.services.paging import Page, page_by_id
from api.services.people import names_of
from api.services.proposals.filters import Filter
from api.services.proposals.judging import Judge, Wanted
from api.services.proposals.rows import APPROVED, LIVE, PROPOSED, found, require, solved
from api.services.versions import check_version, etag

OPEN = (PROPOSED, APPROVED, LIVE)
"""States in which moves can be decided on, for the next time that the base is divided."""

CHUNK = 500

Document = dict[str, Any]


@operation("list_decisions")
def list_decisions(
    ctx: Context, actor: Actor, proposal_id: str, *, cursor: str | None = None, limit: int = 50
) -> Page:
    """Decisions on the moves of a proposal, the newest first, with the version to change them on."""
    query = select(MoveDecision).where(MoveDecision.proposal_id == proposal_id)
    with ctx.db.read() as session:
        row = solved(session, actor, proposal_id)
        rows, after = page_by_id(session, query, MoveDecision.id, cursor=cursor, limit=limit)
        clients = _client_names(session, proposal_id, [one.client_id for one in rows])
        people = names_of(session, actor, [one.created_by for one in rows])
        items = [_document(one, clients, people) for one in rows]
        return {"items": items, "next": after, "etag": etag(row)}


@operation("put_decisions")
def put_decisions(
    ctx: Context,
    actor: Actor,
    proposal_id: str,
    decisions: Sequence[Mapping[str, Any]],
    *,
    if_match: str | None,
) -> Document:
    """Decide on clients: what is given replaces whatever was decided on the same clients before.

    Each is {client_id, verdict, manager_id, reason}; a client may have several bans. Raises Unprocessable
    with everything that is wrong, PreconditionFailed where somebody else decided in between.
    """
    wanted = [Wanted.of(n, one) for n, one in enumerate(decisions)]
    with ctx.db.write() as session:
        row = _open(session, actor, proposal_id, if_match)
        places = Judge(session, actor, proposal_id).places(wanted)
        if places:
            raise Unprocessable(actor.tr.gettext("Some decisions can't be made."), errors=places)
        return _decide(ctx, session, actor, row, wanted)


@operation("decide_where")
def decide_where(
    ctx: Context,
    actor: Actor,
    proposal_id: str,
    where: Filter,
    *,
    verdict: str,
    manager_id: str | None = None,
    reason: str = "",
    if_match: str | None,
) -> Document:
    """The same decision on all clients that a filter finds; those that it can't be made on are left out."""
    with ctx.db.write() as session:
        row = _open(session, actor, proposal_id, if_match)
        query = select(Assignment.client_id).where(*where.where(proposal_id)).order_by(Assignment.number)
        ids = list(session.scalars(query))
        wanted = [Wanted(n, one, verdict, manager_id or "", reason) for n, one in enumerate(ids)]
        judge = Judge(session, actor, proposal_id)
        judge.refuse_manager(wanted[:1])
        fit = judge.fitting(wanted)
        return _decide(ctx, session, actor, row, fit, left_out=len(wanted) - len(fit))


@operation("delete_decisions")
def delete_decisions(
    ctx: Context,
    actor: Actor,
    proposal_id: str,
    client_ids: Sequence[str] | None = None,
    *,
    if_match: str | None,
) -> Document:
    """Withdraw the decisions on some clients, on all where none are named."""
    with ctx.db.write() as session:
        row = _open(session, actor, proposal_id, if_match)
        gone = _withdraw(session, proposal_id, client_ids)
        row.version += 1
        record(ctx, session, actor, "proposal.undecided", row.id, decisions=gone)
        return {"withdrawn": gone, "etag": etag(row)}


def add_decision(ctx: Context, session: Session, actor: Actor, row: ProposalRecord, one: Wanted) -> None:
    """One decision in a larger transaction; raises Unprocessable where it can't be made."""
    places = Judge(session, actor, row.id).places([one])
    if places:
        raise Unprocessable(places[0]["message"], errors=places)
    _withdraw(session, row.id, [one.client_id])
    _insert(ctx, session, actor, row.id, [one])
    row.version += 1


def _open(session: Session, actor: Actor, proposal_id: str, if_match: str | None) -> ProposalRecord:
    row = found(session, actor, proposal_id, lock=True)
    require(actor, row, *OPEN)
    check_version(row, if_match)
    return row


def _decide(
    ctx: Context,
    session: Session,
    actor: Actor,
    row: ProposalRecord,
    wanted: Sequence[Wanted],
    *,
    left_out: int = 0,
) -> Document:
    _withdraw(session, row.id, [one.client_id for one in wanted])
    _insert(ctx, session, actor, row.id, wanted)
    row.version += 1
    counts = {verdict: sum(one.verdict == verdict for one in wanted) for verdict in _verdicts(wanted)}
    record(ctx, session, actor, "proposal.decided", row.id, version=row.version, **counts)
    return {"decided": len(wanted), "left_out": left_out, "etag": etag(row)}


def _verdicts(wanted: Iterable[Wanted]) -> list[str]:
    return sorted({one.verdict for one in wanted})


def _withdraw(session: Session, proposal_id: str, client_ids: Sequence[str] | None) -> int:
    """Remove decisions; how many there were."""
    every = delete(MoveDecision).where(MoveDecision.proposal_id == proposal_id)
    if client_ids is None:
        return _count(session.execute(every))
    ids = list(dict.fromkeys(client_ids))
    parts = [ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK)]
    return sum(_count(session.execute(every.where(MoveDecision.client_id.in_(part)))) for part in parts)


def _count(result: Any) -> int:
    return int(result.rowcount)


def _insert(ctx: Context, session: Session, actor: Actor, proposal_id: str, wanted: Sequence[Wanted]) -> None:
    rows = [
        {
            "id": new_id("dec"),
            "proposal_id": proposal_id,
            "client_id": one.client_id,
            "verdict": one.verdict,
            "manager_id": one.manager_id,
            "reason": one.reason,
            "created_at": ctx.now(),
            "created_by": actor.id,
        }
        for one in wanted
    ]
    if rows:
        session.execute(insert(MoveDecision), rows)


def _client_names(session: Session, proposal_id: str, client_ids: Sequence[str]) -> dict[str, str]:
    """Names by ids of at most a page of clients."""
    columns = select(Assignment.client_id, Assignment.name)
    query = columns.where(Assignment.proposal_id == proposal_id, Assignment.client_id.in_(client_ids))
    return dict(session.execute(query).all())


def _document(row: MoveDecision, clients: Mapping[str, str], people: Mapping[str, str]) -> Document:
    return {
        "id": row.id,
        "client_id": row.client_id,
        "client_name": clients.get(row.client_id, ""),
        "verdict": row.verdict,
        "manager_id": row.manager_id or None,
        "reason": row.reason,
        "created_at": row.created_at.isoformat(),
        "created_by": row.created_by,
        "created_by_name": people.get(row.created_by),
    }
