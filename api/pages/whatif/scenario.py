"""/what-if/scenarios/{id}: one scenario, built by edits."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.parts import heading
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.pages.whatif.choosing import policy_of, policy_select
from api.pages.whatif.editor import Editor
from api.pages.whatif.fields import fields_of
from api.pages.whatif.ground import open_ground
from api.services.scenarios import (
    ScenarioWish,
    create_scenario,
    delete_scenario,
    get_scenario,
    list_edits,
)


@page("/what-if/scenarios/{scenario_id}", operation="create_scenario", title=TITLES["scenario"])
async def scenario(visit: Visit, scenario_id: str) -> None:
    """Name, policy, edits; every change is kept at once, so a reload loses nothing."""
    say = visit.tr.gettext
    found = await call(visit, get_scenario, scenario_id)
    heading(
        found["name"],
        say(
            "A scenario is a list of changes; nothing happens to your base. They are made one after the "
            "other."
        ),
    )
    ui.link(say("To all what-ifs"), _home(found))
    ground = await open_ground(visit, found["dataset_id"])
    kinds = {one["kind"]: fields_of(one["kind"], one["schema"]) for one in await call(visit, list_edits)}
    policy = await _head(visit, found)
    editor = Editor(visit, ground, kinds, found)
    _acts(visit, editor, policy)


async def _head(visit: Visit, found: dict[str, Any]) -> tuple[ui.input, ui.select]:
    say = visit.tr.gettext
    with ui.row().classes("items-center w-full card"):
        name = ui.input(say("Name"), value=found["name"]).props("outlined dense maxlength=200")
        policy = await policy_select(visit, say("The policy it has"))
    return name, policy


def _acts(visit: Visit, editor: Editor, chosen: tuple[ui.input, ui.select]) -> None:
    say, (name, policy) = visit.tr.gettext, chosen

    async def rename() -> None:
        found = editor.scenario
        changed = {"policy": None, **policy_of(policy, found["policy"])}
        if await editor.save(found["edits"], name=name.value, **changed):
            ui.navigate.reload()

    async def copy() -> None:
        made = await call(
            visit, create_scenario, copied(editor.scenario, say("{name} (copy)", name=name.value))
        )
        ui.navigate.to(f"/what-if/scenarios/{made['id']}")

    async def delete() -> None:
        found = editor.scenario
        await call(visit, delete_scenario, found["id"], if_match=found["etag"])
        ui.navigate.to(_home(found))

    with ui.row().classes("items-center"):
        ui.button(say("Keep name and policy"), on_click=acting(visit, rename)).props("outline")
        ui.button(say("Copy"), on_click=acting(visit, copy)).props("outline")
        ui.button(say("Delete"), on_click=acting(visit, delete)).props("outline")
        run = _home(editor.scenario) + "&" + urlencode({"tick": editor.scenario["id"]})
        ui.link(say("Run and compare it"), run)


def copied(found: dict[str, Any], name: str) -> ScenarioWish:
    """The same scenario under another name."""
    return ScenarioWish(
        name=name[:200], dataset_id=found["dataset_id"], policy=found["policy"], edits=found["edits"]
    )


def _home(found: dict[str, Any]) -> str:
    return "/what-if?" + urlencode({"dataset": found["dataset_id"]})
