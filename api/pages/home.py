"""The start: what there is, and the next thing to do."""

from __future__ import annotations

from nicegui import ui

from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.security.actor import Role


@page("/", operation="get_me", title=TITLES["home"])
async def home(visit: Visit) -> None:
    """A manager goes to the own book; who plans sees what there is."""
    if visit.actor.role is Role.MANAGER:
        ui.navigate.to("/my-book")
        return
    ui.label(visit.tr.gettext("Start"))
