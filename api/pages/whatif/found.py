"""Studies: the list of them, and the head of each with its state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.following import Following, show_failure
from api.pages.moments import moment
from api.pages.parts import empty, heading, notice
from api.pages.visit import Visit
from api.pages.whatif.texts import STUDIES, STUDY_STATES
from api.services.studies import delete_study, get_study, list_studies

SHOWN = 30
Study = dict[str, Any]


def address(study: Study) -> str:
    """Where a study is looked at."""
    root = "/onboarding" if study["kind"] == "onboarding" else "/what-if/studies"
    return f"{root}/{study['id']}"


async def studies_list(visit: Visit, base: str, kinds: Sequence[str]) -> None:
    """Studies of some kinds, the newest first."""
    found: list[Study] = []
    for kind in kinds:
        found += (await call(visit, list_studies, kind=kind, dataset_id=base, limit=SHOWN))["items"]
    if not found:
        empty(visit.tr.gettext("Nothing was asked yet."))
    for one in sorted(found, key=lambda one: str(one["created_at"]), reverse=True)[:SHOWN]:
        _entry(visit, one)


def _entry(visit: Visit, one: Study) -> None:
    tr = visit.tr

    async def delete() -> None:
        await call(visit, delete_study, one["id"], if_match=one["etag"])
        ui.navigate.reload()

    with ui.row().classes("items-center w-full card-line"):
        with ui.column().classes("gap-0 grow"):
            ui.link(one["name"], address(one)).classes("font-semibold")
            when = moment(tr, one["created_at"])
            ui.label(f"{tr.gettext(STUDIES[one['kind']])} · {when}").classes("muted small")
        ui.label(tr.gettext(STUDY_STATES[one["state"]])).classes("bad" if one["state"] == "failed" else "")
        if one["state"] != "running":
            button = ui.button(tr.gettext("Delete"), on_click=acting(visit, delete)).props("flat dense")
            button.props["aria-label"] = f"{tr.gettext('Delete')}: {one['name']}"


def nothing() -> None:
    """Nothing stands below the head."""


async def open_study(
    visit: Visit, study_id: str, back: str, below: Callable[[], None] = nothing
) -> Study | None:
    """A study that has results, with its head; None where it has none yet, which is told.

    `below` makes what stands below the head in any case.
    """
    say = visit.tr.gettext
    study = await call(visit, get_study, study_id)
    heading(study["name"], f"{say(STUDIES[study['kind']])} · {moment(visit.tr, study['created_at'])}")
    with ui.row().classes("no-print"):
        ui.link(say("Back"), f"{back}?dataset={study['dataset_id']}")
        ui.link(say("The base"), f"/data/{study['dataset_id']}")
        if study["state"] == "done":
            report = f"/v1/studies/{study_id}/page?language={visit.tr.language}"
            ui.link(say("Print or share (one page, opens in a new tab)"), report, new_tab=True)
    below()
    if study["state"] == "done":
        if (study["figures"] or {}).get("stopped"):
            notice(say("It was stopped early: these are the best answers found until then."), "warn")
        return study
    if study["state"] == "running":
        _follow(visit, study)
    else:
        show_failure(visit, study["problem"])
    return None


def _follow(visit: Visit, study: Study) -> None:
    async def ended(job: dict[str, Any]) -> None:
        ui.navigate.reload()

    notice(visit.tr.gettext("It is at work. You may leave this page and come back: nothing is lost."))
    if study["job_id"]:
        Following(visit, study["job_id"], ended, chart=False)
