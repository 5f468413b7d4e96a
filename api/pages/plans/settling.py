"""What is done with a proposal as a whole: solve again, share, approve, make live, forget."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.parts import notice
from api.pages.visit import Visit
from api.services.proposals import (
    activate_proposal,
    approve_proposal,
    delete_proposal,
    resolve_proposal,
    share_proposal,
)
from api.services.proposals.deciding import OPEN

Plan = dict[str, Any]

SOLVE_DECIDED = ("Solve again with {n} decision", "Solve again with {n} decisions")
SOLVE_CHANGED = ("Solve again with {n} changed decision", "Solve again with {n} changed decisions")


def show_settling(visit: Visit, plan: Plan) -> None:
    """The buttons that fit the state, for whoever may press them, and words for what waits."""
    say, tr = visit.tr.gettext, visit.tr
    if plan["open_objections"]:
        words = tr.ngettext(
            "{n} objection waits for a decision.",
            "{n} objections wait for a decision.",
            plan["open_objections"],
        )
        with notice(words, "warn"):
            ui.link(say("Decide objections"), f"/objections?proposal={plan['id']}")
    if plan["state"] != "proposed":
        resolve_offer(visit, plan)
    with ui.row().classes("items-center"):
        if plan["state"] == "proposed":
            resolve_offer(visit, plan)
        if not visit.may("approve_proposal"):
            return
        if plan["state"] == "proposed":
            _share(visit, plan)
            _approve(visit, plan)
        if plan["state"] == "approved":
            _activate(visit, plan)
        if plan["state"] != "live":
            _forget(visit, plan)


def resolve_offer(visit: Visit, plan: Plan) -> None:
    """The way to a new proposal under decisions that this one does not know of, where there are any.

    Of a plan that was approved it is no next step, only what can be done with decisions made later.
    """
    if plan["state"] == "proposed":
        _solve_again(visit, plan)
        return
    broken = plan["decisions_broken"] if plan["state"] in OPEN else 0
    if not broken or not visit.may("resolve_proposal"):
        return
    remark = visit.tr.ngettext(
        "{n} decision was made after this plan, which stays as it is. A new proposal can keep it.",
        "{n} decisions were made after this plan, which stays as it is. A new proposal can keep them.",
        broken,
    )
    with notice(remark):
        resolve_button(visit, plan, visit.tr.gettext("Ask for a new proposal"), "flat dense")


def _solve_again(visit: Visit, plan: Plan) -> None:
    """The button, first of all where the answer goes against a decision; or that all decisions are in."""
    tr, open_ones, standing = visit.tr, plan["decisions_open"], sum(plan["decisions"].values())
    if open_ones and visit.may("resolve_proposal"):
        one, many = SOLVE_CHANGED if plan["origin"] == "resolve" else SOLVE_DECIDED
        props = "unelevated" if plan["decisions_broken"] else "outline"
        resolve_button(visit, plan, tr.ngettext(one, many, open_ones), props)
    elif standing and not open_ones:
        words = tr.ngettext(
            "{n} decision is kept by this plan.", "{n} decisions are kept by this plan.", standing
        )
        ui.label(words).classes("muted")


def resolve_button(visit: Visit, plan: Plan, words: str, props: str) -> None:
    """Solve again under the decisions: a new proposal, with as much time as is said."""
    say = visit.tr.gettext
    with ui.dialog() as dialog, ui.card():
        dialog.props["aria-label"] = words
        ui.label(words).classes("text-lg font-semibold")
        ui.label(say("A new proposal keeps every decision and changes as little else as it can."))
        most = visit.ctx.settings.max_time_limit
        seconds = ui.number(say("Seconds for the search"), min=1, max=most).props("clearable")
        ui.label(_blank_means(visit, plan)).classes("muted small")

        async def resolve() -> None:
            config = {"time_limit": float(seconds.value)} if seconds.value else None
            made = await call(visit, resolve_proposal, plan["id"], config=config)
            ui.navigate.to(f"/proposals/{made['id']}")

        with ui.row():
            ui.button(say("Solve"), on_click=acting(visit, resolve)).props("unelevated")
            ui.button(say("Cancel"), on_click=dialog.close).props("flat")
    ui.button(words, on_click=dialog.open).props(props)


def _blank_means(visit: Visit, plan: Plan) -> str:
    tr, limit = visit.tr, plan["config"].get("time_limit")
    if limit is None:
        return tr.gettext("Blank: as long as for this proposal.")
    return tr.gettext("Blank: as long as for this proposal, {n} s.", n=tr.number(limit))


def confirmed(
    visit: Visit, button: str, question: str, act: Callable[[], Awaitable[None]], props: str
) -> None:
    """A button that says what it will do, and does it when that is confirmed."""
    say = visit.tr.gettext
    with ui.dialog() as dialog, ui.card():
        dialog.props["aria-label"] = button
        ui.label(button).classes("text-lg font-semibold")
        ui.label(question).style("white-space: pre-line")

        async def go() -> None:
            dialog.close()
            await act()

        with ui.row():
            ui.button(button, on_click=acting(visit, go)).props("unelevated")
            ui.button(say("Cancel"), on_click=dialog.close).props("flat")
    ui.button(button, on_click=dialog.open).props(props)


def _share(visit: Visit, plan: Plan) -> None:
    say = visit.tr.gettext

    async def share() -> None:
        await call(visit, share_proposal, plan["id"], shared=not plan["shared"], if_match=plan["etag"])
        ui.navigate.reload()

    if plan["shared"]:
        ui.button(say("Hide from the managers"), on_click=acting(visit, share)).props("outline")
        return
    question = say("Each manager will see the own part and may object. Names of colleagues are not shown.")
    confirmed(visit, say("Share with the managers"), question, share, "outline")


def _approve(visit: Visit, plan: Plan) -> None:
    say = visit.tr.gettext

    async def approve() -> None:
        await call(visit, approve_proposal, plan["id"], if_match=plan["etag"])
        ui.navigate.reload()

    if visit.ctx.settings.four_eyes and plan["created_by"] == visit.actor.id:
        ui.label(say("Four eyes: you asked for this proposal, so somebody else approves it.")).classes(
            "muted"
        )
        return
    question = say("Approved, its owner changes can be taken to the CRM, and it can be made live.")
    props = "outline" if plan["decisions_broken"] else "unelevated"  # one next step stands out
    confirmed(visit, say("Approve"), question, approve, props)


def _activate(visit: Visit, plan: Plan) -> None:
    say = visit.tr.gettext

    async def activate() -> None:
        await call(visit, activate_proposal, plan["id"], if_match=plan["etag"])
        ui.navigate.reload()

    question = say("It becomes what holds today; the one before is superseded. New clients are routed by it.")
    confirmed(visit, say("Make it live"), question, activate, "unelevated")


def _forget(visit: Visit, plan: Plan) -> None:
    say = visit.tr.gettext

    async def forget() -> None:
        await call(visit, delete_proposal, plan["id"], if_match=plan["etag"])
        ui.navigate.to("/proposals")

    question = say("The proposal goes with its files, decisions and objections. This can't be undone.")
    confirmed(visit, say("Delete this proposal"), question, forget, "flat")
