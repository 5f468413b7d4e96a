"""/proposals/{id}/moves: every client with its reason; decisions one by one or many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.grid import ask_again, row_grid
from api.pages.parts import text
from api.pages.plans.base import Plan, open_plan
from api.pages.plans.choosing import ANY, MANAGER, Choice
from api.pages.plans.columns import move_columns
from api.pages.plans.deciding import Deciding
from api.pages.plans.figures import change_words
from api.pages.plans.panel import Panel
from api.pages.plans.texts import CLIENT_STATES, VERDICTS
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.proposals import get_proposal, list_proposal_managers

WATCH_SECONDS = 10.0
TYPING_MS = 150
REVEAL = """() => {
  if (matchMedia('(max-width: 1100px)').matches) getHtmlElement(%d).scrollIntoView();
}"""
"""The panel is below the grid in a narrow window: out of sight, unless it is scrolled to."""
COUNTED = """() => {
  const api = getElement(%d).api;
  if (api && api.isLastRowIndexKnown()) emit(api.getDisplayedRowCount());
}"""


@page("/proposals/{proposal_id}/moves", operation="list_moves", title=TITLES["moves"], wide=True)
async def moves(
    visit: Visit,
    proposal_id: str,
    giver: str = ANY,
    taker: str = ANY,
    state: str = ANY,
    decision: str = ANY,
    show: str = "moved",
    q: str = "",
    about: str = "",
) -> None:
    """The grid with its filters, what can be decided, and the panel of one client."""
    plan = await open_plan(visit, proposal_id)
    if plan is None:
        return
    found = (await call(visit, list_proposal_managers, proposal_id))["items"]
    names = {one["manager_id"]: one["name"] for one in found}
    made = _Moves(visit, plan, names, Choice(giver, taker, state, decision, show, q))
    if about:
        await made.panel.open(about)


class _Moves:
    def __init__(self, visit: Visit, plan: Plan, names: Mapping[str, str], choice: Choice) -> None:
        self.visit, self.plan, self.names, self.choice = visit, plan, names, choice
        self.url = f"/v1/proposals/{plan['id']}/moves"
        self._filters()
        with ui.element("div").props('aria-live="polite"') as self.told:
            pass
        self.counted = ui.label("").classes("muted small").props('role="status"')
        self.deciding = Deciding(visit, plan, names, self._chosen, self._show)
        with ui.element("div").classes("beside"):
            self.grid = row_grid(
                self.url,
                move_columns(visit.tr),
                query=choice.query(),
                row_id="client_id",
                choose=visit.may("put_decisions"),
                on_open=acting(visit, self._open),
                dark=visit.dark,
            )
            self.panel = Panel(visit, plan, names, self.deciding)
            self.grid.on("modelUpdated", self._count, js_handler=COUNTED % self.grid.id)
        ui.timer(WATCH_SECONDS, acting(visit, self._watch))

    def _filters(self) -> None:
        say = self.visit.tr.gettext
        managers = {ANY: say("anybody"), MANAGER: say("nobody")}
        managers |= {MANAGER + key: name for key, name in self.names.items()}
        shown = {"moved": say("that change"), "kept": say("that stay"), "all": say("all")}
        states = {ANY: say("any")} | {key: say(word) for key, word in CLIENT_STATES.items()}
        verdicts = {ANY: say("any")} | {key: say(word) for key, word in VERDICTS.items()}
        with ui.row().classes("items-end filters"):
            self._select("show", say("Clients"), shown)
            self._select("giver", say("From"), managers)
            self._select("taker", say("To"), managers)
            self._select("state", say("State"), states)
            self._select("decision", say("Decision"), verdicts)
            search = ui.input(say("Name or id"), value=self.choice.q).props(f"debounce={TYPING_MS} clearable")
            search.on_value_change(lambda event: self._choose("q", event.value or ""))

    def _select(self, name: str, label: str, options: Mapping[str, str]) -> None:
        value = getattr(self.choice, name)
        field = ui.select(
            dict(options), label=label, value=value if value in options else next(iter(options))
        )
        field.classes("w-44").on_value_change(lambda event: self._choose(name, event.value))

    def _choose(self, name: str, value: str) -> None:
        self.choice = replace(self.choice, **{name: value})
        ui.navigate.history.replace(self.choice.address(f"/proposals/{self.plan['id']}/moves"))
        self._show()

    def _show(self) -> None:
        ask_again(self.grid, self.url, self.choice.query())

    def _count(self, event: Any) -> None:
        """How many clients the filters find, as the answer with the rows said; of all changes also which."""
        tr = self.visit.tr
        words = tr.ngettext("{n} client", "{n} clients", int(event.args))
        plain = self.choice == Choice()
        self.counted.set_text(f"{words}: {change_words(tr, self.plan['figures'])}" if plain else words)

    async def _chosen(self) -> tuple[list[dict[str, Any]], Choice]:
        """The ticked rows, and what is looked at."""
        return await self.grid.get_selected_rows(), self.choice

    async def _open(self, row: dict[str, Any] | None) -> None:
        if row:
            self._reveal()  # what is opened first takes seconds
            await self.panel.open(row["client_id"])
            self._reveal()

    def _reveal(self) -> None:
        self.grid.client.run_javascript(f"({REVEAL % self.panel.place.id})()")

    async def _watch(self) -> None:
        """Say it where somebody else decided meanwhile."""
        now = await call(self.visit, get_proposal, self.plan["id"])
        if now["etag"] == self.deciding.etag or self.told.default_slot.children:
            return

        def show() -> None:
            self.told.clear()
            self.deciding.seen(now)
            self._show()

        say = self.visit.tr.gettext
        with self.told, ui.element("div").classes("notice warn").props('role="status"'):
            text("span", say("Somebody else decided on this proposal in the meantime."))
            ui.button(say("Show it"), on_click=show).props("flat dense")
