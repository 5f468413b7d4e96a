"""What can be announced."""

from __future__ import annotations

TEST = "webhook.test"

EVENTS = (
    "dataset.ready",
    "dataset.refused",
    "proposal.proposed",
    "proposal.failed",
    "proposal.approved",
    "proposal.live",
    "route.decided",
    "objection.opened",
)
"""Every event that a webhook may ask for. The payload of each is ids and figures, no names of people."""
