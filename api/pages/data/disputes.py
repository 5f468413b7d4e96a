"""/data/{id}/disputes: both files side by side, a recommendation, and the head's decision."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.data.base import open_base
from api.pages.data.touches import touch_table
from api.pages.moments import day
from api.pages.parts import empty, text
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.datasets.decisions import decide_dataset, delete_dataset_decision
from api.services.datasets.lists import list_dataset_disputes
from assigner.i18n import Translator

ROWS = 20
TOUCHES = 8
Document = dict[str, Any]


@page("/data/{dataset_id}/disputes", operation="list_dataset_disputes", title=TITLES["disputes"])
async def disputes(visit: Visit, dataset_id: str, cursor: str | None = None) -> None:
    """Disputed clients, the largest potential first."""
    say = visit.tr.gettext
    lead = say("Clients that several managers work. What you decide here holds in every later proposal.")
    if await open_base(visit, dataset_id, lead) is None:
        return
    found = await call(visit, list_dataset_disputes, dataset_id, cursor=cursor, limit=ROWS)
    if not found["items"]:
        empty(say("Nobody fights over a client."))
    for dispute in found["items"]:
        with ui.element("section").classes("card"):
            _dispute(visit, dataset_id, dispute)
    if found["next"]:
        ui.link(say("More"), f"/data/{dataset_id}/disputes?cursor={found['next']}")


def _dispute(visit: Visit, dataset_id: str, dispute: Document) -> None:
    tr, client_id = visit.tr, dispute["client_id"]
    text("h2", dispute["client"]).style("margin-top: 0")
    potential = tr.gettext("potential {money} a year", money=tr.number(dispute["potential"]))
    ui.label(f"{client_id} · {potential}").classes("muted small")
    ui.label(dispute["verdict"]).classes("font-semibold")
    for tip in dispute["tips"]:
        ui.label(tip).classes("small")
    with ui.row().classes("w-full items-start no-wrap-wide"):
        for side in ("owner", "rival"):
            with ui.column().classes("gap-1 grow basis-0").style("min-width: 280px"):
                _side(visit, side, dispute[side])
    if visit.may("decide_dataset"):
        _decision(visit, dataset_id, dispute)


def _side(visit: Visit, role: str, side: Document) -> None:
    say, tr = visit.tr.gettext, visit.tr
    text("h3", say("Owner today") if role == "owner" else say("Works the client too"))
    ui.label(side["line"])
    if side["barred"]:
        ui.label("○ " + say("May not have this client: {why}.", why=side["barred"])).classes("bad")
    touches = side["touches"][:TOUCHES]
    if not touches:
        ui.label(say("No touch was logged.")).classes("muted")
        return
    touch_table(tr, touches)
    if side["all_touches"] > len(touches):
        ui.label(tr.ngettext("and {n} more", "and {n} more", side["all_touches"] - len(touches))).classes(
            "muted small"
        )


def decided_line(tr: Translator, decision: Document) -> str:
    """Whose the client is now, when that was decided, and by whom where the reader may know it."""
    parts = [day(tr, decision["created_at"]), decision["created_by_name"] or "", decision["reason"]]
    about = " · ".join(part for part in parts if part)
    return tr.gettext("Decided: {manager} ({about})", manager=decision["manager_name"], about=about)


def _decision(visit: Visit, dataset_id: str, dispute: Document) -> None:
    say, place = visit.tr.gettext, ui.row().classes("items-end w-full")
    managers = {side: dispute[side]["manager_id"] for side in ("owner", "rival")}
    names = {side: dispute[side]["line"].partition(":")[0] for side in managers}

    def show(decision: Document | None) -> None:
        place.clear()
        with place:
            if decision is not None:
                ui.label(decided_line(visit.tr, decision)).classes("good")
                ui.button(say("Take back"), on_click=acting(visit, lambda: undo(decision["id"]))).props(
                    "flat"
                )
                return
            reason = ui.input(say("Why (optional)")).classes("w-72")
            for side, manager in managers.items():
                recommended = dispute["recommendation"] == side
                label = say("It is {manager}'s", manager=names[side])
                button = ui.button(label, on_click=_deciding(manager, reason))
                button.props("unelevated" if recommended else "outline")
                button.set_enabled(not dispute[side]["barred"])

    def _deciding(manager: str, reason: ui.input) -> Any:
        return acting(visit, lambda: decide(manager, reason.value))

    async def decide(manager: str, reason: str) -> None:
        wish = {"kind": "owner", "a": dispute["client_id"], "b": manager, "reason": reason or ""}
        made = (await call(visit, decide_dataset, dataset_id, decisions=[wish]))["items"][0]
        name = next(names[side] for side, key in managers.items() if key == manager)
        show({**made, "manager_name": name, "created_by_name": visit.actor.name})

    async def undo(decision_id: str) -> None:
        await call(visit, delete_dataset_decision, dataset_id, decision_id)
        show(None)

    show(dispute["decision"])
