"""Adding to the audit log: in the transaction of the act itself, sealed to the entry before."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import AuditEntry, AuditHead
from api.security.actor import Actor

START = "0" * 64
"""What the first entry is sealed to."""


def record(
    ctx: Context, session: Session, actor: Actor, action: str, subject: str, **detail: Any
) -> AuditEntry:
    """Add one entry. Call it last in a transaction: it locks the end of the chain until the commit.

    `detail` is plain values: ids and figures, never names or addresses of people.
    """
    head = session.scalars(select(AuditHead).where(AuditHead.id == 1).with_for_update()).one()
    entry = AuditEntry(
        seq=head.seq + 1,
        at=ctx.now(),
        actor_id=actor.id,
        role=actor.role.value,
        action=action,
        subject=subject,
        detail=detail,
        before_sha256=head.sha256,
        sha256="",
    )
    entry.sha256 = seal(entry)
    head.seq, head.sha256 = entry.seq, entry.sha256
    session.add(entry)
    return entry


def seal(entry: AuditEntry) -> str:
    """SHA-256 over everything the entry says and the hash of the entry before."""
    parts = {
        "seq": entry.seq,
        "at": _moment(entry.at),
        "actor": entry.actor_id,
        "role": entry.role,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
        "before": entry.before_sha256,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
