"""/data/{id}/duplicates: pairs of cards that may be one client; nothing is merged without a yes."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.data.base import open_base
from api.pages.parts import empty
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.datasets.decisions import decide_dataset, delete_dataset_decision
from api.services.datasets.lists import list_dataset_duplicates

ROWS = 50


@page("/data/{dataset_id}/duplicates", operation="list_dataset_duplicates", title=TITLES["duplicates"])
async def duplicates(visit: Visit, dataset_id: str, cursor: str | None = None) -> None:
    """Pairs, the surest first, with what speaks for them."""
    say = visit.tr.gettext
    lead = say("Cards that may be one client. Nothing is merged without your yes.")
    if await open_base(visit, dataset_id, lead) is None:
        return
    found = await call(visit, list_dataset_duplicates, dataset_id, cursor=cursor, limit=ROWS)
    if not found["items"]:
        empty(say("No two cards look like one client."))
    for pair in found["items"]:
        with ui.element("section").classes("card"):
            _pair(visit, dataset_id, pair)
    if found["next"]:
        ui.link(say("More"), f"/data/{dataset_id}/duplicates?cursor={found['next']}")


def _pair(visit: Visit, dataset_id: str, pair: dict[str, Any]) -> None:
    tr = visit.tr
    with ui.row().classes("w-full items-center"):
        for side in ("a", "b"):
            with ui.column().classes("gap-0 w-72"):
                ui.link(pair[f"{side}_name"], f"/data/{dataset_id}/clients/{pair[side]}")
                ui.label(f"{pair[side]} · {pair[f'{side}_owner'] or tr.gettext('free')}").classes(
                    "muted small"
                )
        with ui.column().classes("gap-0 grow"):
            ui.label(tr.gettext("{share} sure", share=tr.percent(pair["score"])))
            ui.label(pair["reasons"]).classes("muted small")
        if visit.may("decide_dataset"):
            _buttons(visit, dataset_id, pair)


def _buttons(visit: Visit, dataset_id: str, pair: dict[str, Any]) -> None:
    say, place = visit.tr.gettext, ui.row().classes("items-center")

    def show(decision: dict[str, Any] | None) -> None:
        place.clear()
        with place:
            if decision is None:
                ui.button(say("One client"), on_click=acting(visit, lambda: decide("merge"))).props("outline")
                ui.button(say("Two clients"), on_click=acting(visit, lambda: decide("distinct"))).props(
                    "flat"
                )
                return
            merged = decision["kind"] == "merge"
            ui.label(say("Will be merged") if merged else say("Stay two clients")).classes("good")
            ui.button(say("Take back"), on_click=acting(visit, lambda: undo(decision["id"]))).props("flat")

    async def decide(kind: str) -> None:
        wish = {"kind": kind, "a": pair["a"], "b": pair["b"], "reason": ""}
        show((await call(visit, decide_dataset, dataset_id, decisions=[wish]))["items"][0])

    async def undo(decision_id: str) -> None:
        await call(visit, delete_dataset_decision, dataset_id, decision_id)
        show(None)

    show(pair["decision"])
