"""/v1/audit."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.routes.access import Ctx, Who
from api.routes.schemas import Answer, Cursor, Limit
from api.services import audit

router = APIRouter(prefix="/audit", tags=["audit"])

Word = Annotated[str | None, Query(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]


class AuditAnswer(Answer):
    """One act: who did what to what, sealed to the act before.

    Names are those of today, None where a thing is gone, has none, or is not yours to know.
    """

    seq: int
    at: str
    actor_id: str
    actor_name: str | None
    role: str
    action: str
    subject: str
    subject_name: str | None
    detail: dict[str, Any]
    sha256: str


class AuditPage(Answer):
    """One page of the log."""

    items: list[AuditAnswer]
    next: str | None


class AuditFault(Answer):
    """Where the log was changed, and how that shows."""

    seq: int
    problem: str


class AuditVerdict(Answer):
    """Whether the log is whole. Note `sha256` elsewhere: it seals everything up to now."""

    whole: bool
    entries: int
    sha256: str
    problems: list[AuditFault]


@router.get("", operation_id="list_audit", response_model=AuditPage)
def list_audit(
    ctx: Ctx,
    who: Who,
    actor: Word = None,
    action: Word = None,
    subject: Word = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Who did what, the newest first."""
    return audit.list_audit(
        ctx, who, actor_id=actor, action=action, subject=subject, cursor=cursor, limit=limit
    )


@router.get("/verify", operation_id="verify_audit", response_model=AuditVerdict)
def verify_audit(ctx: Ctx, who: Who) -> Any:
    """Check that nobody changed the log."""
    return audit.verify_audit(ctx, who)
