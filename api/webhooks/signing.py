"""Signatures by the Standard Webhooks: who gets a message can tell that it is ours, whole and fresh."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from standardwebhooks.webhooks import Webhook as Signer

from api.context import Context

PREFIX = "whsec_"


def secret_of(ctx: Context, webhook_id: str) -> str:
    """The signing secret of a webhook. It is derived from the service's secret, so the table holds none."""
    key = hmac.new(ctx.secret, f"webhook:{webhook_id}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(key).decode()


def signed_headers(ctx: Context, webhook_id: str, message_id: str, at: datetime, body: str) -> dict[str, str]:
    """The three headers that go with a message; `at` is when it is sent, in UTC."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Signer(secret_of(ctx, webhook_id)).sign(message_id, at, body),
    }
