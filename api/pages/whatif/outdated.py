"""Where a plan went live after its base was brought: what is asked of that base does not know of it."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import call
from api.pages.moments import day
from api.pages.parts import notice
from api.pages.visit import Visit
from api.services.datasets.reading import get_dataset
from api.services.proposals import list_proposals
from assigner.i18n import Translator

LIVE = "live"
Document = dict[str, Any]


async def tell_of_live(visit: Visit, base: str) -> None:
    """A notice where the plan that is live was made from this base, with the way out of it."""
    found = (await call(visit, list_proposals, state=LIVE, dataset_id=base, limit=1))["items"]
    moves = _moves(found[0]) if found else 0
    if not moves:
        return
    brought = (await call(visit, get_dataset, base))["created_at"]
    say = visit.tr.gettext
    with notice(live_words(visit.tr, moves, day(visit.tr, brought)), "warn"), ui.row():
        ui.link(say("To the bases"), "/data")
        ui.link(say("The live plan: files and owner changes"), f"/proposals/{found[0]['id']}/export")


def live_words(tr: Translator, moves: int, brought: str) -> str:
    """What a base does not have that was brought on a day before the plan went live."""
    return tr.ngettext(
        "Counts from the base as it was brought on {day}, before the plan that is live: {n} move of it is "
        "not in it. Bring the base anew once the CRM has the new owners.",
        "Counts from the base as it was brought on {day}, before the plan that is live: {n} moves of it are "
        "not in it. Bring the base anew once the CRM has the new owners.",
        moves,
        day=brought,
    )


def _moves(plan: Document) -> int:
    """How many clients change hands by a plan."""
    return int((plan["figures"] or {}).get("moved_clients") or 0)
