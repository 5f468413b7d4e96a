"""Named policies."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import PolicyRecord
from api.errors import NotFound, Unprocessable
from api.ids import new_id
from api.security.actor import Actor
from api.security.operations import operation
from api.services.paging import Page, page_by_id
from api.services.versions import check_version, etag
from assigner.policy import Policy

Document = dict[str, Any]


@operation("list_policies")
def list_policies(ctx: Context, actor: Actor, *, cursor: str | None = None, limit: int = 50) -> Page:
    """All policies, the newest first."""
    with ctx.db.read() as session:
        rows, after = page_by_id(session, select(PolicyRecord), PolicyRecord.id, cursor=cursor, limit=limit)
        return {"items": [_document(row) for row in rows], "next": after}


@operation("create_policy")
def create_policy(ctx: Context, actor: Actor, *, name: str, document: Document) -> Document:
    """Keep a policy under a name. Raises Unprocessable with every wrong place."""
    whole = checked_policy(document)
    with ctx.db.write() as session:
        row = PolicyRecord(
            id=new_id("pol"),
            name=name,
            document=whole.model_dump(mode="json"),
            created_at=ctx.now(),
            created_by=actor.id,
            changed_at=ctx.now(),
            version=1,
        )
        session.add(row)
        record(ctx, session, actor, "policy.created", row.id)
        return _document(row)


@operation("get_policy")
def get_policy(ctx: Context, actor: Actor, policy_id: str) -> Document:
    """One policy."""
    with ctx.db.read() as session:
        return _document(_found(session, policy_id))


@operation("replace_policy")
def replace_policy(
    ctx: Context, actor: Actor, policy_id: str, *, name: str, document: Document, if_match: str | None
) -> Document:
    """Replace a policy as a whole. Raises PreconditionFailed where somebody changed it in between."""
    whole = checked_policy(document)
    with ctx.db.write() as session:
        row = _found(session, policy_id, lock=True)
        check_version(row, if_match)
        row.name, row.document = name, whole.model_dump(mode="json")
        row.changed_at, row.version = ctx.now(), row.version + 1
        record(ctx, session, actor, "policy.replaced", row.id, version=row.version)
        return _document(row)


@operation("delete_policy")
def delete_policy(ctx: Context, actor: Actor, policy_id: str, *, if_match: str | None) -> None:
    """Forget a policy; proposals keep their own copy."""
    with ctx.db.write() as session:
        row = _found(session, policy_id, lock=True)
        check_version(row, if_match)
        session.delete(row)
        record(ctx, session, actor, "policy.deleted", policy_id)


@operation("get_default_policy")
def get_default_policy(ctx: Context, actor: Actor) -> Document:
    """Every number of the model with its default."""
    return Policy().model_dump(mode="json")


def checked_policy(document: Document) -> Policy:
    """The policy that a document says. Raises Unprocessable naming every wrong field."""
    try:
        return Policy.model_validate(document)
    except ValidationError as error:
        raise Unprocessable("The policy has wrong fields.", errors=_places(error)) from None


def _places(error: ValidationError) -> list[Document]:
    return [
        {
            "where": ".".join(map(str, ("policy", *one["loc"]))),
            "value": _plain(one["input"]),
            "message": one["msg"],
        }
        for one in error.errors(include_url=False, include_context=False)
    ]


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)[:200]


def _found(session: Session, policy_id: str, *, lock: bool = False) -> PolicyRecord:
    row = session.get(PolicyRecord, policy_id, with_for_update=lock or None)
    if row is None:
        raise NotFound("There is no policy with this id.")
    return row


def _document(row: PolicyRecord) -> Document:
    return {
        "id": row.id,
        "name": row.name,
        "document": row.document,
        "created_at": row.created_at.isoformat(),
        "changed_at": row.changed_at.isoformat(),
        "etag": etag(row),
    }
