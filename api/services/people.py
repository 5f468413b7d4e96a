"""Names of those who acted, and of what they acted on, for those who may know them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.db.models import (
    ApiKey,
    Dataset,
    PolicyRecord,
    ProposalRecord,
    ScenarioRecord,
    StudyRecord,
    User,
)
from api.security.actor import SYSTEM, Actor, Role
from api.security.rules import STAFF, allowed

CHUNK = 500

_NAME_OR_LOGIN = case((User.name != "", User.name), else_=User.login)
_NAMED: dict[str, tuple[str, InstrumentedAttribute[str], ColumnElement[str]]] = {
    "ds": ("get_dataset", Dataset.id, Dataset.name.expression),
    "prop": ("get_proposal", ProposalRecord.id, ProposalRecord.name.expression),
    "pol": ("get_policy", PolicyRecord.id, PolicyRecord.name.expression),
    "scn": ("get_scenario", ScenarioRecord.id, ScenarioRecord.name.expression),
    "stu": ("get_study", StudyRecord.id, StudyRecord.name.expression),
    "key": ("get_key", ApiKey.id, ApiKey.name.expression),
    "usr": ("get_user", User.id, _NAME_OR_LOGIN),
}
"""By the beginning of an id: the operation that shows such a thing whole, and where its name stands."""


def names_of(session: Session, actor: Actor, ids: Iterable[str | None]) -> dict[str, str]:
    """Names by ids of accounts and keys; who has none, is gone or is nobody's business is left out.

    Who sees the whole plan may know who acted on it; programs and managers know themselves alone. Logins are
    for admins: where an account has no name, others get none.
    """
    wanted = {one for one in ids if one}
    found = {SYSTEM.id: SYSTEM.name, actor.id: actor.name}
    if actor.role in STAFF:
        for part in _parts(wanted):
            found |= _kept(session, part, logins=actor.role is Role.ADMIN)
    return {one: found[one] for one in wanted if found.get(one)}


def names_of_things(session: Session, actor: Actor, ids: Iterable[str]) -> dict[str, str]:
    """Names by ids of things that the actor's role may look at; what is gone or has none is left out."""
    found: dict[str, str] = {}
    for part in _parts(set(ids)):
        for prefix, (operation, key, name) in _NAMED.items():
            some = [one for one in part if one.startswith(f"{prefix}_")]
            if some and allowed(actor.role, operation):
                found |= {row[0]: row[1] for row in session.execute(select(key, name).where(key.in_(some)))}
    return {one: name for one, name in found.items() if name}


def _parts(ids: set[str]) -> list[list[str]]:
    """The ids in parts that one statement takes."""
    wanted = sorted(ids)
    return [wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK)]


def _kept(session: Session, ids: Sequence[str], *, logins: bool) -> dict[str, str]:
    people = session.execute(select(User.id, User.name, User.login).where(User.id.in_(ids)))
    programs = session.execute(select(ApiKey.id, ApiKey.name.expression).where(ApiKey.id.in_(ids)))
    names = {row.id: row.name or (row.login if logins else "") for row in people}
    return names | {row.id: row.name for row in programs}
