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
from api.security.actor import Actor

START = "0" * 64
"""What the first entry is sealed to."""


_ENTRIES, _HEAD = (Base.metadata.tables[one.__tablename__] for one in (AuditEntry, AuditHead))
_HELD = select(_HEAD.c.seq, _HEAD.c.sha256).where(_HEAD.c.id == 1).with_for_update()
_ADDED = insert(_ENTRIES)
_MOVED = update(_HEAD).where(_HEAD.c.id == 1).values(seq=bindparam("last"), sha256=bindparam("seal"))
"""Written as tables, once: routing adds an entry to every batch."""


def record(ctx: Context, session: Session, actor: Actor, action: str, subject: str, **detail: Any) -> None:
    """Add one entry. Call it last in a transaction: it locks the end of the chain until the commit.

    `detail` is plain values: ids and figures, never names or addresses of people.
    """
    session.flush()  # before the lock: what waits for other rows must not hold it
    record_on(ctx, session.connection(), actor, action, subject, **detail)


def record_on(
    ctx: Context, connection: Connection, actor: Actor, action: str, subject: str, **detail: Any
) -> None:
    """The same where there is no session."""
    last, before = connection.execute(_HELD).one()
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
    connection.execute(_ADDED, entry | {"sha256": sealed})
    connection.execute(_MOVED, {"last": last + 1, "seal": sealed})


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
