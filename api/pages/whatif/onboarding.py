"""/onboarding: who joins, comes back or leaves; what the others lose at most; what was planned before."""

from __future__ import annotations

from urllib.parse import urlencode

from nicegui import ui

from api.pages.parts import heading, text
from api.pages.texts import TITLES
from api.pages.visit import Visit, page
from api.pages.whatif.choosing import choose_base
from api.pages.whatif.found import studies_list
from api.pages.whatif.ground import open_ground
from api.pages.whatif.outdated import tell_of_live
from api.pages.whatif.people import WHO
from api.pages.whatif.texts import COMINGS
from api.pages.whatif.welcoming import People


@page("/onboarding", operation="create_study", title=TITLES["onboarding"])
async def onboarding(visit: Visit, dataset: str | None = None) -> None:
    """The first step: what happens; and what was planned before."""
    say = visit.tr.gettext
    heading(
        say("Onboarding"),
        say("Somebody joins, comes back or leaves: only what has to move moves, and you see who gives it."),
    )
    base = await choose_base(visit, dataset, "/onboarding")
    if base is None:
        return
    await tell_of_live(visit, base)
    show_steps(visit, 0)
    text("h2", say("What happens?"))
    with ui.element("ul").classes("choices"):
        for who in WHO:
            with ui.element("li"):
                ui.link(say(COMINGS[who]), f"/onboarding/new?{urlencode({'dataset': base, 'who': who})}")
    text("h2", say("What was planned before"))
    await studies_list(visit, base, ("onboarding",))


@page("/onboarding/new", operation="create_study", title=TITLES["onboarding"])
async def ask(visit: Visit, dataset: str, who: str = "hire") -> None:
    """The second step: the people, the limits; then it is asked for."""
    say = visit.tr.gettext
    chosen = who if who in WHO else WHO[0]
    heading(say(COMINGS[chosen]))
    ui.link(say("Back"), f"/onboarding?{urlencode({'dataset': dataset})}")
    await tell_of_live(visit, dataset)
    show_steps(visit, 1)
    ground = await open_ground(visit, dataset)
    await People(visit, ground, dataset, chosen).build()


def show_steps(visit: Visit, here: int) -> None:
    """Where one is in the wizard."""
    say = visit.tr.gettext
    names = (say("What happens"), say("Who, and within which limits"), say("The plan"), say("To the head"))
    with ui.element("ol").classes("steps"):
        for n, name in enumerate(names):
            item = text("li", name)
            if n == here:
                item.props('aria-current="step"')
