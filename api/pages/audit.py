"""The audit trail: who did what when, and whether the chain is whole."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.parts import Column, empty, heading, notice, table
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.audit import list_audit, verify_audit

ROWS = 100


@page("/audit", operation="list_audit", title=TITLES["audit"])
async def audit(visit: Visit, cursor: str | None = None, subject: str | None = None) -> None:
    """Entries, the newest first."""
    say = visit.tr.gettext
    heading(
        say("Audit trail"), say("Every act, sealed to the one before: what was changed later would show.")
    )

    async def verify() -> None:
        found = await call(visit, verify_audit)
        whole = not found["problems"]
        with place:
            text = say("The chain is whole: {n} entries.", n=visit.tr.number(found["entries"]))
            notice(
                text if whole else say("The chain is broken: {what}", what=found["problems"][0]["problem"]),
                "" if whole else "bad",
            )

    with ui.element("div") as place:
        ui.button(say("Check the chain"), on_click=acting(visit, verify)).props("outline")
    found = await call(visit, list_audit, subject=subject, cursor=cursor, limit=ROWS)
    if not found["items"]:
        empty(say("Nothing was done yet."))
        return
    heads = [
        Column(say("No."), number=True),
        *map(Column, (say("When"), say("Who"), say("What"), say("On"), say("Details"))),
    ]
    table(heads, [_cells(visit, entry) for entry in found["items"]])
    if found["next"]:
        ui.link(say("Older entries"), f"/audit?cursor={found['next']}")


def _cells(visit: Visit, entry: dict[str, Any]) -> list[str | tuple[str, str]]:
    at = datetime.fromisoformat(entry["at"])
    when = f"{visit.tr.date(at.date())} {at:%H:%M:%S} UTC"
    detail = json.dumps(entry["detail"], ensure_ascii=False) if entry["detail"] else ""
    what = (entry["subject"], f"/audit?subject={entry['subject']}")
    return [
        str(entry["seq"]),
        when,
        f"{entry['actor_id']} ({entry['role']})",
        entry["action"],
        what,
        detail[:300],
    ]
