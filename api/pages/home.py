"""The start: what there is, and the next thing to do."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.errors import NotFound
from api.pages.calling import call
from api.pages.data.listing import demo_button
from api.pages.parts import Tile, heading, notice, text, tiles
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.security.actor import Role
from api.services.datasets.reading import list_datasets
from api.services.proposals.objections import list_objections
from api.services.proposals.reading import get_live_proposal, list_proposals

NEWEST = 5


@page("/", operation="get_me", title=TITLES["home"])
async def home(visit: Visit) -> None:
    """A manager goes to the own book; who plans sees what is live, what waits, and what comes next."""
    if visit.actor.role is Role.MANAGER:
        ui.navigate.to("/my-book")
        return
    say = visit.tr.gettext
    heading(say("Start"))
    if not visit.may("list_datasets"):
        notice(say("This role works through the API; there is nothing to see here."))
        return
    bases = (await call(visit, list_datasets, limit=NEWEST))["items"]
    if not bases:
        _first_steps(visit)
        return
    await _live(visit)
    await _waiting(visit)
    _next(visit, bases[0])


def _first_steps(visit: Visit) -> None:
    say = visit.tr.gettext
    text("p", say("Divide the clients fairly, and let nobody lose what they really worked. Three steps:"))
    with ui.element("ol"):
        text("li", say("Bring your base: the tables that the CRM exports."))
        text("li", say("See what is proven, what is only claimed, and what is disputed."))
        text("li", say("Ask for a proposal, decide on its moves, approve it."))
    with ui.row().classes("items-center"):
        demo_button(visit)
        if visit.may("create_dataset"):
            ui.link(say("Upload your base"), "/data")


async def _live(visit: Visit) -> None:
    say, tr = visit.tr.gettext, visit.tr
    try:
        live = await call(visit, get_live_proposal)
    except NotFound:
        notice(say("No plan is live yet."))
        return
    figures = live["figures"] or {}
    text("h2", say("The live plan"))
    ui.link(live["name"] or live["id"], f"/proposals/{live['id']}")
    names = ((say("Clients moved"), "moved_clients"), (say("Proven clients kept"), "kept_proven"))
    tiles(Tile(title, tr.number(figures[name])) for title, name in names if name in figures)


async def _waiting(visit: Visit) -> None:
    say, tr = visit.tr.gettext, visit.tr
    open_ones = (await call(visit, list_proposals, state="proposed", limit=NEWEST))["items"]
    if open_ones:
        text("h2", say("Proposals that wait for you"))
        for one in open_ones:
            ui.link(one["name"] or one["id"], f"/proposals/{one['id']}").classes("block")
    if visit.may("decide_objection"):
        objections = (await call(visit, list_objections, state="open", limit=NEWEST))["items"]
        if objections:
            ui.link(tr.ngettext("{n} open objection", "{n} open objections", len(objections)), "/objections")


def _next(visit: Visit, base: dict[str, Any]) -> None:
    say = visit.tr.gettext
    text("h2", say("The newest base"))
    ui.link(base["name"] or base["id"], f"/data/{base['id']}").classes("block")
    if visit.may("create_proposal"):
        ui.link(say("Ask for a proposal"), f"/proposals/new?dataset={base['id']}").classes("block")
    ui.link(say("Ask what if"), f"/what-if?dataset={base['id']}").classes("block")
