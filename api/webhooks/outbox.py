"""Putting a message into the outbox, in the transaction of what it tells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import Webhook, WebhookDelivery
from api.ids import new_id
from api.webhooks.events import EVENTS


def announce(ctx: Context, session: Session, event: str, payload: dict[str, Any]) -> int:
    """Queue one message for every active webhook that wants the event; gives how many.

    `payload` is plain values: ids and figures, never names, phones or addresses of people. Raises ValueError
    for an event that is not in EVENTS.
    """
    return announce_all(ctx, session, event, [payload])


def announce_all(ctx: Context, session: Session, event: str, payloads: Iterable[dict[str, Any]]) -> int:
    """Queue several messages of one kind, looking for webhooks once; gives how many."""
    if event not in EVENTS:
        raise ValueError(f"not an event: {event!r}")
    hooks = session.scalars(select(Webhook).where(Webhook.active.is_(True)))
    wanted = [hook for hook in hooks if event in hook.events]
    found = [message(ctx, hook, event, payload) for payload in payloads for hook in wanted]
    session.add_all(found)
    return len(found)


def message(ctx: Context, hook: Webhook, event: str, payload: dict[str, Any]) -> WebhookDelivery:
    """One message to one webhook, due at once."""
    now = ctx.now()
    return WebhookDelivery(
        id=new_id("msg"),
        webhook_id=hook.id,
        event=event,
        payload={"type": event, "timestamp": now.isoformat(), "data": payload},
        state="waiting",
        attempts=0,
        next_at=now,
        answer="",
        created_at=now,
    )
