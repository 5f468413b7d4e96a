"""/new-clients: who got the clients that came in since the plan went live, and why; who gets none for now."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from nicegui import ui

from api.errors import Conflict, Unprocessable
from api.pages.calling import acting, call
from api.pages.moments import moment
from api.pages.parts import Column, Tile, empty, folded, heading, notice, table, text, tiles
from api.pages.plans.settling import confirmed
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.routing import closing
from api.services.routing.reading import list_routes
from api.services.routing.team import list_routing_managers
from assigner.i18n import Translator

PAGE = 50
EVERYBODY, NOBODYS = "all", "nobody"
"""What may be chosen beside a manager's id, which has `MANAGER` before it."""
MANAGER = "manager:"

Document = dict[str, Any]


@page("/new-clients", operation="list_routes", title=TITLES["new-clients"])
async def new_clients(visit: Visit, whose: str = EVERYBODY, cursor: str | None = None) -> None:
    """The latest first; for those who see all of them, also how many each manager got."""
    say = visit.tr.gettext
    heading(
        say("New clients"),
        say("What came in since the plan went live: each client's manager, decided at once, and why."),
    )
    if visit.may("list_routing_managers"):
        try:
            found = await call(visit, list_routing_managers)
        except Conflict:
            _nothing_live(visit)
            return
        _team(visit, found)
        whose = _choice(visit, found["items"], whose)
    await _entries(visit, whose, cursor)


def _nothing_live(visit: Visit) -> None:
    say = visit.tr.gettext
    with empty(say("No plan is live yet. Once one is, the CRM sends new clients and they are listed here.")):
        ui.link(say("Proposals"), "/proposals")


def _team(visit: Visit, found: Document) -> None:
    """How many came, who takes nobody, and a table by manager."""
    tr, items = visit.tr, found["items"]
    came = sum(one["routed"] for one in items) + found["nobodys"]
    tiles(
        [
            Tile(tr.gettext("New clients"), tr.number(came)),
            Tile(
                tr.gettext("Nobody's"),
                tr.number(found["nobodys"]),
                remark=tr.gettext("the head decides whose they are") if found["nobodys"] else "",
            ),
        ]
    )
    for one in items:
        if one["closed"]:
            _closed(visit, one)
    if visit.may("close_manager"):
        _closing(visit, [one for one in items if not one["closed"]])
    with folded(tr.gettext("By manager")):
        heads = [Column(tr.gettext("Manager")), Column(tr.gettext("New clients"), number=True), Column("")]
        table(heads, [_cells(tr, one) for one in sorted(items, key=_most_first)])


def _most_first(one: Document) -> tuple[int, str]:
    return -one["routed"], one["name"]


def _cells(tr: Translator, one: Document) -> list[str | tuple[str, str]]:
    state = tr.gettext("gets no new clients") if one["closed"] else ""
    return [(_named(one), address(MANAGER + one["manager_id"])), tr.number(one["routed"]), state]


def _named(one: Document) -> str:
    return f"{one['name']} ({one['manager_id']})"


def address(whose: str, cursor: str | None = None) -> str:
    """Where a part of the list is."""
    wanted = {"whose": None if whose == EVERYBODY else whose, "cursor": cursor}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return "/new-clients" + (f"?{query}" if query else "")


def _closed(visit: Visit, one: Document) -> None:
    """That a manager gets no new clients, and the way back."""
    say = visit.tr.gettext

    async def reopen() -> None:
        await call(visit, closing.open_manager, one["manager_id"])
        ui.navigate.reload()

    with notice(say("{who} gets no new clients until the next plan.", who=_named(one)), "warn"):
        if visit.may("open_manager"):
            ui.button(say("Give new clients again"), on_click=acting(visit, reopen)).props("flat dense")


def _closing(visit: Visit, items: list[Document]) -> None:
    """Ending new clients for somebody who left or fell ill."""
    say = visit.tr.gettext
    question = say(
        "From the next client on nobody is routed to this manager. The book stays as it is until the next "
        "plan. A known client of the manager that comes again is nobody's: the head decides."
    )

    async def close() -> None:
        if not chosen.value:
            raise Unprocessable(say("Choose a manager."))
        await call(visit, closing.close_manager, chosen.value)
        ui.navigate.reload()

    with folded(say("Somebody left or fell ill?")), ui.row().classes("items-end"):
        options = {one["manager_id"]: _named(one) for one in items}
        chosen = ui.select(options, label=say("Manager"), with_input=True).classes("w-72")
        confirmed(visit, say("No new clients for now"), question, close, "outline")


def _choice(visit: Visit, items: list[Document], whose: str) -> str:
    """Whose clients may be asked for; what is shown now: all of them where nobody is called so."""
    say = visit.tr.gettext
    options = {EVERYBODY: say("everybody's"), NOBODYS: say("nobody's")}
    options |= {MANAGER + one["manager_id"]: _named(one) for one in items}
    shown = whose if whose in options else EVERYBODY
    ui.select(
        options,
        value=shown,
        label=say("Whose"),
        with_input=True,
        on_change=lambda event: ui.navigate.to(address(event.value or EVERYBODY)),
    ).classes("w-72")
    return shown


async def _entries(visit: Visit, whose: str, cursor: str | None) -> None:
    """A page of the list."""
    say = visit.tr.gettext
    manager = whose.removeprefix(MANAGER) if whose.startswith(MANAGER) else None
    wanted = "" if whose == NOBODYS else manager
    found = await call(visit, list_routes, manager_id=wanted, cursor=cursor, limit=PAGE)
    if not found["items"]:
        empty(say("No new client yet."))
    with ui.element("ul").classes("book"):
        for one in found["items"]:
            _entry(visit, one)
    if found["next"]:
        ui.link(say("Older ones"), address(whose, found["next"]))


def _entry(visit: Visit, one: Document) -> None:
    """A client, whose it is, and why."""
    say, tr = visit.tr.gettext, visit.tr
    with ui.element("li"), ui.element("div").classes("grow"):
        ui.label(called(tr, one["client"])).classes("font-semibold")
        if one["manager_id"] is None:
            ui.label("○ " + say("Nobody's: the head decides.")).classes("bad")
        elif visit.may("list_routing_managers"):
            ui.label("→ " + _named({"name": one["manager_name"], "manager_id": one["manager_id"]}))
        ui.label(one["reason"]).style("white-space: pre-line")
        text("div", " · ".join([moment(tr, one["created_at"]), *_more(tr, one["client"])])).classes(
            "muted small"
        )


def called(tr: Translator, client: Document) -> str:
    """What to call a client: the first that was sent of name, tax id, e-mail address and phone."""
    names = (client.get(field) for field in ("name", "tax_id", "email", "phone", "client_id"))
    return next((name for name in names if name), tr.gettext("without a name"))


def _more(tr: Translator, client: Document) -> list[str]:
    """The tax id and the segments, where they were sent."""
    tax = client.get("tax_id") if client.get("name") else None  # else the client is called by it
    segments = [str(value) for value in (client.get("segments") or {}).values() if value]
    return [*([tr.gettext("tax id {id}", id=tax)] if tax else []), *segments]
