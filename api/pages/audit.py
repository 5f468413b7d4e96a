"""The audit trail: who did what when, and whether the chain is whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.parts import Column, empty, heading, notice, table
from api.pages.texts import ROLES, TITLES
from api.pages.trail.words import act, details, moment, person, thing
from api.pages.visit import Visit, page
from api.services.audit import list_audit, verify_audit

ROWS = 100


@page("/audit", operation="list_audit", title=TITLES["audit"])
async def audit(visit: Visit, cursor: str | None = None, subject: str | None = None) -> None:
    """Entries, the newest first; of one thing where asked."""
    say = visit.tr.gettext
    heading(
        say("Audit trail"), say("Every act, sealed to the one before: what was changed later would show.")
    )
    _checking(visit)
    found = await call(visit, list_audit, subject=subject, cursor=cursor, limit=ROWS)
    if subject:
        _narrowed(visit, subject, found["items"])
    if not found["items"]:
        empty(say("Nothing was done yet."))
        return
    heads = [
        Column(say("No."), number=True),
        *map(Column, (say("When"), say("Who"), say("What"), say("On"), say("Details"))),
    ]
    table(heads, [_cells(visit, entry) for entry in found["items"]])
    if found["next"]:
        wanted = {"subject": subject, "cursor": found["next"]}
        query = urlencode({name: value for name, value in wanted.items() if value})
        ui.link(say("Older entries"), f"/audit?{query}")


def _checking(visit: Visit) -> None:
    say = visit.tr.gettext

    async def verify() -> None:
        found = await call(visit, verify_audit)
        whole = not found["problems"]
        place.clear()
        with place:
            text = say("The chain is whole: {n} entries.", n=visit.tr.number(found["entries"]))
            notice(
                text if whole else say("The chain is broken: {what}", what=found["problems"][0]["problem"]),
                "" if whole else "bad",
            )

    ui.button(say("Check the chain"), on_click=acting(visit, verify)).props("outline")
    place = ui.element("div").classes("after")


def _narrowed(visit: Visit, subject: str, entries: list[dict[str, Any]]) -> None:
    """What the list was narrowed to, and the way back."""
    say = visit.tr.gettext
    name = next((one["subject_name"] for one in entries), None)
    with ui.row().classes("items-center"):
        ui.label(say("Only this: {what}", what=thing(visit.tr, subject, name))).classes("font-semibold")
        ui.link(say("Show everything"), "/audit")


def _cells(visit: Visit, entry: dict[str, Any]) -> list[str | tuple[str, str]]:
    tr = visit.tr
    role = tr.gettext(ROLES[entry["role"]])
    who = person(tr, entry["actor_id"], entry["actor_name"])
    what = thing(tr, entry["subject"], entry["subject_name"])
    return [
        tr.number(entry["seq"]),
        moment(tr, entry["at"]),
        who if entry["actor_id"] == "system" else f"{who} ({role})",
        act(tr, entry["action"]),
        (what, "/audit?" + urlencode({"subject": entry["subject"]})),
        details(tr, entry["detail"]),
    ]
