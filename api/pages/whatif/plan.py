"""/onboarding/{id}: the plan for newcomers or of a leaver, handed to the head."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import call
from api.pages.parts import notice, text
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.pages.whatif.adopting import adopt_button, may_adopt
from api.pages.whatif.found import open_study
from api.pages.whatif.heirs import show_heirs
from api.pages.whatif.onboarding import show_steps
from api.pages.whatif.schedule import show_schedule
from api.security.actor import Role
from api.services.studies import get_study_document

Document = dict[str, Any]


@page("/onboarding/{study_id}", operation="create_study", title=TITLES["onboarding"])
async def plan(visit: Visit, study_id: str) -> None:
    """The plan, or how far it is."""
    study = await open_study(visit, study_id, "/onboarding", lambda: show_steps(visit, 2))
    if study is None:
        return
    document = await call(visit, get_study_document, study_id)
    notice(document["sentence"])
    if "heirs" in document:
        show_heirs(visit, document)
    else:
        show_schedule(visit, document)
    if may_adopt(visit, "onboarding"):
        _hand_over(visit, study, is_schedule="steps" in document)


def _hand_over(visit: Visit, study: Document, *, is_schedule: bool) -> None:
    """Make a proposal of it, which the head reviews and approves."""
    say = visit.tr.gettext
    text("h2", say("To the head"))
    if visit.actor.role is Role.HR:
        lead = say(
            "The plan becomes a proposal that HR asked for. The head of sales reviews and approves it."
        )
        title, first = say("Hand to the head for approval"), say("Hand over the first day only")
    else:
        lead = say("The plan becomes a proposal, to be reviewed and approved like any other.")
        title, first = say("Make this a proposal"), say("Make a proposal of the first day only")
    text("p", lead).classes("lead")
    with ui.row():
        adopt_button(visit, study["id"], study["name"], title, steps="all")
        if is_schedule:
            name = say("{name}: the first day", name=study["name"])
            adopt_button(visit, study["id"], name, first, steps="first")
