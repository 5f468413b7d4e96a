"""/proposals/{id}/export: files to take away, and owner changes for the CRM, both ways."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import call
from api.pages.parts import notice, text
from api.pages.plans.base import open_plan
from api.pages.plans.texts import FILES
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.services.proposals import list_exports
from assigner.i18n import LANGUAGES, Translator

LANGUAGE_NAMES = {"en": "English", "ru": "Русский"}
SAME = ("proposal.json", "assignment.csv", "merged.csv")
"""Files that are the same in every language."""

KILO, MEGA = 1 << 10, 1 << 20


@page("/proposals/{proposal_id}/export", operation="list_exports", title=TITLES["export"])
async def taking(visit: Visit, proposal_id: str) -> None:
    """Links to the API, which the session opens too."""
    plan = await open_plan(visit, proposal_id)
    if plan is None:
        return
    found = await call(visit, list_exports, proposal_id)
    say, root = visit.tr.gettext, f"/v1/proposals/{proposal_id}/exports"
    text("h2", say("Files"))
    for file in found["files"]:
        _file(visit, root, file)
    if visit.may("export_to_crm"):
        text("h2", say("Owner changes for the CRM"))
        if not found["crm_ready"]:
            notice(say("They can be taken once the proposal is approved."))
            return
        text("p", say("A ZIP each: the changes, and the changes that undo them. Keep both.")).classes("lead")
        for system in found["systems"]:
            _system(visit, root, system)


def _file(visit: Visit, root: str, file: dict[str, Any]) -> None:
    say, name = visit.tr.gettext, file["name"]
    with ui.row().classes("items-center w-full card"):
        with ui.column().classes("gap-0 grow"):
            ui.label(say(FILES[name]) if name in FILES else name).classes("font-semibold")
            ui.label(f"{name} · {size_words(visit.tr, file['bytes'])}").classes("muted small")
        if name in SAME:
            _link(say("Download"), f"{root}/{name}", name)
            return
        for language in LANGUAGES:
            link = _link(LANGUAGE_NAMES[language], f"{root}/{name}?language={language}", name)
            link.props(f'lang="{language}"')


def _system(visit: Visit, root: str, system: dict[str, Any]) -> None:
    say, path = visit.tr.gettext, f"{root}/crm/{system['system']}"
    with ui.row().classes("items-center w-full card"):
        ui.label(system["title"]).classes("font-semibold grow")
        _link(say("Changes"), path, system["title"])
        _link(say("Changes that undo them"), f"{path}?roll_back=true", system["title"])


def _link(words: str, path: str, about: str) -> ui.link:
    link = ui.link(words, path).props("download")
    link.props["aria-label"] = f"{words}: {about}"
    return link


def size_words(tr: Translator, size: int) -> str:
    """The size of a file as people say it."""
    if size >= MEGA:
        return tr.gettext("{n} MB", n=tr.number(size / MEGA, 1))
    return tr.gettext("{n} KB", n=tr.number(max(1, size / KILO)))
