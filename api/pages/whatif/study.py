"""/what-if/studies/{id}: what was found."""

from __future__ import annotations

from nicegui import ui

from api.pages.calling import call
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.pages.whatif.comparing import show_comparison
from api.pages.whatif.curve import show_curve
from api.pages.whatif.found import address, open_study
from api.services.studies import get_study, get_study_document

SHOW = {"scenarios": show_comparison, "frontier": show_curve}


@page("/what-if/studies/{study_id}", operation="create_study", title=TITLES["study"])
async def study(visit: Visit, study_id: str) -> None:
    """The results, or how far they are; a study of newcomers is looked at elsewhere."""
    asked = await call(visit, get_study, study_id)
    if asked["kind"] == "onboarding":
        ui.navigate.to(address(asked))
        return
    found = await open_study(visit, study_id, "/what-if")
    if found is not None and found["kind"] in SHOW:
        SHOW[found["kind"]](visit, found, await call(visit, get_study_document, study_id))
