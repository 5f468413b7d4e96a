"""Why a search ended, and the way to one with more time where much is left open."""

from __future__ import annotations

from functools import partial
from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.parts import notice
from api.pages.plans.texts import STOPS
from api.pages.unused import unused_name
from api.pages.visit import Visit
from api.services.proposals import create_proposal, resolve_proposal
from assigner.i18n import Translator
from assigner.report.words import gap_percent

Plan = dict[str, Any]

WIDE_GAP = 0.05
"""Gap from which on a longer search is offered."""

LEAST_SECONDS, TIMES = 60.0, 4.0
"""A longer search has so many seconds at least, and so many times those of the one before."""

AGAIN = ("propose", "relax", "scenario")
"""Origins of proposals that are asked for once more in full; an onboarding hands over a plan that is done."""


def show_longer(visit: Visit, plan: Plan) -> None:
    """What keeps the proof loose, and a button for a longer search; nothing where the gap is small."""
    figures, tr = plan["figures"], visit.tr
    gap = figures["gap"]
    if figures["stopped_by"] not in STOPS or (gap is not None and gap <= WIDE_GAP):
        return
    seconds = longer_seconds(plan["config"].get("time_limit"), visit.ctx.settings.max_time_limit)
    if plan["state"] != "proposed":
        seconds = None
    with notice(loose_words(tr, plan, seconds)):
        if seconds is not None and _may(visit, plan):
            search = partial(_search, visit, plan, seconds)
            words = tr.gettext("Search anew for {n} s", n=tr.number(seconds))
            ui.button(words, on_click=acting(visit, search)).props("flat dense")


def loose_words(tr: Translator, plan: Plan, longer: float | None) -> str:
    """Why it is not known better how good the plan is, and which time would tell more."""
    figures, limit = plan["figures"], plan["config"].get("time_limit")
    why = tr.gettext(STOPS[figures["stopped_by"]], limit=tr.number(limit or 0))
    gap = figures["gap"]
    open_part = (
        tr.gettext("How far the plan is from the best one is not known yet.")
        if gap is None or gap > 1
        else tr.gettext(
            "{gap} does not say that a better plan exists, only that none was ruled out in that time.",
            gap=gap_percent(tr, gap),
        )
    )
    parts = [why, open_part]
    if plan["origin"] == "resolve":
        parts.append(tr.gettext("Solving again spends only a fifth of its time on the proof."))
    if longer is not None:
        parts.append(tr.gettext("{n} s usually tell more.", n=tr.number(longer)))
    return " ".join(parts)


def longer_seconds(limit: float | None, most: float) -> float | None:
    """The time for another search; None where there is no time limit, or this service allows no more."""
    if limit is None or limit >= most:
        return None
    return min(most, max(LEAST_SECONDS, TIMES * limit))


def _may(visit: Visit, plan: Plan) -> bool:
    if plan["origin"] == "resolve":
        return bool(plan["parent_id"]) and visit.may("resolve_proposal")
    return plan["origin"] in AGAIN and visit.may("create_proposal")


async def _search(visit: Visit, plan: Plan, seconds: float) -> None:
    """The same question with more time, as a new proposal."""
    config = {"time_limit": seconds, "seed": plan["config"].get("seed", 0)}
    if plan["origin"] == "resolve":
        made = await call(visit, resolve_proposal, plan["parent_id"], config=config)
    else:
        made = await call(
            visit,
            create_proposal,
            dataset_id=plan["dataset_id"],
            name=await unused_name(visit, plan["name"]),
            policy=plan["policy"],
            config=config,
            edits=plan["edits"],
        )
    ui.navigate.to(f"/proposals/{made['id']}")
