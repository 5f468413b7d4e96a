"""Sending what waits in the outbox, from a thread beside the service.

A message is leased before it is sent, so that of several processes one sends it; if that one dies, the lease
runs out and another takes over. What fails is tried again after each of `PAUSES`, then given up.
"""

from __future__ import annotations

import json
import logging
import threading
from datetime import timedelta

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.exc import SQLAlchemyError

from api.context import Context
from api.db.models import Webhook, WebhookDelivery
from api.webhooks.post import NotDelivered, post
from api.webhooks.signing import signed_headers
from api.webhooks.targets import Refused, Resolve, resolved

PAUSES = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 7200, 21600))
LEASE = timedelta(seconds=60)
KEPT_FOR = timedelta(days=30)
IDLE_SECONDS = 1.0
_log = logging.getLogger(__name__)


class Sender:
    """A thread that sends; `stop` lets the message under way end."""

    def __init__(self, ctx: Context, resolve: Resolve | None = None) -> None:
        self._ctx, self._resolve = ctx, resolve
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, seconds: float = 15.0) -> None:
        """End, and wait for the thread for at most so long."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                if send_one(self._ctx, self._resolve):
                    continue
            except SQLAlchemyError as error:
                _log.warning("webhooks wait for the database: %s", type(error).__name__)
            self._over.wait(IDLE_SECONDS)


def send_one(ctx: Context, resolve: Resolve | None = None) -> bool:
    """Send one message that is due. Gives whether there was one."""
    with ctx.db.read() as session:  # a look costs less than a writing transaction
        if session.scalars(_due(ctx)).first() is None:
            return False
    with ctx.db.write() as session:
        row = session.scalars(_due(ctx).with_for_update(skip_locked=True)).first()
        if row is None:
            return False
        row.attempts, row.lease_until = row.attempts + 1, ctx.now() + LEASE
        hook = session.get_one(Webhook, row.webhook_id)
    arrived, answer = _deliver(ctx, hook, row, resolve)
    _finish(ctx, row, arrived, answer)
    return True


def forget_old_deliveries(ctx: Context) -> int:
    """Remove what was delivered or given up long ago. Gives how many rows went."""
    with ctx.db.write() as session:
        old = delete(WebhookDelivery).where(
            WebhookDelivery.state != "waiting", WebhookDelivery.created_at < ctx.now() - KEPT_FOR
        )
        return int(session.execute(old).rowcount)  # type: ignore[attr-defined]


def _due(ctx: Context) -> Select[WebhookDelivery]:
    now, lease = ctx.now(), WebhookDelivery.lease_until
    return (
        select(WebhookDelivery)
        .where(WebhookDelivery.state == "waiting", WebhookDelivery.next_at <= now)
        .where(or_(lease.is_(None), lease <= now))
        .order_by(WebhookDelivery.next_at)
        .limit(1)
    )


def _deliver(ctx: Context, hook: Webhook, row: WebhookDelivery, resolve: Resolve | None) -> tuple[bool, str]:
    """Whether it arrived, and what was answered, in a few words."""
    body = json.dumps(row.payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    try:
        target = resolved(hook.url, private=ctx.settings.webhooks_to_private, resolve=resolve)
        status = post(target, body.encode(), signed_headers(ctx, hook.id, row.id, ctx.now(), body))
    except Refused as error:
        return False, str(error)
    except NotDelivered as error:
        return False, str(error)
    return 200 <= status < 300, f"status {status}"


def _finish(ctx: Context, sent: WebhookDelivery, arrived: bool, answer: str) -> None:
    """Write down the outcome, unless another process took the message over meanwhile."""
    with ctx.db.write() as session:
        row = session.get(WebhookDelivery, sent.id, with_for_update=True)
        if row is None or row.state != "waiting" or row.attempts != sent.attempts:
            return
        row.answer, row.lease_until = answer, None
        if arrived:
            row.state = "delivered"
        elif row.attempts > len(PAUSES):
            row.state = "given up"
        else:
            row.next_at = ctx.now() + PAUSES[row.attempts - 1]
