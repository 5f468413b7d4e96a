"""/data: the bases there are; the first step for whoever comes here for the first time."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.data.uploading import upload_form
from api.pages.moments import day
from api.pages.parts import empty, heading, text
from api.pages.texts import DATASET_STATES, TITLES
from api.pages.visit import Visit, page
from api.services.datasets.reading import list_datasets
from api.services.datasets.uploads import create_demo_dataset

PAGE = 50
DEMO_MANAGERS, DEMO_SEED = 8, 1


@page("/data", operation="list_datasets", title=TITLES["data"])
async def listing(visit: Visit, cursor: str | None = None) -> None:
    """All bases, the newest first, and the way to a new one."""
    say = visit.tr.gettext
    heading(say("Bases"), say("A base is what the CRM says today: clients, managers, activities."))
    found = await call(visit, list_datasets, cursor=cursor, limit=PAGE)
    if not found["items"]:
        with empty(say("There is no base yet. Bring your own, or look around with a made-up company first.")):
            demo_button(visit)
    for one in found["items"]:
        _entry(visit, one)
    if found["next"]:
        ui.link(say("Older ones"), f"/data?cursor={found['next']}")
    if visit.may("create_dataset"):
        text("h2", say("Bring a base"))
        upload_form(visit)
        if found["items"]:
            demo_button(visit)


def demo_button(visit: Visit) -> None:
    """A made-up company, in one click."""

    async def make() -> None:
        name = visit.tr.gettext("Demo company")
        made = await call(
            visit,
            create_demo_dataset,
            name=name,
            clients=visit.ctx.settings.demo_clients,
            managers=DEMO_MANAGERS,
            seed=DEMO_SEED,
        )
        ui.navigate.to(f"/data/{made['id']}")

    if visit.may("create_demo_dataset"):
        ui.button(visit.tr.gettext("Try with a demo company"), on_click=acting(visit, make)).props("outline")


def _entry(visit: Visit, one: dict[str, Any]) -> None:
    tr = visit.tr
    with ui.row().classes("items-center w-full card"):
        with ui.column().classes("gap-0 grow"):
            ui.link(one["name"] or one["id"], f"/data/{one['id']}").classes("font-semibold")
            ui.label(_line(visit, one)).classes("muted small")
        ui.label(tr.gettext(DATASET_STATES[one["state"]])).classes("bad" if one["state"] == "refused" else "")


def _line(visit: Visit, one: dict[str, Any]) -> str:
    tr = visit.tr
    parts = [day(tr, one["created_at"])]
    if one.get("num_clients") is not None:
        parts.append(tr.ngettext("{n} client", "{n} clients", one["num_clients"]))
        parts.append(tr.ngettext("{n} manager", "{n} managers", one["num_managers"]))
    return " · ".join(parts)
