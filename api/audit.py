"""Adding to the audit log: in the transaction of the act itself, sealed to the entry before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import Session

from api.context import Context
from api.db import Base
from api.db.models import AuditEntry, AuditHead
from api.db.prepared import Prepared
from api.security.actor import Actor

START = "0" * 64
"""What the first entry is sealed to."""


HEAD = Base.metadata.tables[AuditHead.__tablename__]
_HELD = select(HEAD.c.seq, HEAD.c.sha256).where(HEAD.c.id == 1).with_for_update()
_ADDED = Prepared(insert(Base.metadata.tables[AuditEntry.__tablename__]))
_MOVED = Prepared(update(HEAD).where(HEAD.c.id == 1).values(seq=bindparam("last"), sha256=bindparam("seal")))
"""Routing adds an entry to every batch."""


def record(ctx: Context, session: Session, actor: Actor, action: str, subject: str, **detail: Any) -> None:
    """Add one entry. Call it last in a transaction: it locks the end of the chain until the commit.

    `detail` is plain values: ids and figures, never names or addresses of people.
    """
    session.flush()  # before the lock: what waits for other rows must not hold it
    connection = session.connection()
    last, before = connection.execute(_HELD).one()
    add_entry(ctx, connection, (last, before), actor, action, subject, **detail)


def add_entry(
    ctx: Context,
    connection: Connection,
    end: tuple[int, str],
    actor: Actor,
    action: str,
    subject: str,
    **detail: Any,
) -> None:
    """The same for who has locked HEAD, the end of the chain, and read (seq, sha256) there."""
    last, before = end
    entry = {
        "seq": last + 1,
        "at": ctx.now(),
        "actor_id": actor.id,
        "role": actor.role.value,
        "action": action,
        "subject": subject,
        "detail": detail,
        "before_sha256": before,
    }
    sealed = seal(entry)
    _ADDED.run(connection, entry | {"sha256": sealed})
    _MOVED.run(connection, {"last": last + 1, "seal": sealed})


def seal(entry: Mapping[str, Any]) -> str:
    """SHA-256 over everything the entry says and the hash of the entry before; it has the table's columns."""
    parts = {
        "seq": entry["seq"],
        "at": _moment(entry["at"]),
        "actor": entry["actor_id"],
        "role": entry["role"],
        "action": entry["action"],
        "subject": entry["subject"],
        "detail": entry["detail"],
        "before": entry["before_sha256"],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
