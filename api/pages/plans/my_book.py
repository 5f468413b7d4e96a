"""/my-book: what a proposal does with a manager's own book, in sentences; usable on a phone."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.charts import Look
from api.pages.parts import Tile, empty, heading, notice, text, tiles
from api.pages.plans.base import state_line
from api.pages.plans.figures import shift
from api.pages.plans.objecting import objection_button, own_objections
from api.pages.plans.team import team_chart
from api.pages.plans.texts import OBJECTION_STATES, PARTS
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.security.actor import Role
from api.services.proposals import get_my_book, list_proposals
from assigner.i18n import Translator
from assigner.report.words import short_number

PAGE = 10
PROPOSALS = 50
ORDER = ("live", "proposed", "approved", "superseded")
Document = dict[str, Any]


@page("/my-book", operation="get_my_book", title=TITLES["my-book"])
async def my_book(visit: Visit, proposal: str | None = None, manager: str | None = None) -> None:
    """The own book in the proposal that matters most; those who see everything say whose."""
    say = visit.tr.gettext
    if visit.actor.role is not Role.MANAGER and manager is None:
        heading(say("My book"))
        notice(say("Open a proposal and choose a manager in its table to see that book."))
        ui.link(say("Proposals"), "/proposals")
        return
    found = (await call(visit, list_proposals, limit=PROPOSALS))["items"]
    found = sorted((one for one in found if one["state"] in ORDER), key=lambda one: ORDER.index(one["state"]))
    if not found:
        heading(say("My book"))
        empty(say("Nothing is proposed for your book now. You will see it here before it holds."))
        return
    chosen = proposal or found[0]["id"]
    await _book(visit, chosen, manager, found)


async def _book(visit: Visit, proposal_id: str, manager: str | None, found: list[Document]) -> None:
    say, tr = visit.tr.gettext, visit.tr
    book = await call(visit, get_my_book, proposal_id, manager_id=manager, limit=1)
    heading(book["name"], state_line(tr, book["proposal"]))
    if len(found) > 1:
        _other(visit, proposal_id, manager, found)
    text("p", summary_sentence(tr, book)).classes("lead")
    tiles(book_tiles(tr, book))
    text("h2", say("How fair it is for the team"))
    ui.label(say("Each line is one book against its fair share; only yours is named.")).classes("muted small")
    options = team_chart(Look(tr, visit.dark), book["team"])
    ui.echart(options).classes("w-full").style(f"height: {90 + 30 * len(book['team'])}px")
    await own_objections(visit, proposal_id)
    for part in PARTS:
        if book["counts"][part]:
            await _Part(visit, proposal_id, manager, part, book["counts"][part]).show()


def _other(visit: Visit, proposal_id: str, manager: str | None, found: list[Document]) -> None:
    more = f"&manager={manager}" if manager else ""
    options = {one["id"]: f"{one['name']} · {state_line(visit.tr, one)}" for one in found}
    ui.select(
        options,
        value=proposal_id if proposal_id in options else None,
        label=visit.tr.gettext("Proposal"),
        on_change=lambda event: ui.navigate.to(f"/my-book?proposal={event.value}{more}"),
    ).classes("w-full").style("max-width: 480px")


def summary_sentence(tr: Translator, book: Document) -> str:
    """What stays, goes and comes, in one sentence; in a second one what is left out."""
    counts = book["counts"]
    words = tr.gettext(
        "{stays} stay with you, {goes} go to colleagues, {comes} come to you.",
        stays=tr.ngettext("{n} client", "{n} clients", counts["stays"]),
        goes=tr.number(counts["goes"]),
        comes=tr.number(counts["comes"]),
    )
    if not counts["left_out"]:
        return words
    left_out = tr.ngettext(
        "{n} client is left out of the plan.", "{n} clients are left out of the plan.", counts["left_out"]
    )
    return f"{words} {left_out}"


def book_tiles(tr: Translator, book: Document) -> list[Tile]:
    """The own book then, and today."""
    before, after = book["books"]["before"], book["books"]["after"]
    return [
        Tile(tr.gettext("Clients"), tr.number(after["clients"]), tr.number(before["clients"])),
        *(
            Tile(title, short_number(tr, after[name]), short_number(tr, before[name]))
            for title, name in (
                (tr.gettext("Potential"), "potential"),
                (tr.gettext("Revenue"), "revenue"),
                (tr.gettext("Commission"), "commission"),
            )
        ),
        Tile(tr.gettext("Of a fair share"), shift(tr, before["ratio"], after["ratio"])),
    ]


class _Part:
    """What goes, comes or stays: a page of it, and more when asked for."""

    def __init__(self, visit: Visit, proposal_id: str, manager: str | None, part: Any, count: int) -> None:
        self.visit, self.proposal_id, self.manager, self.part = visit, proposal_id, manager, part
        self.cursor: str | None = None
        say = visit.tr.gettext
        text("h2", f"{say(PARTS[part])}: {visit.tr.number(count)}")
        self.list = ui.element("ul").classes("book")
        self.more = ui.button(say("Show more"), on_click=acting(visit, self.show)).props("flat")

    async def show(self) -> None:
        """The next page."""
        found = await call(
            self.visit,
            get_my_book,
            self.proposal_id,
            manager_id=self.manager,
            part=self.part,
            cursor=self.cursor,
            limit=PAGE,
        )
        with self.list:
            for one in found["items"]:
                _client(self.visit, self.proposal_id, self.manager, one)
        self.cursor = found["next"]
        self.more.set_visibility(self.cursor is not None)


def _client(visit: Visit, proposal_id: str, manager: str | None, one: Document) -> None:
    say, tr = visit.tr.gettext, visit.tr
    with ui.element("li"):
        with ui.element("div").classes("grow"):
            ui.label(one["name"] or one["client_id"]).classes("font-semibold")
            ui.label(client_sentence(tr, one))
            money = say("potential {money}", money=short_number(tr, one["potential"]))
            ui.label(" · ".join([one["client_id"], money])).classes("muted small")
        if one["objection"]:
            ui.label(say("objection: {state}", state=say(OBJECTION_STATES[one["objection"]]))).classes(
                "small"
            )
        elif visit.may("create_objection") and one["part"] != "left_out":
            objection_button(visit, proposal_id, manager, one)


def client_sentence(tr: Translator, one: Document) -> str:
    """Where the client goes, and why."""
    if one["part"] == "goes":
        return tr.gettext("Goes to {who}. {why}", who=one["to"], why=one["reason"])
    if one["part"] == "comes" and one["from"] == tr.gettext("nobody"):
        return tr.gettext("Was nobody's until now. {why}", why=one["reason"])
    if one["part"] == "comes":
        return tr.gettext("Comes from {who}. {why}", who=one["from"], why=one["reason"])
    if one["part"] == "left_out":
        return tr.gettext("Left out of the plan. {why}", why=one["reason"])
    return tr.gettext("Stays with you. {why}", why=one["reason"])
