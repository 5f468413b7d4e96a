"""What waits for whoever plans: searches on their way, answers to review, approved plans to make live."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import call
from api.pages.naming import labels
from api.pages.parts import text
from api.pages.plans.texts import WAITS
from api.pages.visit import Visit
from api.services.proposals import list_proposals

NEWEST = 5
Plan = dict[str, Any]


async def show_waiting(visit: Visit) -> None:
    """The newest proposals that wait, each with what for; nothing where none does."""
    found = await _waiting(visit)
    if not found:
        return
    text("h2", visit.tr.gettext("Proposals that wait for you"))
    called = labels(visit.tr, found)
    for one in found:
        with ui.row().classes("items-baseline gap-2"):
            ui.link(called[one["id"]], f"/proposals/{one['id']}")
            ui.label(visit.tr.gettext(WAITS[one["state"]])).classes("muted small")


async def _waiting(visit: Visit) -> list[Plan]:
    """The newest of each state that is a step on the way to being live."""
    found: list[Plan] = []
    for state in WAITS:
        found += (await call(visit, list_proposals, state=state, limit=NEWEST))["items"]
    newest = sorted(found, key=lambda one: str(one["created_at"]), reverse=True)[:NEWEST]
    return [one for one in newest if not await _is_replaced(visit, one)]


async def _is_replaced(visit: Visit, plan: Plan) -> bool:
    """Whether a proposal made from it went on in its place."""
    if plan["state"] != "proposed":
        return False
    made = (await call(visit, list_proposals, parent_id=plan["id"], limit=NEWEST))["items"]
    return any(one["state"] not in ("failed", "draft") for one in made)
