"""/v1/keys."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import Field

from api.routes.access import Ctx, Who
from api.routes.schemas import Answer, Body, Cursor, ItemId, Limit, Moment, Name
from api.routes.users import Book, RoleName
from api.security.actor import Role
from api.services import keys

router = APIRouter(prefix="/keys", tags=["access"])


class NewKey(Body):
    """A new key. `manager_id` is the book of a key with the role manager."""

    name: Name = Field(examples=["CRM"])
    role: RoleName = Field(examples=["crm"])
    manager_id: Book | None = None
    expires_at: Moment | None = Field(None, examples=["2030-01-01T00:00:00Z"])


class KeyAnswer(Answer):
    """A key without its secret. `hint` is how the secret begins."""

    id: str
    name: str
    role: RoleName
    manager_id: str | None
    hint: str
    created_at: str
    expires_at: str | None
    revoked_at: str | None


class KeyMade(KeyAnswer):
    """A new key. `key` is shown this once; an answer that is repeated has null there."""

    key: str | None


class KeyPage(Answer):
    """One page of keys."""

    items: list[KeyAnswer]
    next: str | None


@router.get("", operation_id="list_keys", response_model=KeyPage)
def list_keys(ctx: Ctx, who: Who, cursor: Cursor = None, limit: Limit = 50) -> Any:
    """All keys, the newest first."""
    return keys.list_keys(ctx, who, cursor=cursor, limit=limit)


@router.post(
    "",
    operation_id="create_key",
    response_model=KeyMade,
    status_code=201,
    openapi_extra={"x-shown-once": ["key"]},
)
def create_key(ctx: Ctx, who: Who, body: NewKey, response: Response) -> Any:
    """A new key. Write it down: it is not shown again."""
    made = keys.create_key(ctx, who, **{**body.model_dump(), "role": Role(body.role)})
    response.headers["Location"] = f"/v1/keys/{made['id']}"
    return made


@router.get("/{key_id}", operation_id="get_key", response_model=KeyAnswer)
def get_key(ctx: Ctx, who: Who, key_id: ItemId) -> Any:
    """One key."""
    return keys.get_key(ctx, who, key_id)


@router.delete("/{key_id}", operation_id="revoke_key", status_code=204)
def revoke_key(ctx: Ctx, who: Who, key_id: ItemId) -> None:
    """Let nobody in with this key any more."""
    keys.revoke_key(ctx, who, key_id)
