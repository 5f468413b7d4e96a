"""/proposals: all of them, the live one marked."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import call
from api.pages.naming import labels
from api.pages.parts import empty, heading
from api.pages.plans.base import state_line
from api.pages.plans.figures import short_line
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.datasets.reading import list_datasets
from api.services.proposals import list_proposals

PAGE = 50
BASES = 20


@page("/proposals", operation="list_decisions", title=TITLES["proposals"])
async def listing(visit: Visit, cursor: str | None = None) -> None:
    """The newest first, each with its state, figures and where it comes from."""
    say = visit.tr.gettext
    heading(say("Proposals"), say("A proposal divides one base. The one that is live is what holds today."))
    found = await call(visit, list_proposals, cursor=cursor, limit=PAGE)
    await _new(visit, blank=not found["items"])
    names = labels(visit.tr, found["items"])
    for one in found["items"]:
        _entry(visit, one, names)
    if found["next"]:
        ui.link(say("Older ones"), f"/proposals?cursor={found['next']}")


async def _new(visit: Visit, *, blank: bool) -> None:
    """The way to a new one, by its base; what to do first where there is no base."""
    say = visit.tr.gettext
    bases = (await call(visit, list_datasets, limit=BASES))["items"]
    ready = [one for one in bases if one["state"] == "ready"]
    if blank:
        empty(
            say("There is no proposal yet. Ask for one of a base below.")
            if ready
            else say("There is no proposal yet, and no base to divide.")
        )
    if not ready:
        ui.link(say("Bring a base"), "/data")
    elif visit.may("create_proposal"):
        with ui.row().classes("items-end"):
            chosen = ui.select(labels(visit.tr, ready), value=ready[0]["id"], label=say("Base"))
            chosen.classes("w-96")
            ui.button(
                say("Ask for a proposal"),
                on_click=lambda: ui.navigate.to(f"/proposals/new?dataset={chosen.value}"),
            ).props("unelevated")


def _entry(visit: Visit, one: dict[str, Any], names: dict[str, str]) -> None:
    say = visit.tr.gettext
    with ui.row().classes("items-center w-full card"):
        with ui.column().classes("gap-0 grow"):
            ui.link(one["name"] or one["id"], f"/proposals/{one['id']}").classes("font-semibold")
            ui.label(state_line(visit.tr, one)).classes("muted small")
            ui.label(short_line(visit.tr, one["figures"])).classes("small")
        if one["parent_id"]:
            name = names.get(one["parent_id"], one["parent_id"])
            ui.link(say("made from {name}", name=name), f"/proposals/{one['parent_id']}").classes("small")
        if one["state"] == "live":
            ui.label("● " + say("live")).classes("good font-semibold")
