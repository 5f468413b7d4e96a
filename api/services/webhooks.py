"""Webhooks: who is told of what, and what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit import record
from api.context import Context
from api.db.models import Webhook, WebhookDelivery
from api.errors import NotFound, Unprocessable
from api.ids import new_id
from api.security.actor import Actor
from api.security.operations import operation
from api.services.paging import Page, page_by_id
from api.services.versions import check_version, etag
from api.webhooks.events import TEST
from api.webhooks.outbox import message
from api.webhooks.signing import secret_of
from api.webhooks.targets import Refused, parse

Document = dict[str, Any]


@operation("list_webhooks")
def list_webhooks(ctx: Context, actor: Actor, *, cursor: str | None = None, limit: int = 50) -> Page:
    """All webhooks, the newest first."""
    with ctx.db.read() as session:
        rows, after = page_by_id(session, select(Webhook), Webhook.id, cursor=cursor, limit=limit)
        return {"items": [_document(row) for row in rows], "next": after}


@operation("create_webhook")
def create_webhook(ctx: Context, actor: Actor, *, url: str, events: list[str]) -> Document:
    """A new webhook; `secret` of the answer is its only showing. Raises Unprocessable for a bad address."""
    _check_url(ctx, actor, url)
    with ctx.db.write() as session:
        row = Webhook(
            id=new_id("whk"),
            url=url,
            events=sorted(set(events)),
            active=True,
            created_at=ctx.now(),
            created_by=actor.id,
            version=1,
        )
        session.add(row)
        record(ctx, session, actor, "webhook.created", row.id, events=row.events)
        return {**_document(row), "secret": secret_of(ctx, row.id)}


@operation("get_webhook")
def get_webhook(ctx: Context, actor: Actor, webhook_id: str) -> Document:
    """One webhook, without its secret."""
    with ctx.db.read() as session:
        return _document(_found(session, actor, webhook_id))


@operation("replace_webhook")
def replace_webhook(
    ctx: Context,
    actor: Actor,
    webhook_id: str,
    *,
    url: str,
    events: list[str],
    active: bool,
    if_match: str | None,
) -> Document:
    """Change a webhook; its secret stays."""
    _check_url(ctx, actor, url)
    with ctx.db.write() as session:
        row = _found(session, actor, webhook_id, lock=True)
        check_version(row, if_match)
        row.url, row.events, row.active = url, sorted(set(events)), active
        row.version += 1
        record(ctx, session, actor, "webhook.replaced", row.id, events=row.events, active=active)
        return _document(row)


@operation("delete_webhook")
def delete_webhook(ctx: Context, actor: Actor, webhook_id: str, *, if_match: str | None) -> None:
    """Tell it nothing more; what waits for it is dropped."""
    with ctx.db.write() as session:
        row = _found(session, actor, webhook_id, lock=True)
        check_version(row, if_match)
        session.delete(row)
        record(ctx, session, actor, "webhook.deleted", webhook_id)


@operation("test_webhook")
def test_webhook(ctx: Context, actor: Actor, webhook_id: str) -> Document:
    """Queue a message that says nothing; its delivery shows whether it arrived."""
    with ctx.db.write() as session:
        row = _found(session, actor, webhook_id)
        sent = message(ctx, row, TEST, {"webhook_id": row.id})
        session.add(sent)
        record(ctx, session, actor, "webhook.tested", row.id)
        return _delivery(sent)


@operation("list_deliveries")
def list_deliveries(
    ctx: Context, actor: Actor, webhook_id: str, *, cursor: str | None = None, limit: int = 50
) -> Page:
    """What was sent or waits, the newest first."""
    with ctx.db.read() as session:
        _found(session, actor, webhook_id)
        query = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
        rows, after = page_by_id(session, query, WebhookDelivery.id, cursor=cursor, limit=limit)
        return {"items": [_delivery(row) for row in rows], "next": after}


def _check_url(ctx: Context, actor: Actor, url: str) -> None:
    try:
        parse(url, private=ctx.settings.webhooks_to_private)
    except Refused as error:
        place = {"where": "url", "value": url, "message": str(error)}
        text = actor.tr.gettext("Messages can't be sent to this address.")
        raise Unprocessable(text, errors=[place]) from None


def _found(session: Session, actor: Actor, webhook_id: str, *, lock: bool = False) -> Webhook:
    row = session.get(Webhook, webhook_id, with_for_update=lock or None)
    if row is None:
        raise NotFound(actor.tr.gettext("There is no webhook with this id."))
    return row


def _document(row: Webhook) -> Document:
    return {
        "id": row.id,
        "url": row.url,
        "events": row.events,
        "active": row.active,
        "created_at": row.created_at.isoformat(),
        "etag": etag(row),
    }


def _delivery(row: WebhookDelivery) -> Document:
    return {
        "id": row.id,
        "event": row.event,
        "state": row.state,
        "attempts": row.attempts,
        "next_at": row.next_at.isoformat() if row.state == "waiting" else None,
        "answer": row.answer,
        "created_at": row.created_at.isoformat(),
    }
