"""/v1/webhooks."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from api.routes.access import CHANGED, Ctx, IfMatch, Who, tagged
from api.routes.schemas import Answer, Body, Cursor, ItemId, Limit
from api.services import webhooks

router = APIRouter(prefix="/webhooks", tags=["webhooks"])

Event = Literal[
    "dataset.ready",
    "dataset.refused",
    "proposal.proposed",
    "proposal.failed",
    "proposal.approved",
    "proposal.live",
    "route.decided",
    "objection.opened",
]
State = Literal["waiting", "delivered", "given up"]


class NewWebhook(Body):
    """Where to send, and which events."""

    url: str = Field(min_length=1, max_length=2000, examples=["https://crm.example/hooks/assigner"])
    events: list[Event] = Field(min_length=1, max_length=20, examples=[["proposal.live"]])


class WebhookChange(NewWebhook):
    """A webhook as it shall be."""

    active: bool = True


class WebhookAnswer(Answer):
    """A webhook without its secret."""

    id: str
    url: str
    events: list[Event]
    active: bool
    created_at: str
    etag: str


class WebhookMade(WebhookAnswer):
    """A new webhook. `secret` is shown this once; an answer that is repeated has null there."""

    secret: str | None


class WebhookPage(Answer):
    """One page of webhooks."""

    items: list[WebhookAnswer]
    next: str | None


class DeliveryAnswer(Answer):
    """One message: how often it was tried, when again, and what was answered last."""

    id: str
    event: str
    state: State
    attempts: int
    next_at: str | None
    answer: str
    created_at: str


class DeliveryPage(Answer):
    """One page of deliveries."""

    items: list[DeliveryAnswer]
    next: str | None


@router.get("", operation_id="list_webhooks", response_model=WebhookPage)
def list_webhooks(ctx: Ctx, who: Who, cursor: Cursor = None, limit: Limit = 50) -> Any:
    """All webhooks, the newest first."""
    return webhooks.list_webhooks(ctx, who, cursor=cursor, limit=limit)


@router.post(
    "",
    operation_id="create_webhook",
    response_model=WebhookMade,
    status_code=201,
    openapi_extra={"x-shown-once": ["secret"]},
)
def create_webhook(ctx: Ctx, who: Who, body: NewWebhook, response: Response) -> Any:
    """A new webhook. Write its secret down: it is not shown again."""
    made = webhooks.create_webhook(ctx, who, url=body.url, events=list(body.events))
    response.headers["Location"] = f"/v1/webhooks/{made['id']}"
    return tagged(response, made)


@router.get("/{webhook_id}", operation_id="get_webhook", response_model=WebhookAnswer)
def get_webhook(ctx: Ctx, who: Who, webhook_id: ItemId, response: Response) -> Any:
    """One webhook."""
    return tagged(response, webhooks.get_webhook(ctx, who, webhook_id))


@router.put("/{webhook_id}", operation_id="replace_webhook", response_model=WebhookAnswer, responses=CHANGED)
def replace_webhook(
    ctx: Ctx, who: Who, webhook_id: ItemId, body: WebhookChange, response: Response, if_match: IfMatch = None
) -> Any:
    """Change a webhook; its secret stays."""
    made = webhooks.replace_webhook(
        ctx,
        who,
        webhook_id,
        url=body.url,
        events=list(body.events),
        active=body.active,
        if_match=if_match,
    )
    return tagged(response, made)


@router.delete("/{webhook_id}", operation_id="delete_webhook", status_code=204, responses=CHANGED)
def delete_webhook(ctx: Ctx, who: Who, webhook_id: ItemId, if_match: IfMatch = None) -> None:
    """Tell it nothing more; what waits for it is dropped."""
    webhooks.delete_webhook(ctx, who, webhook_id, if_match=if_match)


@router.post(
    "/{webhook_id}/test", operation_id="test_webhook", response_model=DeliveryAnswer, status_code=202
)
def test_webhook(ctx: Ctx, who: Who, webhook_id: ItemId, response: Response) -> Any:
    """Send a message that says nothing; its delivery shows whether it arrived."""
    made = webhooks.test_webhook(ctx, who, webhook_id)
    response.headers["Location"] = f"/v1/webhooks/{webhook_id}/deliveries"
    return made


@router.get("/{webhook_id}/deliveries", operation_id="list_deliveries", response_model=DeliveryPage)
def list_deliveries(ctx: Ctx, who: Who, webhook_id: ItemId, cursor: Cursor = None, limit: Limit = 50) -> Any:
    """What was sent or waits, the newest first."""
    return webhooks.list_deliveries(ctx, who, webhook_id, cursor=cursor, limit=limit)
