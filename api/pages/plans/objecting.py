"""What a manager says against a move: the form, and what became of it."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.errors import ApiError
from api.pages.calling import acting, call
from api.pages.moments import day
from api.pages.parts import text
from api.pages.plans.texts import OBJECTION_STATES
from api.pages.visit import Visit
from api.services.datasets.dossiers import get_dataset_client
from api.services.proposals import create_objection, list_objections, list_proposals

ROWS = 100
MOST_CHARACTERS = 4000
Document = dict[str, Any]


def objection_button(visit: Visit, proposal_id: str, manager: str | None, client: Document) -> None:
    """Opens the form for one client."""
    say = visit.tr.gettext

    async def ask() -> None:
        with ui.dialog(value=True) as dialog, ui.card().classes("w-full"):
            dialog.props["aria-label"] = say("Object")
            ui.label(say("Object")).classes("text-lg font-semibold")
            ui.label(client["name"] or client["client_id"])
            for line in await _own_file(visit, proposal_id, client["client_id"]):
                ui.label(line).classes("small muted")
            words = say("What happened, when, and with whom? Name the document that shows it.")
            ui.label(words)
            field = ui.textarea().classes("w-full").props(f"maxlength={MOST_CHARACTERS} autogrow outlined")
            field.props["aria-label"] = words

            async def send() -> None:
                if not field.value.strip():
                    ui.notify(say("Say what speaks against it."), type="warning")
                    return
                await call(
                    visit,
                    create_objection,
                    proposal_id,
                    client_id=client["client_id"],
                    text=field.value.strip(),
                    manager_id=manager,
                )
                dialog.close()
                ui.navigate.reload()

            with ui.row():
                ui.button(say("Send to the head"), on_click=acting(visit, send)).props("unelevated")
                ui.button(say("Cancel"), on_click=dialog.close).props("flat")

    button = ui.button(say("Object"), on_click=acting(visit, ask)).props("outline dense no-wrap")
    button.props["aria-label"] = f"{say('Object')}: {client['name'] or client['client_id']}"


async def _own_file(visit: Visit, proposal_id: str, client_id: str) -> list[str]:
    """What the log shows of the visitor's own work with the client, where the base still has it."""
    if visit.actor.manager_id is None:
        return []
    found = (await call(visit, list_proposals, limit=ROWS))["items"]
    base = next((one["dataset_id"] for one in found if one["id"] == proposal_id), None)
    if base is None:
        return []
    try:
        file = await call(visit, get_dataset_client, base, client_id)
    except ApiError:  # not in the own book today, or the base is gone
        return []
    return [side["line"] for side in file["sides"] if side["manager_id"] == visit.actor.manager_id]


async def own_objections(visit: Visit, proposal_id: str) -> None:
    """The objections to this proposal that the visitor may see, with the head's answers."""
    say = visit.tr.gettext
    found = (await call(visit, list_objections, proposal_id=proposal_id, limit=ROWS))["items"]
    if not found:
        return
    text("h2", say("Objections"))
    for one in found:
        with ui.element("div").classes("card w-full"):
            ui.label(one["client_name"] or one["client_id"]).classes("font-semibold")
            state = say(OBJECTION_STATES[one["state"]])
            ui.label(f"{state} · {day(visit.tr, one['created_at'])}").classes("muted small")
            ui.label(one["text"]).style("white-space: pre-line")
            if one["answer"]:
                ui.label(say("Answer: {text}", text=one["answer"])).style("white-space: pre-line")
