"""Deciding on moves: ticked rows, all that a filter finds, or one client; and solving again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from nicegui import ui

from api.errors import PreconditionFailed, Unprocessable
from api.pages.calling import acting, call
from api.pages.plans.choosing import Choice
from api.pages.plans.settling import resolve_offer
from api.pages.visit import Visit
from api.services.proposals import decide_where, delete_decisions, get_proposal, put_decisions
from api.services.proposals.deciding import OPEN

Chosen = Callable[[], Awaitable[tuple[list[dict[str, Any]], Choice]]]
TICKED, FOUND = "ticked", "found"


class Deciding:
    """The bar above the grid; knows on which version of the proposal is decided."""

    def __init__(
        self,
        visit: Visit,
        plan: dict[str, Any],
        names: Mapping[str, str],
        chosen: Chosen,
        show: Callable[[], None],
    ) -> None:
        self.visit, self.plan, self.names = visit, plan, names
        self.chosen, self.show = chosen, show
        self.etag: str = plan["etag"]
        self.may = visit.may("put_decisions") and plan["state"] in OPEN
        if self.may:
            self._bar()
        with ui.row() as self.solving:
            resolve_offer(visit, plan)

    def seen(self, plan: dict[str, Any]) -> None:
        """The proposal as it is now was shown: decisions are made on this version."""
        self.etag = plan["etag"]
        self.solving.clear()
        with self.solving:
            resolve_offer(self.visit, plan)

    async def decide(
        self, rows: Sequence[Mapping[str, Any]], verdict: str, manager_id: str | None, reason: str
    ) -> None:
        """The same decision on some clients: on all of them, or on none and every reason why."""
        wanted = [
            {"client_id": row["client_id"], "verdict": verdict, "manager_id": manager_id, "reason": reason}
            for row in rows
        ]
        if not wanted:
            ui.notify(self.visit.tr.gettext("Tick clients first."), type="warning")
            return
        try:
            await self._made(call(self.visit, put_decisions, self.plan["id"], wanted, if_match=self.etag))
        except Unprocessable as error:
            raise named(error, rows) from None

    async def withdraw(self, client_ids: Sequence[str]) -> None:
        """Take back what was decided on some clients."""
        if client_ids:
            made = call(self.visit, delete_decisions, self.plan["id"], client_ids, if_match=self.etag)
            await self._made(made)

    def _bar(self) -> None:
        say = self.visit.tr.gettext
        with ui.row().classes("items-end filters"):
            words = {TICKED: say("the ticked clients"), FOUND: say("all that the filters find")}
            self.scope = ui.select(words, value=TICKED, label=say("Decide on")).classes("w-56")
            self.reason = ui.input(say("Reason (optional)")).classes("w-56")
            for verdict, word in (("accept", say("Accept")), ("reject", say("Reject: stays"))):
                ui.button(word, on_click=acting(self.visit, self._act(verdict))).props("outline")
            self.manager = ui.select(dict(self.names), label=say("Manager"), with_input=True).classes("w-44")
            ui.button(say("Pin to the manager"), on_click=acting(self.visit, self._act("pin"))).props(
                "outline"
            )
            ui.button(say("Withdraw"), on_click=acting(self.visit, self._take_back)).props("flat")

    def _act(self, verdict: str) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            manager_id = self.manager.value if verdict == "pin" else None
            if verdict == "pin" and manager_id is None:
                ui.notify(self.visit.tr.gettext("Choose the manager first."), type="warning")
                return
            rows, choice = await self.chosen()
            if self.scope.value == TICKED:
                await self.decide(rows, verdict, manager_id, self.reason.value)
                return
            values = {"verdict": verdict, "manager_id": manager_id, "reason": self.reason.value}
            made = call(
                self.visit, decide_where, self.plan["id"], choice.where(), **values, if_match=self.etag
            )
            await self._made(made)

        return act

    async def _take_back(self) -> None:
        rows, _ = await self.chosen()
        await self.withdraw([row["client_id"] for row in rows])

    async def _made(self, work: Awaitable[dict[str, Any]]) -> None:
        """Wait for a change; show it, or say that somebody else was quicker."""
        tr = self.visit.tr
        try:
            made = await work
        except PreconditionFailed:
            await self._again()
            raise PreconditionFailed(
                tr.gettext(
                    "Somebody else decided on this proposal in the meantime, and nothing of yours was kept. "
                    "The table shows it now; decide again if you still want to."
                )
            ) from None
        await self._again()
        ui.notify(told(tr, made), type="positive")

    async def _again(self) -> None:
        self.seen(await call(self.visit, get_proposal, self.plan["id"]))
        self.show()


def told(tr: Any, made: Mapping[str, Any]) -> str:
    """What became of a bulk decision."""
    if "withdrawn" in made:
        return str(tr.ngettext("{n} decision withdrawn.", "{n} decisions withdrawn.", made["withdrawn"]))
    words = tr.ngettext("Decided on {n} client.", "Decided on {n} clients.", made["decided"])
    if made["left_out"]:
        more = tr.ngettext(
            "{n} was left out: this can't be decided on it.",
            "{n} were left out: this can't be decided on them.",
            made["left_out"],
        )
        words = f"{words} {more}"
    return str(words)


def named(error: Unprocessable, rows: Sequence[Mapping[str, Any]]) -> Unprocessable:
    """The same problem with clients' names instead of places in a request."""
    places = []
    for place in error.errors:
        parts = str(place["where"]).split(".")
        at = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else -1
        where = str(rows[at].get("name") or rows[at]["client_id"]) if 0 <= at < len(rows) else place["where"]
        places.append({**place, "where": where})
    return Unprocessable(error.detail, errors=places)
