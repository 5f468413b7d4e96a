"""/v1/edits."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from api.routes.access import Ctx, Who
from api.routes.schemas import Answer
from api.services import scenarios

router = APIRouter(prefix="/edits", tags=["scenarios"])


class EditField(Answer):
    """One field of an edit; `name` is its place, such as `where.segments`."""

    name: str
    takes: str
    required: bool
    default: str
    about: str


class EditKind(Answer):
    """One kind of edit: its fields in words, and its JSON schema."""

    kind: str = Field(examples=["hire"])
    about: str
    fields: list[EditField]
    json_schema: dict[str, Any] = Field(alias="schema")


@router.get("", operation_id="list_edits", response_model=list[EditKind])
def list_edits(ctx: Ctx, who: Who) -> Any:
    """Everything that a scenario can change."""
    return scenarios.list_edits(ctx, who)
