"""Reading the audit log, and checking that nobody changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.audit import START, seal
from api.context import Context
from api.db.models import AuditEntry, AuditHead
from api.security.actor import Actor
from api.security.operations import operation
from api.services.paging import Page, read_cursor, write_cursor
from api.services.people import names_of, names_of_things

CHUNK = 1000
MAX_PROBLEMS = 100
Problem = dict[str, Any]


@operation("list_audit")
def list_audit(
    ctx: Context,
    actor: Actor,
    *,
    actor_id: str | None = None,
    action: str | None = None,
    subject: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Entries that fit all filters, the newest first, with the names that things have today."""
    wanted = {
        AuditEntry.actor_id: actor_id,
        AuditEntry.action: action,
        AuditEntry.subject: subject,
    }
    query = select(AuditEntry).where(*(column == value for column, value in wanted.items() if value))
    if cursor is not None:
        query = query.where(AuditEntry.seq < read_cursor(cursor, int)[0])
    with ctx.db.read() as session:
        rows = list(session.scalars(query.order_by(AuditEntry.seq.desc()).limit(limit + 1)))
        shown = rows[:limit]
        people = names_of(session, actor, [row.actor_id for row in shown])
        things = names_of_things(session, actor, [row.subject for row in shown])
    after = write_cursor(shown[-1].seq) if len(rows) > limit else None
    return {"items": [_document(row, people, things) for row in shown], "next": after}


@operation("verify_audit")
def verify_audit(ctx: Context, actor: Actor) -> dict[str, Any]:
    """Whether the log is whole: how many entries, the seal of the last one, and what is wrong, at most 100.

    Who notes the seal elsewhere can prove later that everything before it is as it was.
    """
    with ctx.db.read() as session:
        problems = list(islice(verify_chain(session), MAX_PROBLEMS))
        head = session.scalars(select(AuditHead)).one()
        entries = session.scalar(select(func.count()).select_from(AuditEntry))
        return {"whole": not problems, "entries": entries, "sha256": head.sha256, "problems": problems}


_COLUMNS = AuditEntry.__table__.columns.keys()


def verify_chain(session: Session) -> Iterator[Problem]:
    """Everything that shows that the log was changed, as {"seq", "problem"}, entry by entry.

    Takes a session in which nothing was read yet. Holds a thousand entries at once, however long the log is.
    """
    if session.get_bind().dialect.name == "postgresql":  # one look for all statements; SQLite has it anyway
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    seq, before = 0, START
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=CHUNK))
    for entry in entries:
        yield from _faults(entry, seq, before)
        seq, before = entry.seq, entry.sha256
        session.expunge(entry)
    head = session.scalars(select(AuditHead)).one_or_none()
    if head is None or (head.seq, head.sha256) != (seq, before):
        yield {"seq": seq, "problem": "the log does not end where it should: entries at its end are missing"}


def _faults(entry: AuditEntry, seq: int, before: str) -> Iterator[Problem]:
    if entry.seq != seq + 1:
        yield {"seq": entry.seq, "problem": f"entries are missing after {seq}"}
    if entry.before_sha256 != before:
        yield {"seq": entry.seq, "problem": "it is not sealed to the entry before"}
    if seal({name: getattr(entry, name) for name in _COLUMNS}) != entry.sha256:
        yield {"seq": entry.seq, "problem": "it was changed after it was sealed"}


def _document(row: AuditEntry, people: Mapping[str, str], things: Mapping[str, str]) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "at": row.at.isoformat(),
        "actor_id": row.actor_id,
        "actor_name": people.get(row.actor_id),
        "role": row.role,
        "action": row.action,
        "subject": row.subject,
        "subject_name": things.get(row.subject),
        "detail": row.detail,
        "sha256": row.sha256,
    }
