"""A proposal without an answer: why, and what can be loosened."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.following import show_failure
from api.pages.parts import text
from api.pages.visit import Visit
from api.services.proposals import relax_proposal


def show_conflict(visit: Visit, plan: dict[str, Any]) -> None:
    """The reasons in words, and a button for every way out that was proved to be one."""
    say = visit.tr.gettext
    show_failure(visit, plan["problem"])
    ways = (plan["problem"] or {}).get("remedies") or []
    if ways:
        text("h2", say("Ways out"))
        text("p", say("Each of these alone lets the rules hold; that was checked.")).classes("lead")
    for number, way in enumerate(ways):
        _way(visit, plan, number, way["text"])
    if plan["origin"] == "resolve" and plan["parent_id"]:
        words = say("The earlier one, to solve it again with more time")
        ui.link(words, f"/proposals/{plan['parent_id']}").classes("block")
    ui.link(
        say("Ask again with other rules"), f"/proposals/new?dataset={plan['dataset_id']}&like={plan['id']}"
    )


def _way(visit: Visit, plan: dict[str, Any], number: int, words: str) -> None:
    async def apply() -> None:
        made = await call(visit, relax_proposal, plan["id"], remedy=number)
        ui.navigate.to(f"/proposals/{made['id']}")

    with ui.row().classes("items-center w-full card no-wrap"):
        ui.label(words).classes("grow")
        if visit.may("relax_proposal"):
            button = ui.button(visit.tr.gettext("Apply this, and solve"), on_click=acting(visit, apply))
            button.props("outline no-wrap").props["aria-label"] = (
                f"{visit.tr.gettext('Apply this, and solve')}: {words}"
            )
