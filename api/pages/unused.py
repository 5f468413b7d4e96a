"""Names for new proposals that no other one has."""

from __future__ import annotations

from api.pages.calling import call
from api.pages.visit import Visit
from api.services.proposals import free_name, list_proposals

LATEST = 200
"""Proposals whose names are looked at: earlier ones are out of sight."""


async def unused_name(visit: Visit, name: str) -> str:
    """The name, with a number where a proposal has it already."""
    found = (await call(visit, list_proposals, limit=LATEST))["items"]
    return free_name(name, {one["name"] for one in found})
