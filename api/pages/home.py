"""The start: what there is, and the next thing to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nicegui import ui

from api.errors import NotFound
from api.pages.calling import call
from api.pages.data.listing import demo_button
from api.pages.first_steps import first_steps
from api.pages.moments import day
from api.pages.parts import Tile, heading, notice, text, tiles
from api.pages.plans.waiting import show_waiting
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.security.actor import Role
from api.services.datasets.reading import list_datasets
from api.services.proposals.objections import list_objections
from api.services.proposals.reading import get_live_proposal, list_proposals

NEWEST = 5
Document = dict[str, Any]


@page("/", operation="get_me", title=TITLES["home"])
async def home(visit: Visit) -> None:
    """A manager goes to the own book; who plans sees what is live, what waits, and what comes next."""
    if visit.actor.role is Role.MANAGER:
        ui.navigate.to("/my-book")
        return
    say = visit.tr.gettext
    heading(say("Start"))
    if not visit.may("list_datasets") or visit.actor.role is Role.CRM:
        notice(say("This role works through the API; there is nothing to see here."))
        return
    bases = (await call(visit, list_datasets, limit=NEWEST))["items"]
    plans = (await call(visit, list_proposals, limit=NEWEST))["items"]
    live = await _live_plan(visit)
    if live is None and visit.may("create_proposal"):
        _way(visit, bases, plans)
    elif live is None:
        notice(say("No plan is live yet."))
    else:
        _live(visit, live)
        _after_live(visit, live, bases)
    await _waiting(visit)
    if bases:
        _newest(visit, bases[0])


async def _live_plan(visit: Visit) -> Document | None:
    try:
        return await call(visit, get_live_proposal)
    except NotFound:
        return None


def _way(visit: Visit, bases: list[Document], plans: list[Document]) -> None:
    """The steps to a first plan; where nothing was brought yet, a made-up company to look around in."""
    say = visit.tr.gettext
    text("p", say("Divide the clients fairly, and let nobody lose what they really worked.")).classes("lead")
    first_steps(visit, bases, plans)
    if not bases:
        text("p", say("Or look around first, with a company that is made up:"))
        with ui.element("div").classes("after"):
            demo_button(visit)


def _live(visit: Visit, live: Document) -> None:
    say, tr = visit.tr.gettext, visit.tr
    figures = live["figures"] or {}
    text("h2", say("The live plan"))
    ui.link(live["name"] or live["id"], f"/proposals/{live['id']}")
    if live["live_at"]:
        ui.label(say("live since {day}", day=day(tr, live["live_at"]))).classes("muted small")
    names = ((say("Clients moved"), "moved_clients"), (say("Proven clients kept"), "kept_proven"))
    tiles(Tile(title, tr.number(figures[name])) for title, name in names if name in figures)


def _after_live(visit: Visit, live: Document, bases: list[Document]) -> None:
    """The steps after a plan went live, until a newer base was brought: the CRM first, then its tables."""
    if _brought_since(live, bases):
        return
    say = visit.tr.gettext
    steps = (
        ("export_to_crm", say("Take the owner changes for the CRM"), f"/proposals/{live['id']}/export"),
        ("create_dataset", say("Then bring the base anew, once the CRM has the new owners"), "/data"),
    )
    mine = [(words, path) for operation, words, path in steps if visit.may(operation)]
    if not mine:
        return
    text("h2", say("What comes next"))
    with ui.element("ol").classes("way"):
        for words, path in mine:
            with ui.element("li"):
                ui.link(words, path)


def _brought_since(live: Document, bases: list[Document]) -> bool:
    """Whether a base was brought after the plan went live."""
    if not live["live_at"]:
        return False
    since = datetime.fromisoformat(live["live_at"])
    ready = (one["created_at"] for one in bases if one["state"] == "ready")
    return any(datetime.fromisoformat(one) > since for one in ready)


async def _waiting(visit: Visit) -> None:
    tr = visit.tr
    await show_waiting(visit)
    if visit.may("decide_objection"):
        objections = (await call(visit, list_objections, state="open", limit=NEWEST))["items"]
        if objections:
            ui.link(tr.ngettext("{n} open objection", "{n} open objections", len(objections)), "/objections")


def _newest(visit: Visit, base: Document) -> None:
    say = visit.tr.gettext
    text("h2", say("The newest base"))
    _entry(visit, base, f"/data/{base['id']}")
    if base["state"] != "ready":
        return
    with ui.row().classes("items-center"):
        if visit.may("create_proposal"):
            ui.link(say("Ask for a proposal"), f"/proposals/new?dataset={base['id']}")
        ui.link(say("Ask what if"), f"/what-if?dataset={base['id']}")


def _entry(visit: Visit, one: Document, path: str) -> None:
    """A thing by its name, and the day it was made."""
    with ui.row().classes("items-baseline"):
        ui.link(one["name"] or one["id"], path)
        ui.label(day(visit.tr, one["created_at"])).classes("muted small")
