"""A manager's own part of a proposal: what stays, goes, comes and is left out, and whether the whole is fair.

Names of colleagues and of their clients are left out by construction: nothing here reads them.
"""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import Assignment, Objection, ProposalManager
from api.errors import NotFound, Unprocessable
from api.security.actor import Actor, Role
from api.security.operations import operation
from api.services.paging import read_cursor, write_cursor
from api.services.proposals.rows import solved, summary
from api.services.proposals.texts import OWN_REASONS
from assigner.i18n import Translator

Part = Literal["stays", "goes", "comes", "left_out"]
PARTS: tuple[Part, ...] = ("stays", "goes", "comes", "left_out")
NOBODY = ""

Document = dict[str, Any]


@operation("get_my_book")
def get_my_book(
    ctx: Context,
    actor: Actor,
    proposal_id: str,
    *,
    manager_id: str | None = None,
    part: Part | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Document:
    """The book of the manager who asks, or, for those who see everything, of `manager_id`.

    Raises NotFound where the manager has no part in the proposal, and for the books of others.
    """
    own = own_manager(actor, manager_id)
    with ctx.db.read() as session:
        row = solved(session, actor, proposal_id)
        managers = _managers(session, proposal_id)
        mine = next((one for one in managers if one.manager_id == own), None)
        if mine is None:
            raise NotFound(actor.tr.gettext("You have no part in this proposal."))
        items, after = _clients(session, actor, proposal_id, own, part, cursor, limit)
        counts = _counts(session, proposal_id, own)
    return {
        "proposal": summary(row, actor),
        "manager_id": own,
        "name": mine.name,
        "counts": counts,
        "books": {name: mine.figures[name] for name in ("target", "before", "after", "gained", "lost")},
        "team": _team(managers, own),
        "items": items,
        "next": after,
    }


def own_manager(actor: Actor, manager_id: str | None) -> str:
    """Whose book is meant. Raises NotFound for a manager who asks for another one's."""
    if actor.role is not Role.MANAGER:
        if manager_id is None:
            place = {"where": "manager_id", "value": None, "message": actor.tr.gettext("say which manager")}
            raise Unprocessable(actor.tr.gettext("Say whose book you mean."), errors=[place])
        return manager_id
    if actor.manager_id is None or manager_id not in (None, actor.manager_id):
        raise NotFound(actor.tr.gettext("You have no part in this proposal."))
    return actor.manager_id


def _managers(session: Session, proposal_id: str) -> list[ProposalManager]:
    query = select(ProposalManager).where(ProposalManager.proposal_id == proposal_id)
    return list(session.scalars(query.order_by(ProposalManager.number)))


def _team(managers: list[ProposalManager], own: str) -> list[Document]:
    """How full each book is against its fair share, today and then, without names; the own one is marked."""
    found = [
        {
            "own": one.manager_id == own,
            "ratio_before": one.figures["before"]["ratio"],
            "ratio_after": one.figures["after"]["ratio"],
        }
        for one in managers
        if one.weight > 0 or one.manager_id == own
    ]
    return sorted(found, key=lambda one: (-(one["ratio_after"] or 0.0), -(one["ratio_before"] or 0.0)))


def part_of(own: str, part: Part) -> ColumnElement[bool]:
    """The condition on clients that stay with a manager, go from, come to him, or are his and excluded."""
    had, has = Assignment.previous_manager_id == own, Assignment.manager_id == own
    conditions: dict[Part, ColumnElement[bool]] = {
        "stays": and_(had, has),
        "goes": and_(had, Assignment.manager_id.not_in((own, NOBODY))),
        "comes": and_(has, Assignment.previous_manager_id != own),
        "left_out": and_(had, Assignment.manager_id == NOBODY),
    }
    return conditions[part]


def _counts(session: Session, proposal_id: str, own: str) -> dict[str, int]:
    sums = [func.sum(case((part_of(own, part), 1), else_=0)).label(part) for part in PARTS]
    mine = or_(Assignment.previous_manager_id == own, Assignment.manager_id == own)
    row = session.execute(select(*sums).where(Assignment.proposal_id == proposal_id, mine)).one()
    return {part: int(getattr(row, part) or 0) for part in PARTS}


def _clients(
    session: Session,
    actor: Actor,
    proposal_id: str,
    own: str,
    part: Part | None,
    cursor: str | None,
    limit: int,
) -> tuple[list[Document], str | None]:
    """One page, in the order of the table."""
    meant = or_(Assignment.previous_manager_id == own, Assignment.manager_id == own)
    query = select(Assignment).where(
        Assignment.proposal_id == proposal_id, meant if part is None else part_of(own, part)
    )
    if cursor is not None:
        query = query.where(Assignment.number > read_cursor(cursor, int)[0])
    rows = list(session.scalars(query.order_by(Assignment.number).limit(limit + 1)))
    after = write_cursor(rows[limit - 1].number) if len(rows) > limit else None
    rows = rows[:limit]
    objected = _objections(session, proposal_id, own, [row.client_id for row in rows])
    return [_document(row, own, objected.get(row.client_id), actor.tr) for row in rows], after


def _objections(session: Session, proposal_id: str, own: str, client_ids: list[str]) -> dict[str, str]:
    """State of the manager's latest objection, by client."""
    query = select(Objection.client_id, Objection.state).where(
        Objection.proposal_id == proposal_id,
        Objection.manager_id == own,
        Objection.client_id.in_(client_ids),
    )
    return dict(session.execute(query.order_by(Objection.id)).all())


def _document(row: Assignment, own: str, objection: str | None, tr: Translator) -> Document:
    colleague = tr.gettext("a colleague")
    return {
        "client_id": row.client_id,
        "name": row.name,
        "part": _part(row, own),
        "from": _who(row.previous_manager_id, own, colleague, tr),
        "to": _who(row.manager_id, own, colleague, tr),
        "state": row.state,
        "disputed": row.disputed,
        "potential": row.potential,
        "revenue": row.revenue,
        "segments": row.segments,
        "reason_code": row.reason_code,
        "reason": _reason(row, tr),
        "objection": objection,
    }


def _part(row: Assignment, own: str) -> Part:
    if row.manager_id == own:
        return "stays" if row.previous_manager_id == own else "comes"
    return "goes" if row.manager_id else "left_out"


def _reason(row: Assignment, tr: Translator) -> str:
    if row.left_out:
        return tr.gettext("It is excluded: {why}.", why=row.left_out.removesuffix("."))
    return tr.gettext(OWN_REASONS[row.reason_code])


def _who(manager_id: str, own: str, colleague: str, tr: Translator) -> str:
    if manager_id == own:
        return tr.gettext("you")
    return colleague if manager_id else tr.gettext("nobody")
