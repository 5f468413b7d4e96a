"""The way to a first plan: numbered steps, what is done already, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from nicegui import ui

from api.pages.parts import text
from api.pages.visit import Visit
from api.services.proposals.rows import SOLVED
from assigner.i18n import Translator

Document = dict[str, Any]


class Step(NamedTuple):
    """One step: what to do, where, and whether it is done."""

    words: str
    path: str
    done: bool


def first_steps(visit: Visit, bases: Sequence[Document], plans: Sequence[Document]) -> None:
    """The steps on the page; the first that is not done is the next one."""
    say = visit.tr.gettext
    steps = steps_of(visit.tr, bases, plans)
    todo = next((n for n, step in enumerate(steps) if not step.done), None)
    with ui.element("ol").classes("way"):
        for n, step in enumerate(steps):
            with ui.element("li").classes("done" if step.done else "") as item:
                if n == todo:
                    item.props('aria-current="step"')
                    ui.link(step.words, step.path)
                    text("span", say("next")).classes("mark")
                else:
                    text("span", step.words)
                    if step.done:
                        text("span", say("done")).classes("mark")


def steps_of(tr: Translator, bases: Sequence[Document], plans: Sequence[Document]) -> list[Step]:
    """The steps, by what there is: bases and proposals, the newest first."""
    say = tr.gettext
    ready = [one["id"] for one in bases if one["state"] == "ready"]
    solved = [one for one in plans if one["state"] in SOLVED]
    waiting = [one["id"] for one in solved if one["state"] == "proposed"]
    settled = [one["id"] for one in solved if one["state"] != "proposed"]
    drafts = [one["id"] for one in plans if one["state"] == "draft"]
    base = ready[0] if ready else ""
    plan = (settled or waiting or [""])[0]
    asking = f"/proposals/{drafts[0]}" if drafts else f"/proposals/new?dataset={base}"
    looking = say("See what is proven, what is only claimed, and what is disputed")
    return [
        Step(say("Bring your base: the tables that the CRM exports"), "/data", bool(ready or plans)),
        Step(looking, f"/data/{base}", bool(plans)),
        Step(say("Ask for a proposal"), asking, bool(solved)),
        Step(say("Decide on its moves and approve it"), f"/proposals/{plan}", bool(settled)),
        Step(say("Make it live: from then on new clients are routed by it"), f"/proposals/{plan}", False),
    ]
