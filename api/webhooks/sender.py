"""Sending what waits in the outbox, from a thread beside the service.

A message is leased before it is sent, so that of several processes one sends it; if that one dies, the lease
runs out and another takes over. What fails is tried again after each of `PAUSES`, then given up.

Receivers take turns, a message each, and one that fails is left alone for a while with everything that waits
for it: one that is dead costs the others ten seconds now and then. Its messages in the outbox say so, so all
processes know.
"""

from __future__ import annotations

import json
import logging
import threading
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, delete, func, not_, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased

from api.context import Context
from api.db.models import Webhook, WebhookDelivery
from api.webhooks.post import NotDelivered, post
from api.webhooks.signing import signed_headers
from api.webhooks.targets import Refused, Resolve, resolved

PAUSES = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 7200, 21600))
REST, SHORT_REST = timedelta(minutes=10), timedelta(seconds=5)
"""The longest that a receiver is left alone after no answer, and after one that was none of success.

Not for hours, as its failed message is: one that is back soon hears of what is new. And one that refuses a
single message still takes all others.
"""
LEASE = timedelta(seconds=60)
KEPT_FOR = timedelta(days=30)
IDLE_SECONDS = 1.0
_STATUS = "status "
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

    @property
    def alive(self) -> bool:
        """Whether its thread runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._over.is_set():
            if not self._guarded_turn():
                self._over.wait(IDLE_SECONDS)

    def _guarded_turn(self) -> bool:
        """Whether something was sent; a sender outlives whatever happens in a turn."""
        try:
            return self._turn()
        except SQLAlchemyError as error:
            _log.warning("webhooks wait for the database: %s", type(error).__name__)
        except Exception as error:
            _log.error("a defect in sending webhooks: %s", type(error).__name__, exc_info=error)
        return False

    def _turn(self) -> bool:
        """One message to every receiver that has some waiting; gives whether there was any."""
        sent = False
        for webhook_id in _waiting(self._ctx):
            if self._over.is_set():
                break
            sent = send_one(self._ctx, self._resolve, webhook_id) or sent
        return sent


def send_one(ctx: Context, resolve: Resolve | None = None, webhook_id: str | None = None) -> bool:
    """Send one message that is due, to this webhook if one is named. Gives whether there was one."""
    to = webhook_id or next(iter(_waiting(ctx)), None)  # a look costs less than a writing transaction
    taken = None if to is None else _take(ctx, to)
    if taken is None:
        return False
    hook, row = taken
    arrived, answer = _tried(ctx, hook, row, resolve)
    _finish(ctx, row, arrived, answer)
    return True


def forget_old_deliveries(ctx: Context) -> int:
    """Remove old messages, also those that wait for a webhook out of use. Gives how many rows went."""
    with ctx.db.write() as session:
        old = delete(WebhookDelivery).where(WebhookDelivery.created_at < ctx.now() - KEPT_FOR)
        return int(session.execute(old).rowcount)  # type: ignore[attr-defined]


def _waiting(ctx: Context) -> list[str]:
    """Webhooks that something is to be sent to now, first the one that has waited longest."""
    hook = WebhookDelivery.webhook_id
    query = _due(ctx).with_only_columns(hook).order_by(None).limit(None)
    with ctx.db.read() as session:
        return list(session.scalars(query.group_by(hook).order_by(func.min(WebhookDelivery.created_at))))


def _take(ctx: Context, webhook_id: str) -> tuple[Webhook, WebhookDelivery] | None:
    """Lease the message that is next for this webhook; None where another process was quicker.

    The lock is on the webhook, and what is due is looked for behind it: two processes never send to one
    receiver at once, so its messages keep their order.
    """
    wanted = select(Webhook).where(Webhook.id == webhook_id)
    with ctx.db.write() as session:
        hook = session.scalars(wanted.with_for_update(skip_locked=True, key_share=True)).one_or_none()
        row = session.scalars(_due(ctx).where(WebhookDelivery.webhook_id == webhook_id)).first()
        if hook is None or row is None:
            return None
        row.attempts, row.lease_until = row.attempts + 1, ctx.now() + LEASE
        return hook, row


def _due(ctx: Context) -> Select[WebhookDelivery]:
    """The oldest message that may be sent now: to an active webhook that is not left alone."""
    now, row = ctx.now(), WebhookDelivery
    return (
        select(row)
        .join(Webhook, Webhook.id == row.webhook_id)
        .where(Webhook.active.is_(True), row.state == "waiting", row.next_at <= now)
        .where(row.webhook_id.not_in(_left_alone(now)))
        .order_by(row.created_at, row.id)
        .limit(1)
    )


def _left_alone(now: datetime) -> Select[str]:
    """Webhooks that a message is on its way to, or has failed at a moment ago."""
    row = aliased(WebhookDelivery)
    answered = row.answer.startswith(_STATUS)
    failed = [
        and_(row.attempts == attempts, row.next_at > now + pause - min(pause, rest), how)
        for attempts, pause in enumerate(PAUSES, start=1)  # it failed at next_at - pause
        for rest, how in ((SHORT_REST, answered), (REST, not_(answered)))
    ]
    return select(row.webhook_id).where(row.state == "waiting", or_(row.lease_until > now, *failed))


def _tried(ctx: Context, hook: Webhook, row: WebhookDelivery, resolve: Resolve | None) -> tuple[bool, str]:
    """As `_deliver`; a message that meets a defect has failed, so that it is given up in the end."""
    try:
        return _deliver(ctx, hook, row, resolve)
    except Exception as error:
        _log.error("a defect in sending %s: %s", row.id, type(error).__name__, exc_info=error)
        return False, f"a defect: {type(error).__name__}"


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
    return 200 <= status < 300, f"{_STATUS}{status}"


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
