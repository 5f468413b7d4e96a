"""/data/{id}/evidence: how much of each book is really worked, and whose touches are not believed."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import call
from api.pages.charts import Look, states_chart
from api.pages.data.base import open_base, pending_notice
from api.pages.parts import Column, table, text
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.datasets.reading import get_dataset_evidence

STATES = ("proven", "active", "dormant", "claimed")
ROW_PX, HEAD_PX = 34, 90


@page("/data/{dataset_id}/evidence", operation="get_dataset_evidence", title=TITLES["evidence"])
async def evidence(visit: Visit, dataset_id: str) -> None:
    """Books by state, in clients and in potential; dead souls; discarded touches."""
    say = visit.tr.gettext
    lead = say(
        "Who proved a client keeps it; the policy may keep more. Dead souls are held without any evidence."
    )
    base = await open_base(visit, dataset_id, lead)
    if base is None:
        return
    pending_notice(visit, base)
    found = await call(visit, get_dataset_evidence, dataset_id)
    text("h2", say("Books by state"))
    _chart(visit, found, "clients", say("clients"))
    text("h2", say("The same in potential a year"))
    _chart(visit, found, "potential", say("potential"))
    text("h2", say("Manager by manager"))
    _table(visit, dataset_id, found)


def _chart(visit: Visit, found: dict[str, Any], measure: str, label: str) -> None:
    managers, words = found["managers"], found["words"]["states"]
    values = {state: [one[measure][state] for one in managers] for state in STATES}
    options = states_chart(Look(visit.tr, visit.dark), [one["name"] for one in managers], values, words)
    height = HEAD_PX + ROW_PX * len(managers)
    ui.echart(options).style(f"height: {height}px; width: 100%").props(f'role="img" aria-label="{label}"')


def _table(visit: Visit, dataset_id: str, found: dict[str, Any]) -> None:
    tr, say, root = visit.tr, visit.tr.gettext, f"/data/{dataset_id}/clients?manager="
    titles = [
        *(found["words"]["states"][state] for state in STATES),
        say("Disputed"),
        say("Touches not believed"),
    ]
    numbers = (Column(title, number=True) for title in titles)
    heads = [Column(say("Manager")), *numbers, Column(say("Why not believed"))]
    rows = []
    for one in found["managers"]:
        states: list[str | tuple[str, str]] = [
            (tr.number(one["clients"][state]), f"{root}{one['manager_id']}&state={state}") for state in STATES
        ]
        discarded = one["discarded_touches"]
        why = ", ".join(f"{found['words']['discards'][name]} {n}" for name, n in discarded.items())
        told = tr.number(sum(discarded.values()))
        rows.append([one["name"], *states, tr.number(one["disputed_clients"]), told, why])
    with ui.element("div").classes("reasons"):
        table(heads, rows)
