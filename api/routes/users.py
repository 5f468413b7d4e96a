"""/v1/users."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from api.routes.access import CHANGED, Ctx, IfMatch, Who, tagged
from api.routes.schemas import Answer, Body, Cursor, ItemId, Limit, Name
from api.security.actor import Role
from api.services import users

router = APIRouter(prefix="/users", tags=["access"])

RoleName = Literal["head", "hr", "manager", "crm", "admin"]
Language = Literal["en", "ru"]
Book = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""The id of the manager whose book it is."""


class UserBody(Body):
    """What an account may do. `manager_id` is the book of a user with the role manager."""

    role: RoleName = Field(examples=["head"])
    name: str = Field("", max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
    manager_id: Book | None = None
    language: Language | None = None


class NewUser(UserBody):
    """A new account."""

    login: Name = Field(examples=["anna"])
    password: str = Field(min_length=1, max_length=200, examples=["correct horse battery"])


class UserChange(UserBody):
    """An account as it shall be. Without a password the old one stays."""

    disabled: bool = False
    password: str | None = Field(None, min_length=1, max_length=200)


class UserAnswer(Answer):
    """An account."""

    id: str
    login: str
    name: str
    role: RoleName
    manager_id: str | None
    language: Language | None
    disabled: bool
    created_at: str
    etag: str


class UserPage(Answer):
    """One page of accounts."""

    items: list[UserAnswer]
    next: str | None


@router.get("", operation_id="list_users", response_model=UserPage)
def list_users(ctx: Ctx, who: Who, cursor: Cursor = None, limit: Limit = 50) -> Any:
    """All accounts, the newest first."""
    return users.list_users(ctx, who, cursor=cursor, limit=limit)


@router.post("", operation_id="create_user", response_model=UserAnswer, status_code=201)
def create_user(ctx: Ctx, who: Who, body: NewUser, response: Response) -> Any:
    """A new account."""
    made = users.create_user(ctx, who, **{**body.model_dump(), "role": Role(body.role)})
    response.headers["Location"] = f"/v1/users/{made['id']}"
    return tagged(response, made)


@router.get("/{user_id}", operation_id="get_user", response_model=UserAnswer)
def get_user(ctx: Ctx, who: Who, user_id: ItemId, response: Response) -> Any:
    """One account."""
    return tagged(response, users.get_user(ctx, who, user_id))


@router.put("/{user_id}", operation_id="replace_user", response_model=UserAnswer, responses=CHANGED)
def replace_user(
    ctx: Ctx, who: Who, user_id: ItemId, body: UserChange, response: Response, if_match: IfMatch = None
) -> Any:
    """Change an account; its sessions end."""
    wanted = {**body.model_dump(), "role": Role(body.role)}
    return tagged(response, users.replace_user(ctx, who, user_id, **wanted, if_match=if_match))


@router.delete("/{user_id}", operation_id="delete_user", status_code=204, responses=CHANGED)
def delete_user(ctx: Ctx, who: Who, user_id: ItemId, if_match: IfMatch = None) -> None:
    """Remove an account."""
    users.delete_user(ctx, who, user_id, if_match=if_match)
