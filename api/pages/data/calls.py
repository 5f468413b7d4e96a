"""/data/{id}/calls: whom to ring up to check the logs; the sheet goes out and comes back filled in."""

from __future__ import annotations

from typing import Any

from nicegui import events, ui

from api.context import Context
from api.errors import NotFound
from api.pages.calling import acting, call
from api.pages.data.base import open_base
from api.pages.following import Following, show_failure
from api.pages.parts import Column, notice, table, text
from api.pages.stopping import of_drawing, of_reading
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.security.actor import Actor
from api.services.datasets.audits import (
    draw_dataset_audit,
    get_dataset_audit,
    read_dataset_audit,
    receiving_sheet,
)

MAX_SHEET = 20 << 20


@page("/data/{dataset_id}/calls", operation="get_dataset_audit_sheet", title=TITLES["calls"])
async def calls(visit: Visit, dataset_id: str) -> None:
    """Draw a sample, fetch the sheet, send it back."""
    say = visit.tr.gettext
    lead = say("A few calls to clients show what share of each log is false. Answers change the evidence.")
    if await open_base(visit, dataset_id, lead) is None:
        return
    _draw(visit, dataset_id)
    _send(visit, dataset_id)
    await _result(visit, dataset_id)


def _draw(visit: Visit, dataset_id: str) -> None:
    say = visit.tr.gettext
    text("h2", say("1. Draw whom to ring up"))
    with ui.row().classes("items-end"):
        margin = ui.number(say("Precise to, in per cent"), value=10, min=1, max=50)
        limit = ui.number(say("At most so many calls"), value=None, min=1, max=10000, precision=0)
        place = ui.column().classes("w-full")

        async def draw() -> None:
            most = None if limit.value is None else int(limit.value)
            precise = float(margin.value) / 100
            job = await call(
                visit, draw_dataset_audit, dataset_id, confidence=0.95, margin=precise, seed=1, max_calls=most
            )
            with place:
                Following(visit, job["job_id"], drawn, chart=False, stopping=of_drawing)

        async def drawn(job: dict[str, Any]) -> None:
            if job["state"] == "succeeded":
                ui.navigate.to(f"/v1/datasets/{dataset_id}/audit-sheet")
            else:
                show_failure(visit, job.get("problem"))

        ui.button(say("Draw"), on_click=acting(visit, draw)).props("outline")


def _send(visit: Visit, dataset_id: str) -> None:
    say = visit.tr.gettext
    text("h2", say("2. Send the filled sheet"))
    place = ui.column().classes("w-full")

    async def take(event: events.UploadEventArguments) -> None:
        data = await event.file.read()
        job = await call(visit, _receive, dataset_id, event.file.name, data)
        with place:
            Following(visit, job["job_id"], read, chart=False, stopping=of_reading)

    async def read(job: dict[str, Any]) -> None:
        if job["state"] == "succeeded":
            ui.navigate.reload()
        else:
            show_failure(visit, job.get("problem"))

    drop = ui.upload(
        label=say("Drop the filled call sheet here"),
        auto_upload=True,
        max_file_size=MAX_SHEET,
        on_upload=acting(visit, take),
    )
    drop.props("flat bordered accept=.xlsx,.csv")
    ui.button(say("Choose a file"), on_click=lambda: drop.run_method("pickFiles")).props("outline")


def _receive(ctx: Context, actor: Actor, dataset_id: str, name: str, data: bytes) -> dict[str, Any]:
    with receiving_sheet(ctx, actor) as sheet:
        sheet.data(data)
    return read_dataset_audit(ctx, actor, dataset_id, sheet_id=sheet.sheet_id, name=name)


async def _result(visit: Visit, dataset_id: str) -> None:
    say, tr = visit.tr.gettext, visit.tr
    try:
        found = await call(visit, get_dataset_audit, dataset_id)
    except NotFound:
        return
    text("h2", say("What the answers say"))
    managers = found.get("managers", found.get("estimates", []))
    if not managers:
        notice(say("The answers are in."))
        return
    heads = [Column(name) for name in managers[0]]
    table(heads, [[_shown(tr, value) for value in one.values()] for one in managers])


def _shown(tr: Any, value: object) -> str:
    if isinstance(value, float):
        return str(tr.number(value, 2))
    return "" if value is None else str(value)
