"""Words of the OpenAPI document."""

from __future__ import annotations

from typing import Any

ABOUT = """\
Divides a client base among sales managers: fairly, keeping what a seller really worked, with proof.

A program sends its key as `X-API-Key` (or `Authorization: Bearer`). Errors are problem documents (RFC 9457)
whose `errors` names every place that is wrong. A POST with an `Idempotency-Key` is carried out once. Things
that people edit have an `ETag`; a change names the version that was seen in `If-Match`. Lists come in pages:
pass `next` as `cursor`. Long work is a job: poll it, or follow its events.
"""

TAGS: list[dict[str, Any]] = [
    {
        "name": "datasets",
        "description": "Bases: tables in, what was found there, what is decided about it.",
    },
    {"name": "proposals", "description": "Plans: asked for, solved, approved, live."},
    {"name": "moves", "description": "The answer client by client and manager by manager, with reasons."},
    {"name": "decisions", "description": "Yes and no to moves, before solving again."},
    {"name": "objections", "description": "What managers say against moves, and what is answered."},
    {"name": "exports", "description": "Files to take away, and owner changes for CRMs."},
    {"name": "routing", "description": "Whose a new client is, at once."},
    {"name": "scenarios", "description": "What if: edits of a base, kept under names."},
    {"name": "studies", "description": "Scenarios compared, curves, sensitivities, books for newcomers."},
    {"name": "jobs", "description": "Long work: followed and cancelled."},
    {"name": "policies", "description": "Every number of the model, kept under names."},
    {"name": "access", "description": "Accounts, sessions, keys."},
    {"name": "webhooks", "description": "Events, sent and signed."},
    {"name": "audit", "description": "Who did what, sealed."},
    {"name": "operations", "description": "Health, readiness, figures."},
]
"""Groups of operations, in the order in which they are shown."""

IDEMPOTENCY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Carries the request out once: the same key and request again give the same answer.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
