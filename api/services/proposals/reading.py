"""Proposals as they are shown: lists, one of them, its document, its managers and who gives to whom."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import Assignment, MoveDecision, Objection, ProposalManager, ProposalRecord
from api.errors import NotFound
from api.security.actor import Actor
from api.security.operations import operation
from api.services.paging import Page, page_by_id
from api.services.people import names_of
from api.services.proposals.outstanding import decisions_broken, decisions_open
from api.services.proposals.rows import LIVE, SOLVED, found, manager_names, solved, summary, visible, whole
from api.services.routing.preparing import routing_of
from api.work.opening import PROPOSALS

Document = dict[str, Any]


@operation("list_proposals")
def list_proposals(
    ctx: Context,
    actor: Actor,
    *,
    state: str | None = None,
    dataset_id: str | None = None,
    parent_id: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Proposals, the newest first; a manager's list holds those that he may see."""
    query = visible(select(ProposalRecord), actor)
    wanted = {"state": state, "dataset_id": dataset_id, "parent_id": parent_id}
    query = query.filter_by(**{name: value for name, value in wanted.items() if value is not None})
    with ctx.db.read() as session:
        rows, after = page_by_id(session, query, ProposalRecord.id, cursor=cursor, limit=limit)
        return {"items": [summary(row, actor) for row in rows], "next": after}


@operation("get_live_proposal")
def get_live_proposal(ctx: Context, actor: Actor) -> Document:
    """The proposal that is live. Raises NotFound where none is."""
    with ctx.db.read() as session:
        row = session.scalars(select(ProposalRecord).where(ProposalRecord.state == LIVE)).one_or_none()
        if row is None:
            raise NotFound(actor.tr.gettext("No proposal is live."))
        return summary(row, actor)


@operation("get_proposal")
def get_proposal(ctx: Context, actor: Actor, proposal_id: str) -> Document:
    """One proposal with what was asked, and what waits for somebody's decision."""
    with ctx.db.read() as session:
        row = found(session, actor, proposal_id)
        people = names_of(session, actor, [row.created_by, row.approved_by])
        return whole(
            row,
            actor,
            created_by_name=people.get(row.created_by),
            approved_by_name=people.get(row.approved_by or ""),
            decisions=_decisions(session, row),
            decisions_open=decisions_open(ctx, session, row),
            decisions_broken=decisions_broken(session, row),
            open_objections=open_objections(session, row),
            routing=routing_of(session, row),
        )


def open_objections(session: Session, row: ProposalRecord) -> int:
    """How many objections nobody has decided."""
    query = select(func.count()).select_from(Objection)
    return session.scalar(query.where(Objection.proposal_id == row.id, Objection.state == "open")) or 0


def _decisions(session: Session, row: ProposalRecord) -> dict[str, int]:
    """How many decisions of each kind stand."""
    query = select(MoveDecision.verdict, func.count()).where(MoveDecision.proposal_id == row.id)
    counted = dict(session.execute(query.group_by(MoveDecision.verdict)).all())
    return {verdict: counted.get(verdict, 0) for verdict in ("accept", "reject", "pin", "ban")}


@operation("get_proposal_document")
def get_proposal_document(ctx: Context, actor: Actor, proposal_id: str) -> Document:
    """The whole answer but the clients: figures, managers, cells, certificate (proposal.json)."""
    with ctx.db.read() as session:
        solved(session, actor, proposal_id)
    path = ctx.files.folder(PROPOSALS, proposal_id) / "proposal.json"
    document: Document = json.loads(path.read_text("utf-8"))
    return document


@operation("list_proposal_managers")
def list_proposal_managers(ctx: Context, actor: Actor, proposal_id: str) -> Document:
    """What each manager has before and after, gains and loses, in the order of the managers table."""
    with ctx.db.read() as session:
        solved(session, actor, proposal_id)
        query = select(ProposalManager).where(ProposalManager.proposal_id == proposal_id)
        rows = session.scalars(query.order_by(ProposalManager.number))
        return {
            "items": [
                {"manager_id": row.manager_id, "name": row.name, "weight": row.weight, **_books(row.figures)}
                for row in rows
            ]
        }


def _books(figures: Document) -> Document:
    names = ("target", "before", "after", "gained", "lost", "segments")
    return {name: figures[name] for name in names}


@operation("get_proposal_flows")
def get_proposal_flows(ctx: Context, actor: Actor, proposal_id: str) -> Document:
    """Who gives to whom: clients, potential and revenue of every pair, the largest potential first.

    A blank giver stands for clients that nobody had.
    """
    sums = (
        func.count().label("clients"),
        func.sum(Assignment.potential).label("potential"),
        func.sum(Assignment.revenue).label("revenue"),
    )
    pair = (Assignment.previous_manager_id, Assignment.manager_id)
    query = (
        select(*pair, *sums)
        .where(Assignment.proposal_id == proposal_id, Assignment.changed.is_(True))
        .group_by(*pair)
    )
    with ctx.db.read() as session:
        solved(session, actor, proposal_id)
        names = manager_names(session, proposal_id)
        rows = sorted(session.execute(query), key=lambda row: (-row.potential, row[0], row[1]))
    return {
        "items": [
            {
                "from_id": row[0],
                "from_name": names.get(row[0], ""),
                "to_id": row[1],
                "to_name": names.get(row[1], ""),
                "clients": row.clients,
                "potential": row.potential,
                "revenue": row.revenue,
            }
            for row in rows
        ]
    }


@operation("get_proposal_changes")
def get_proposal_changes(ctx: Context, actor: Actor, proposal_id: str) -> Document:
    """What a proposal that was solved again changed against its parent, and what that is worth.

    Raises NotFound where it has no parent with an answer.
    """
    with ctx.db.read() as session:
        row = solved(session, actor, proposal_id)
        parent = session.get(ProposalRecord, row.parent_id) if row.parent_id else None
        if parent is None or parent.state not in SOLVED:
            raise NotFound(actor.tr.gettext("This proposal was not made from another one."))
        told = _told(ctx, proposal_id)
        items = _changed(session, parent.id, row.id, _reasons(told), actor.language)
        figures = {"before": parent.figures, "after": row.figures}
    names = ("counts", "price", "free", "costs_at_most", "unchanged", "notes")
    return {"parent_id": parent.id, **figures, "items": items, **{name: told.get(name) for name in names}}


def _told(ctx: Context, proposal_id: str) -> Document:
    """What solving again said of itself; nothing for proposals made in another way."""
    path = ctx.files.folder(PROPOSALS, proposal_id) / "resolved.json"
    document: Document = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return document


def _reasons(told: Document) -> dict[str, str]:
    return {one["client_id"]: one["why"] for one in told.get("changes", ())}


def _changed(
    session: Session, before_id: str, after_id: str, why: dict[str, str], language: str
) -> list[Document]:
    """Clients with another manager than in the parent, in the order of the table."""
    before = select(Assignment).where(Assignment.proposal_id == before_id).subquery()
    query = (
        select(Assignment, before.c.manager_id)
        .join(before, before.c.client_id == Assignment.client_id)
        .where(Assignment.proposal_id == after_id, Assignment.manager_id != before.c.manager_id)
        .order_by(Assignment.number)
    )
    names = manager_names(session, after_id)
    return [
        {
            "client_id": row.client_id,
            "name": row.name,
            "owner_id": row.previous_manager_id,
            "before_id": earlier,
            "before_name": names.get(earlier, earlier),
            "after_id": row.manager_id,
            "after_name": names.get(row.manager_id, row.manager_id),
            "why": why.get(row.client_id),
            "reason": row.reason_ru if language == "ru" else row.reason_en,
        }
        for row, earlier in session.execute(query)
    ]
