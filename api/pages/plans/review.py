"""/proposals/{id}: what the answer is worth, before and after, and what is to be done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.charts import Look, flow_chart
from api.pages.parts import notice, text, tiles
from api.pages.plans.balance import show_balance
from api.pages.plans.base import Plan, open_plan
from api.pages.plans.books import show_books
from api.pages.plans.changes import show_changes
from api.pages.plans.figures import proof_sentence, tiles_of
from api.pages.plans.longer import show_longer
from api.pages.plans.settling import show_settling
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.proposals import get_proposal_document, get_proposal_flows, list_proposal_managers


@page("/proposals/{proposal_id}", operation="get_proposal_document", title=TITLES["proposal"])
async def review(visit: Visit, proposal_id: str) -> None:
    """The headline, what to do, then books, flows and balance."""
    plan = await open_plan(visit, proposal_id)
    if plan is None:
        return
    tiles(tiles_of(visit.tr, plan["figures"]))
    notice(proof_sentence(visit.tr, plan["figures"]))
    show_longer(visit, plan)
    show_settling(visit, plan)
    if plan["parent_id"]:
        await show_changes(visit, plan)
    managers = (await call(visit, list_proposal_managers, proposal_id))["items"]
    show_books(visit, proposal_id, managers)
    text("h2", visit.tr.gettext("Who gives to whom"))
    _later(visit, partial(_flows, visit, plan))
    text("h2", visit.tr.gettext("Balance before and after"))
    _later(visit, partial(_balance, visit, plan, {one["manager_id"]: one["name"] for one in managers}))


def _later(visit: Visit, fill: Callable[[], Awaitable[None]]) -> None:
    """Room for what takes a moment in a huge base: the page can be used before it is there."""

    async def come() -> None:
        try:
            with place:
                await fill()
        finally:
            waits.delete()

    with ui.element("div").classes("w-full") as place:
        waits = ui.label(visit.tr.gettext("It is being summed up ...")).classes("muted")
    ui.timer(0, acting(visit, come), once=True)


async def _balance(visit: Visit, plan: Plan, names: Mapping[str, str]) -> None:
    show_balance(visit, await call(visit, get_proposal_document, plan["id"]), names)


async def _flows(visit: Visit, plan: Plan) -> None:
    say = visit.tr.gettext
    flows = (await call(visit, get_proposal_flows, plan["id"]))["items"]
    if not flows:
        ui.label(say("No client changes hands.")).classes("muted")
        return
    nobody = say("nobody")
    drawn = [(one["from_name"] or nobody, one["to_name"], one["clients"]) for one in flows]
    ui.label(say("The width is the number of clients.")).classes("muted small")
    height = 60 + 34 * max(len({a for a, _, _ in drawn}), len({b for _, b, _ in drawn}))
    ui.echart(flow_chart(Look(visit.tr, visit.dark), drawn)).style(f"height: {min(height, 1400)}px").classes(
        "w-full"
    )
