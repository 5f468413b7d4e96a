"""/v1/policies."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import Field

from api.routes.access import CHANGED, Ctx, IfMatch, Who, tagged
from api.routes.schemas import Answer, Body, Cursor, Limit, Name
from api.services import policies

router = APIRouter(prefix="/policies", tags=["policies"])


class PolicyBody(Body):
    """A policy and its name; what is left out has its default."""

    name: Name = Field(examples=["Calm year"])
    document: dict[str, Any] = Field(examples=[{"rules": {"loss_cap": {"enabled": True}}}])


class PolicyAnswer(Answer):
    """A policy that is kept."""

    id: str
    name: str
    document: dict[str, Any]
    created_at: str
    changed_at: str
    etag: str


class PolicyPage(Answer):
    """One page of policies."""

    items: list[PolicyAnswer]
    next: str | None


@router.get("", operation_id="list_policies", response_model=PolicyPage)
def list_policies(ctx: Ctx, who: Who, cursor: Cursor = None, limit: Limit = 50) -> Any:
    """All policies, the newest first."""
    return policies.list_policies(ctx, who, cursor=cursor, limit=limit)


@router.post("", operation_id="create_policy", response_model=PolicyAnswer, status_code=201)
def create_policy(ctx: Ctx, who: Who, body: PolicyBody, response: Response) -> Any:
    """Keep a policy under a name."""
    made = policies.create_policy(ctx, who, name=body.name, document=body.document)
    response.headers["Location"] = f"/v1/policies/{made['id']}"
    return tagged(response, made)


@router.get("/default", operation_id="get_default_policy", response_model=dict[str, Any])
def get_default_policy(ctx: Ctx, who: Who) -> Any:
    """Every number of the model with its default."""
    return policies.get_default_policy(ctx, who)


@router.get("/{policy_id}", operation_id="get_policy", response_model=PolicyAnswer)
def get_policy(ctx: Ctx, who: Who, policy_id: str, response: Response) -> Any:
    """One policy."""
    return tagged(response, policies.get_policy(ctx, who, policy_id))


@router.put("/{policy_id}", operation_id="replace_policy", response_model=PolicyAnswer, responses=CHANGED)
def replace_policy(
    ctx: Ctx, who: Who, policy_id: str, body: PolicyBody, response: Response, if_match: IfMatch = None
) -> Any:
    """Replace a policy as a whole."""
    made = policies.replace_policy(
        ctx, who, policy_id, name=body.name, document=body.document, if_match=if_match
    )
    return tagged(response, made)


@router.delete("/{policy_id}", operation_id="delete_policy", status_code=204, responses=CHANGED)
def delete_policy(ctx: Ctx, who: Who, policy_id: str, if_match: IfMatch = None) -> None:
    """Forget a policy; proposals keep their own copy."""
    policies.delete_policy(ctx, who, policy_id, if_match=if_match)
