"""/objections: what managers say against moves, with the files of both sides, for the head to decide."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import urlencode

from nicegui import ui

from api.errors import ApiError
from api.pages.calling import acting, call
from api.pages.data.touches import touch_day
from api.pages.moments import day
from api.pages.parts import empty, folded, heading, notice, text
from api.pages.plans.texts import OBJECTION_STATES, REMEDIES
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.datasets.dossiers import get_dataset_client
from api.services.proposals import (
    decide_objection,
    get_proposal,
    list_objections,
    list_proposal_managers,
    list_proposals,
)
from api.services.proposals.deciding import OPEN
from assigner.i18n import Translator

PAGE = 50
TOUCHES = 10
Document = dict[str, Any]


@page("/objections", operation="decide_objection", title=TITLES["objections"])
async def objections(
    visit: Visit, state: str = "open", proposal: str | None = None, cursor: str | None = None
) -> None:
    """Those that wait, or all."""
    say = visit.tr.gettext
    heading(say("Objections"), say("An objection that is upheld becomes a decision for the next solve."))
    for plan, decisions in await _unsolved(visit, proposal):
        _next_step(visit, plan, decisions)
    _filter(visit, state, proposal)
    wanted = state if state in OBJECTION_STATES else None
    found = await call(visit, list_objections, state=wanted, proposal_id=proposal, cursor=cursor, limit=PAGE)
    if not found["items"]:
        empty(say("Nobody objects.") if wanted is None else say("None in this state."))
    names = await _names(visit, {one["proposal_id"] for one in found["items"]})
    for one in found["items"]:
        _entry(visit, one, names.get(one["manager_id"], one["manager_id"]))
    if found["next"]:
        ui.link(say("Older ones"), _address(state, proposal, found["next"]))


async def _names(visit: Visit, proposals: set[str]) -> dict[str, str]:
    """Names of the managers of some proposals by their ids."""
    names: dict[str, str] = {}
    for one in sorted(proposals):
        managers = (await call(visit, list_proposal_managers, one))["items"]
        names |= {manager["manager_id"]: manager["name"] for manager in managers}
    return names


async def _unsolved(visit: Visit, proposal: str | None) -> list[tuple[Document, int]]:
    """How many decisions wait for a new proposal, of each where the last objection upheld waits for one."""
    upheld = await call(visit, list_objections, state="upheld", proposal_id=proposal, limit=PAGE)
    latest: dict[str, str] = {}
    for one in upheld["items"]:
        latest[one["proposal_id"]] = max(one["decided_at"], latest.get(one["proposal_id"], ""))
    found = []
    for key, decided_at in latest.items():
        plan = await call(visit, get_proposal, key)
        waiting = _waiting(plan)
        if waiting and not await _asked_since(visit, key, decided_at):
            found.append((plan, waiting))
    return found


def _waiting(plan: Document) -> int:
    """How many decisions only a new proposal would keep."""
    if plan["state"] not in OPEN:
        return 0
    return int(plan["decisions_open" if plan["state"] == "proposed" else "decisions_broken"])


async def _asked_since(visit: Visit, proposal: str, moment: str) -> bool:
    """Whether a proposal that was made of this one took over what was decided until then."""
    made = (await call(visit, list_proposals, parent_id=proposal))["items"]
    return any(
        one["origin"] == "resolve" and one["state"] != "failed" and one["created_at"] >= moment
        for one in made
    )


def _next_step(visit: Visit, plan: Document, decisions: int) -> None:
    words = visit.tr.ngettext(
        "{n} decision waits for a new proposal", "{n} decisions wait for a new proposal", decisions
    )
    with notice(plan["name"]):
        ui.link(words, f"/proposals/{plan['id']}")


def _address(state: str, proposal: str | None, cursor: str | None = None) -> str:
    parts = {"state": state, "proposal": proposal, "cursor": cursor}
    return "/objections?" + urlencode({name: value for name, value in parts.items() if value})


def _filter(visit: Visit, state: str, proposal: str | None) -> None:
    say = visit.tr.gettext
    options = {"all": say("all")} | {key: say(word) for key, word in OBJECTION_STATES.items()}
    ui.select(
        options,
        value=state if state in options else "all",
        label=say("State"),
        on_change=lambda event: ui.navigate.to(_address(event.value, proposal)),
    ).classes("w-56")


def _entry(visit: Visit, one: Document, manager: str) -> None:
    say, tr = visit.tr.gettext, visit.tr
    with ui.element("section").classes("card w-full"):
        text("h2", one["client_name"] or one["client_id"]).classes("first")
        state = say(OBJECTION_STATES[one["state"]])
        ui.label(f"{manager} · {state} · {day(tr, one['created_at'])}").classes("muted small")
        ui.label(one["text"]).style("white-space: pre-line")
        query = urlencode({"about": one["client_id"], "show": "all"})
        ui.link(say("The client in the proposal"), f"/proposals/{one['proposal_id']}/moves?{query}")
        _files(visit, one)
        if one["state"] == "open":
            _decide(visit, one)
            return
        if one["answer"]:
            ui.label(say("Answer: {text}", text=one["answer"])).style("white-space: pre-line")
        if one["remedy"] in REMEDIES:
            ui.label(say(REMEDIES[one["remedy"]])).classes("small")


def _files(visit: Visit, one: Document) -> None:
    """Both sides' files, read when they are opened."""

    async def opened() -> None:
        if place.default_slot.children:
            return
        with place:
            waiting = ui.spinner()
            try:
                await _sides(visit, one)
            finally:
                waiting.delete()

    with folded(visit.tr.gettext("What both sides can show")) as fold:
        place = ui.element("div")
    fold.on("toggle", acting(visit, opened), args=[])


async def _sides(visit: Visit, one: Document) -> None:
    say, tr = visit.tr.gettext, visit.tr
    try:
        base = (await call(visit, get_proposal, one["proposal_id"]))["dataset_id"]
        file = await call(visit, get_dataset_client, base, one["client_id"])
    except ApiError as error:
        notice(error.detail, "warn")
        return
    if file["verdict"]:
        notice(file["verdict"])
    with ui.element("div").classes("pair"):
        for side in file["sides"]:
            with ui.element("div"):
                text("h3", side["name"])
                ui.label(side["line"].removeprefix(f"{side['name']}: ")).classes("small")
                with ui.element("ul").classes("small"):
                    for touch in (side["touches"] or [])[-TOUCHES:]:
                        text("li", touch_line(tr, touch))
    if not file["sides"]:
        ui.label(say("Nobody has a file on this client.")).classes("muted")


def touch_line(tr: Translator, touch: Document) -> str:
    """One logged touch: day, kind, what was talked about, and why it does not count."""
    parts = [touch_day(tr, touch), touch["kind_word"], touch.get("summary") or ""]
    if touch["why_not"]:
        parts.append(tr.gettext("does not count: {why}", why=touch["why_not"]))
    return " · ".join(part for part in parts if part)


def _decide(visit: Visit, one: Document) -> None:
    say = visit.tr.gettext
    answer = ui.textarea(say("Answer to the manager")).classes("w-full").props("autogrow maxlength=4000")

    def act(verdict: Literal["uphold", "decline"]) -> Any:
        async def decide() -> None:
            await call(
                visit,
                decide_objection,
                one["id"],
                verdict=verdict,
                answer=(answer.value or "").strip(),
                if_match=one["etag"],
            )
            ui.navigate.reload()

        return acting(visit, decide)

    with ui.row():
        ui.button(say("Uphold: the manager is right"), on_click=act("uphold")).props("unelevated")
        ui.button(say("Decline"), on_click=act("decline")).props("outline")
