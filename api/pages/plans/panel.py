"""One client beside the grid: why, what would change it, why not somebody else, and decisions on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.parts import notice, text
from api.pages.plans.deciding import Deciding
from api.pages.plans.texts import CLIENT_STATES, VERDICTS
from api.pages.visit import Visit
from api.services.proposals import explain_move, why_not_manager
from assigner.i18n import Translator

OPTIONS = 3
Document = dict[str, Any]


class Panel:
    """Shows nothing until a client is opened."""

    def __init__(self, visit: Visit, plan: Document, names: Mapping[str, str], deciding: Deciding) -> None:
        self.visit, self.plan, self.names, self.deciding = visit, plan, names, deciding
        say = visit.tr.gettext
        with ui.element("aside").classes("panel card").props('aria-live="polite"') as self.place:
            self.place.props["aria-label"] = say("One client")
            ui.label(say("Choose a client in the table to see why, and what would change it.")).classes(
                "muted"
            )

    async def open(self, client_id: str) -> None:
        """Show one client. The first one of a large base takes seconds."""
        self.place.clear()
        with self.place:
            ui.spinner()
        try:
            found = await call(self.visit, explain_move, self.plan["id"], client_id)
        finally:
            self.place.clear()
        with self.place:
            self._story(found["move"], found["story"])
            if self.deciding.may:
                self._decisions(found["move"])

    def _story(self, move: Document, story: Document) -> None:
        say, tr = self.visit.tr.gettext, self.visit.tr
        text("h2", story["name"] or story["client_id"]).classes("first")
        state = say(CLIENT_STATES.get(story["state"], "excluded"))
        ui.label(f"{story['client_id']} · {state}").classes("muted small")
        ui.label(story["text"])
        if story["disputed"] and story["rival_name"]:
            notice(say("Disputed: {name} has contacts to show too.", name=story["rival_name"]), "warn")
        if story["binding_text"]:
            ui.label(story["binding_text"]).classes("small")
        text("h3", say("Evidence"))
        for line in [holder_line(tr, one) for one in story["evidence"]] or [
            say("Nobody has a credible contact.")
        ]:
            ui.label(line).classes("small")
        _list(say("What would change it"), story["levers"])
        _list(say("Other managers"), option_lines(tr, story))
        self._why_not(move)

    def _why_not(self, move: Document) -> None:
        say = self.visit.tr.gettext
        others = {key: name for key, name in self.names.items() if key != move["to_id"]}

        async def ask(event: Any) -> None:
            answer.set_text("…")
            found = await call(self.visit, why_not_manager, self.plan["id"], move["client_id"], event.value)
            answer.set_text(found["verdict"])

        ui.select(
            others, label=say("Why not ...?"), with_input=True, on_change=acting(self.visit, ask)
        ).classes("w-full")
        answer = ui.label("").classes("small").props('aria-live="polite"')

    def _decisions(self, move: Document) -> None:
        say = self.visit.tr.gettext
        text("h3", say("Decision"))
        for one in move["decisions"]:
            ui.label(decision_line(self.visit.tr, one, self.names))
        reason = ui.input(say("Reason (optional)")).classes("w-full")
        with ui.row():
            for verdict, word in (("accept", say("Accept")), ("reject", say("Reject: stays"))):
                if fits(verdict, move):
                    ui.button(word, on_click=self._act(move, verdict, reason)).props("outline dense")
            if move["decisions"]:
                ui.button(say("Withdraw"), on_click=acting(self.visit, self._take_back(move))).props(
                    "flat dense"
                )
        manager = ui.select(dict(self.names), label=say("Manager"), with_input=True).classes("w-full")
        with ui.row():
            for verdict, word in (("pin", say("Pin to the manager")), ("ban", say("Never to the manager"))):
                button = ui.button(word, on_click=self._act(move, verdict, reason, manager))
                button.props("outline dense").bind_enabled_from(manager, "value", backward=bool)

    def _act(
        self, move: Document, verdict: str, reason: ui.input, manager: ui.select | None = None
    ) -> Callable[..., Awaitable[None]]:
        async def act() -> None:
            by_name = manager.value if manager is not None else None
            await self.deciding.decide([move], verdict, by_name, reason.value)
            await self.open(move["client_id"])

        return acting(self.visit, act)

    def _take_back(self, move: Document) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            await self.deciding.withdraw([move["client_id"]])
            await self.open(move["client_id"])

        return act


def fits(verdict: str, move: Document) -> bool:
    """Whether there is a move to accept, or an owner to leave the client with."""
    return bool(move["moved"] and (verdict == "accept" or move["from_id"]))


def decision_line(tr: Translator, one: Document, names: Mapping[str, str]) -> str:
    """A decision in words."""
    parts = [tr.gettext(VERDICTS[one["verdict"]])]
    if one["manager_id"]:
        parts.append(names.get(one["manager_id"], one["manager_id"]))
    return ": ".join(parts) + (f" ({one['reason']})" if one["reason"] else "")


def holder_line(tr: Translator, one: Document) -> str:
    """What one manager can show."""
    parts = [tr.ngettext("{n} credible contact", "{n} credible contacts", one["touches"])]
    if one["last_touch"]:
        parts.append(tr.gettext("last on {day}", day=tr.date(date.fromisoformat(one["last_touch"]))))
    if one["last_transaction"]:
        day = tr.date(date.fromisoformat(one["last_transaction"]))
        parts.append(tr.gettext("last transaction on {day}", day=day))
    return f"{one['name']}: " + ", ".join(parts)


def option_lines(tr: Translator, story: Document) -> list[str]:
    """The best other managers and what each would cost in points of the score."""
    lines = []
    for one in story["options"][:OPTIONS]:
        worse = one["score_after"] - one["score_before"]
        sign = "+" if worse >= 0 else "−"
        points = sign + tr.number(abs(worse), 2)
        lines.append(
            tr.gettext(
                "{manager}: score {points}", manager=story["manager_names"][one["manager_idx"]], points=points
            )
            + (f"; {one['breaks'][0]['message']}" if one["breaks"] else "")
        )
    return lines


def _list(title: str, lines: list[str]) -> None:
    if not lines:
        return
    text("h3", title)
    with ui.element("ul").classes("small"):
        for line in lines:
            text("li", line)
