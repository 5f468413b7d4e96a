"""What all pages of one proposal share: name, state, tabs, and what stands there while it is being solved."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import call
from api.pages.following import Following
from api.pages.moments import moment
from api.pages.parts import heading, notice, tabs, text
from api.pages.plans.failed import show_conflict
from api.pages.plans.texts import ORIGINS
from api.pages.visit import Visit
from api.services.proposals import get_proposal, list_moves, state_word
from assigner.i18n import Translator

LOOK_FOR_PLACES = 20
"""Clients that are looked at to see whether the base has coordinates."""

Plan = dict[str, Any]


async def open_plan(visit: Visit, proposal_id: str) -> Plan | None:
    """The proposal, with its head on the page; None where it has no answer, which is told."""
    plan = await call(visit, get_proposal, proposal_id)
    heading(plan["name"], state_line(visit.tr, plan))
    if plan["state"] == "draft":
        _solving(visit, plan)
        return None
    if plan["state"] == "failed":
        show_conflict(visit, plan)
        return None
    tabs(visit, await _entries(visit, proposal_id))
    return plan


def state_line(tr: Translator, plan: Plan) -> str:
    """State, origin and moment in one line: plans of one name are told apart by it."""
    parts = [state_word(tr, plan["state"])]
    if plan["state"] == "proposed" and plan["shared"]:
        parts.append(tr.gettext("shared with the managers"))
    parts.append(tr.gettext(ORIGINS.get(plan["origin"], "asked for")))
    parts.append(moment(tr, plan["created_at"]))
    return " · ".join(parts)


async def _entries(visit: Visit, proposal_id: str) -> list[tuple[str, str]]:
    say, root = visit.tr.gettext, f"/proposals/{proposal_id}"
    places = await has_places(visit, proposal_id)
    return [
        (say("Overview"), root),
        (say("Moves"), f"{root}/moves"),
        *([(say("Map"), f"{root}/map")] if places else []),
        (say("History"), f"{root}/history"),
        (say("Files"), f"{root}/export"),
    ]


async def has_places(visit: Visit, proposal_id: str) -> bool:
    """Whether the clients have coordinates, going by the first of them."""
    first = await call(visit, list_moves, proposal_id, limit=LOOK_FOR_PLACES)
    return any(one["lat"] is not None for one in first["items"])


def _solving(visit: Visit, plan: Plan) -> None:
    """The search as it goes; the page shows the answer once there is one."""

    async def ended(job: dict[str, Any]) -> None:
        ui.navigate.reload()

    say = visit.tr.gettext
    notice(say("The proposal is being solved. You may leave this page: the search goes on without it."))
    if plan["job_id"]:
        text("h2", say("The search"))
        text("p", ending_words(visit.tr, plan["config"])).classes("lead")
        Following(visit, plan["job_id"], ended, limit=plan["config"].get("time_limit"))


def ending_words(tr: Translator, config: Plan) -> str:
    """When the search ends, and what happens then."""
    limit = config.get("time_limit")
    ends = (
        tr.gettext("It ends when its work limit is used up, or sooner, once the best plan is proved.")
        if limit is None
        else tr.gettext("It ends after {n} s, or sooner, once the best plan is proved.", n=tr.number(limit))
    )
    then = tr.gettext(
        "Then the answer is checked and written down, and this page shows it: figures, moves and reasons. "
        "Nothing changes for anybody until it is approved and made live."
    )
    return f"{ends} {then}"
