"""/what-if: scenarios of a base, ready-made ones, the trade-off curve, and what was found before."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.naming import labels
from api.pages.parts import empty, heading, text
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.pages.whatif.asking import ask_for_curve, run_panel
from api.pages.whatif.choosing import PAGE, choose_base
from api.pages.whatif.found import studies_list
from api.pages.whatif.ground import open_ground
from api.pages.whatif.outdated import tell_of_live
from api.pages.whatif.ready_made import ready_made
from api.pages.whatif.scenario import copied
from api.pages.whatif.words import kind_word
from api.security.actor import Role
from api.services.scenarios import (
    ScenarioWish,
    create_scenario,
    delete_scenario,
    list_catalogue,
    list_scenarios,
)

KINDS = ("scenarios", "frontier", "sensitivity")


@page("/what-if", operation="create_scenario", title=TITLES["what-if"])
async def home(visit: Visit, dataset: str | None = None, tick: str | None = None) -> None:
    """What there is, and the next thing to ask."""
    say = visit.tr.gettext
    heading(
        say("What if"),
        say("Try a change before you make it: hire, promise, let go, tighten. Your base stays as it is."),
    )
    base = await choose_base(visit, dataset, "/what-if")
    if base is None:
        return
    await tell_of_live(visit, base)
    text("h2", say("Scenarios of this base"))
    found = (await call(visit, list_scenarios, dataset_id=base, limit=PAGE))["items"]
    ticked = _scenarios(visit, found, tick)
    _new(visit, base)
    await run_panel(visit, base, ticked)
    text("h2", say("Ready-made scenarios"))
    ground = await open_ground(visit, base)
    for entry in await call(visit, list_catalogue):
        ready_made(visit, ground, base, entry)
    if visit.actor.role is not Role.HR:
        await ask_for_curve(visit, base)
    text("h2", say("What was found before"))
    await studies_list(visit, base, KINDS)


def _scenarios(visit: Visit, found: list[dict[str, Any]], tick: str | None) -> dict[str, ui.checkbox]:
    """The list; what comes back are the boxes by the scenario's id."""
    say = visit.tr.gettext
    with ui.element("div").classes("card-line"):
        ui.checkbox(say("Today's policy, nothing changed"), value=True).props("disable")
        ui.label(say("It is always solved too: all others are held against it.")).classes("muted small")
    if not found:
        empty(say("There is no scenario yet: make one below, or take a ready-made one."))
    called = labels(visit.tr, found)
    return {one["id"]: _scenario(visit, one, called[one["id"]], ticked=one["id"] == tick) for one in found}


def _scenario(visit: Visit, one: dict[str, Any], called: str, *, ticked: bool) -> ui.checkbox:
    say = visit.tr.gettext

    async def copy() -> None:
        await call(visit, create_scenario, copied(one, say("{name} (copy)", name=one["name"])))
        ui.navigate.reload()

    async def delete() -> None:
        await call(visit, delete_scenario, one["id"], if_match=one["etag"])
        ui.navigate.reload()

    with ui.row().classes("items-center w-full card-line"):
        box = ui.checkbox(value=ticked)
        box.props["aria-label"] = say("Run {name}", name=called)
        with ui.column().classes("gap-0 grow"):
            ui.link(called, f"/what-if/scenarios/{one['id']}").classes("font-semibold")
            kinds = ", ".join(dict.fromkeys(kind_word(visit.tr, edit["kind"]) for edit in one["edits"]))
            ui.label(kinds or say("nothing is changed yet")).classes("muted small")
        for title, act in ((say("Copy"), copy), (say("Delete"), delete)):
            button = ui.button(title, on_click=acting(visit, act)).props("flat dense")
            button.props["aria-label"] = f"{title}: {called}"
    return box


def _new(visit: Visit, base: str) -> None:
    say = visit.tr.gettext
    with ui.row().classes("items-center card-line"):
        name = ui.input(say("Name of a new scenario")).props("outlined dense maxlength=200").classes("w-80")

        async def make() -> None:
            if not name.value.strip():
                name.error = say("Give the scenario a name.")
                return
            wish = ScenarioWish(name=name.value.strip(), dataset_id=base, edits=[])
            made = await call(visit, create_scenario, wish)
            ui.navigate.to(f"/what-if/scenarios/{made['id']}")

        name.on("keydown.enter", acting(visit, make))
        ui.button(say("Build a scenario"), on_click=acting(visit, make)).props("outline")
