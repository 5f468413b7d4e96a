"""/proposals/{id}/history: where it comes from, who decided what, objections, and the audit trail of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nicegui import ui

from api.pages.calling import call
from api.pages.moments import day
from api.pages.parts import Column, empty, table, text
from api.pages.plans.base import Plan, open_plan
from api.pages.plans.panel import decision_line
from api.pages.plans.texts import OBJECTION_STATES, ORIGINS
from api.pages.texts import TITLES
from api.pages.trail.words import act, details, moment, person
from api.pages.visit import Visit, page
from api.services.audit import list_audit
from api.services.proposals import list_decisions, list_objections, list_proposal_managers, list_proposals
from assigner.i18n import Translator

ROWS = 100


@page("/proposals/{proposal_id}/history", operation="list_decisions", title=TITLES["history"])
async def history(visit: Visit, proposal_id: str, cursor: str | None = None) -> None:
    """Descent, decisions, objections, audit entries."""
    plan = await open_plan(visit, proposal_id)
    if plan is None:
        return
    managers = (await call(visit, list_proposal_managers, plan["id"]))["items"]
    names = {one["manager_id"]: one["name"] for one in managers}
    await _descent(visit, plan)
    await _decisions(visit, plan, names, cursor)
    await _objections(visit, plan, names)
    if visit.may("list_audit"):
        await _audit(visit, plan)


async def _descent(visit: Visit, plan: Plan) -> None:
    say, tr = visit.tr.gettext, visit.tr
    text("h2", say("Where it comes from"))
    ui.label(
        say(
            "{how}, {day}, by {who}",
            how=say(ORIGINS.get(plan["origin"], "asked for")),
            day=day(tr, plan["created_at"]),
            who=person(tr, plan["created_by"], plan["created_by_name"]),
        )
    )
    if plan["parent_id"]:
        ui.link(say("The earlier proposal"), f"/proposals/{plan['parent_id']}").classes("block")
    for one in (await call(visit, list_proposals, parent_id=plan["id"], limit=ROWS))["items"]:
        ui.link(say("Made from it: {name}", name=one["name"]), f"/proposals/{one['id']}").classes("block")
    if plan["approved_at"]:
        who = person(tr, plan["approved_by"], plan["approved_by_name"])
        ui.label(say("approved on {day} by {who}", day=day(tr, plan["approved_at"]), who=who))
    if plan["live_at"]:
        ui.label(say("live since {day}", day=day(tr, plan["live_at"])))


async def _decisions(visit: Visit, plan: Plan, names: Mapping[str, str], cursor: str | None) -> None:
    say, tr = visit.tr.gettext, visit.tr
    text("h2", say("Decisions"))
    found = await call(visit, list_decisions, plan["id"], cursor=cursor, limit=ROWS)
    if not found["items"]:
        empty(say("Nothing was decided on its moves."))
        return
    heads = list(map(Column, (say("Client"), say("Decision"), say("When"), say("Who"))))
    rows: list[list[str | tuple[str, str]]] = [
        [
            one["client_name"] or one["client_id"],
            decision_line(tr, one, names),
            day(tr, one["created_at"]),
            person(tr, one["created_by"], one["created_by_name"]),
        ]
        for one in found["items"]
    ]
    table(heads, rows)
    if found["next"]:
        ui.link(say("Older ones"), f"/proposals/{plan['id']}/history?cursor={found['next']}")


async def _objections(visit: Visit, plan: Plan, names: Mapping[str, str]) -> None:
    say, tr = visit.tr.gettext, visit.tr
    found = (await call(visit, list_objections, proposal_id=plan["id"], limit=ROWS))["items"]
    if not found:
        return
    text("h2", say("Objections"))
    heads = list(map(Column, (say("Client"), say("Manager"), say("What is said"), say("State"), say("When"))))
    rows = [
        [
            one["client_name"] or one["client_id"],
            names.get(one["manager_id"], one["manager_id"]),
            one["text"],
            say(OBJECTION_STATES[one["state"]]),
            day(tr, one["created_at"]),
        ]
        for one in found
    ]
    table(heads, rows)


async def _audit(visit: Visit, plan: Plan) -> None:
    say = visit.tr.gettext
    text("h2", say("Audit trail"))
    found = await call(visit, list_audit, subject=plan["id"], limit=ROWS)
    heads = list(map(Column, (say("When"), say("Who"), say("What"), say("Details"))))
    table(heads, [_entry(visit.tr, one) for one in found["items"]])
    if found["next"]:
        ui.link(say("Older entries"), f"/audit?subject={plan['id']}&cursor={found['next']}")


def _entry(tr: Translator, one: Mapping[str, Any]) -> list[str | tuple[str, str]]:
    who = person(tr, one["actor_id"], one["actor_name"])
    return [moment(tr, one["at"]), who, act(tr, one["action"]), details(tr, one["detail"])]
