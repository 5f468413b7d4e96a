"""/data/{id}/clients: the clients by manager, state and segment; one client with everybody's file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from nicegui import ui

from api.pages.calling import call
from api.pages.data.base import open_base, pending_notice
from api.pages.data.touches import touch_table
from api.pages.parts import Column, empty, table, text
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.datasets.clients import list_dataset_clients
from api.services.datasets.dossiers import get_dataset_client
from api.services.datasets.reading import get_dataset_evidence
from assigner.report.inspection.words import meaning_word

ROWS = 100


@page("/data/{dataset_id}/clients", operation="list_dataset_clients", title=TITLES["clients"])
async def clients(
    visit: Visit,
    dataset_id: str,
    manager: str | None = None,
    state: str | None = None,
    segment: str | None = None,
    q: str | None = None,
    cursor: str | None = None,
) -> None:
    """A page of clients; the filters stand in the address, so that it can be sent to a colleague."""
    say, tr = visit.tr.gettext, visit.tr
    base = await open_base(visit, dataset_id)
    if base is None:
        return
    pending_notice(visit, base)
    words = (await call(visit, get_dataset_evidence, dataset_id))["words"]["states"]
    chosen = {"manager": manager, "state": state, "segment": segment, "q": q}
    _filters(visit, dataset_id, chosen, words)
    found = await call(
        visit,
        list_dataset_clients,
        dataset_id,
        manager=manager or None,
        state=state or None,
        segment=segment or None,
        q=q or None,
        sort="-potential",
        cursor=cursor,
        limit=ROWS,
    )
    if "total" in found:
        ui.label(tr.ngettext("{n} client", "{n} clients", found["total"])).classes("muted")
    if not found["items"]:
        empty(say("No client is like this."))
        return
    heads = [
        Column(say("Client")),
        Column(say("Owner")),
        Column(say("State")),
        Column(say("Strength"), number=True),
    ]
    heads += [
        Column(say("Potential"), number=True),
        Column(say("Revenue"), number=True),
        Column(say("What evidence lacks")),
    ]
    table(heads, [_cells(visit, dataset_id, one, words) for one in found["items"]])
    if found["next"]:
        query = {name: value for name, value in chosen.items() if value} | {"cursor": found["next"]}
        ui.link(say("More"), f"/data/{dataset_id}/clients?{urlencode(query)}")


def _cells(
    visit: Visit, dataset_id: str, one: dict[str, Any], words: dict[str, str]
) -> list[str | tuple[str, str]]:
    tr = visit.tr
    missing = one["missing"] if isinstance(one["missing"], list) else [one["missing"]]
    return [
        (one["name"] or one["client_id"], f"/data/{dataset_id}/clients/{one['client_id']}"),
        one["manager_id"] or "–",
        words[one["state"]] + (f" · {tr.gettext('disputed')}" if one["disputed"] else ""),
        tr.number(one["strength"], 2),
        tr.number(one["potential"]),
        tr.number(one["revenue"]),
        "; ".join(
            str(part["text"] if isinstance(part, dict) and "text" in part else part)
            for part in missing
            if part
        ),
    ]


def _filters(visit: Visit, dataset_id: str, chosen: dict[str, str | None], words: dict[str, str]) -> None:
    say = visit.tr.gettext
    with ui.row().classes("items-end w-full"):
        search = ui.input(say("Name or id"), value=chosen["q"] or "").props("clearable")
        state = ui.select({"": say("any"), **words}, label=say("State"), value=chosen["state"] or "").classes(
            "w-48"
        )
        manager = ui.input(say("Manager id"), value=chosen["manager"] or "").props("clearable")
        segment = ui.input(say("Segment, as region:North"), value=chosen["segment"] or "").props("clearable")

        def go() -> None:
            values = {
                "q": search.value,
                "state": state.value,
                "manager": manager.value,
                "segment": segment.value,
            }
            query = urlencode({name: value for name, value in values.items() if value})
            ui.navigate.to(f"/data/{dataset_id}/clients?{query}")

        search.on("keydown.enter", go)
        ui.button(say("Show"), on_click=go).props("outline")


@page("/data/{dataset_id}/clients/{client_id:path}", operation="get_dataset_client", title=TITLES["client"])
async def client(visit: Visit, dataset_id: str, client_id: str) -> None:
    """One client: the card, and what each manager can show."""
    say = visit.tr.gettext
    if await open_base(visit, dataset_id) is None:
        return
    found = await call(visit, get_dataset_client, dataset_id, client_id)
    text("h2", found["name"] or client_id)
    ui.label(f"{client_id} · {found['state_word']}").classes("muted")
    if found["verdict"]:
        ui.label(found["verdict"]).classes("font-semibold")
    facts = {**found["card"], **found["segments"]}
    table(
        [Column(say("Card")), Column("")],
        [[meaning_word(visit.tr, name), str(value)] for name, value in facts.items() if value],
    )
    for side in found["sides"]:
        text("h3", side["name"] + (f" ({say('owner')})" if side["owns"] else ""))
        ui.label(side["line"])
        if side["touches"]:
            touch_table(visit.tr, side["touches"])
