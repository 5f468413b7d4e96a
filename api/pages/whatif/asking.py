"""Asking for studies: scenarios side by side, the trade-off curve."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.parts import text
from api.pages.visit import Visit
from api.pages.whatif.choosing import effort_of, effort_select, policy_of, policy_select
from api.services.proposals import free_name
from api.services.studies import ScenarioChoice, StudyWish, create_study, list_studies

POINTS = 8
LATEST = 200


async def free(visit: Visit, base: str, name: str) -> str:
    """The name with a number where a study of the base has it already."""
    found = (await call(visit, list_studies, dataset_id=base, limit=LATEST))["items"]
    return free_name(name, {one["name"] for one in found})


async def run_panel(visit: Visit, base: str, ticked: Mapping[str, ui.checkbox]) -> None:
    """Run what is ticked."""
    say = visit.tr.gettext
    with ui.row().classes("items-center card w-full"):
        name = ui.input(say("Name of the comparison"), value=say("Comparison")).props(
            "outlined dense maxlength=200"
        )
        policy = await policy_select(visit, say("The policy of the first scenario"))
        effort = effort_select(visit)

        async def run() -> None:
            chosen = [ScenarioChoice(scenario_id=one) for one, box in ticked.items() if box.value]
            if not chosen:
                ui.notify(say("Tick at least one scenario."), type="warning")
                return
            wish = StudyWish(
                kind="scenarios",
                name=await free(visit, base, name.value.strip() or say("Comparison")),
                dataset_id=base,
                effort=effort_of(visit, effort.value),
                scenarios=tuple(chosen),
                **policy_of(policy),
            )
            made = await call(visit, create_study, wish)
            ui.navigate.to(f"/what-if/studies/{made['id']}")

        ui.button(say("Run and compare"), on_click=acting(visit, run)).props("unelevated")


async def ask_for_curve(visit: Visit, base: str) -> None:
    """Ask what fairness costs."""
    say = visit.tr.gettext
    text("h2", say("Trade-off curve"))
    text(
        "p",
        say(
            "Plans from the calmest to the fairest, and what each step towards fairness costs in moves "
            "and money."
        ),
    ).classes("lead")
    with ui.row().classes("items-center card w-full"):
        points = ui.number(say("Plans to look for"), value=POINTS, min=2, max=60, precision=0)
        points.props("outlined dense").classes("w-40")
        policy = await policy_select(visit)
        effort = effort_select(visit)

        async def draw() -> None:
            wish = StudyWish(
                kind="frontier",
                name=await free(visit, base, say("Trade-off curve")),
                dataset_id=base,
                points=min(60, max(2, int(points.value or POINTS))),
                effort=effort_of(visit, effort.value, whole=True),
                **policy_of(policy),
            )
            made = await call(visit, create_study, wish)
            ui.navigate.to(f"/what-if/studies/{made['id']}")

        ui.button(say("Draw the curve"), on_click=acting(visit, draw)).props("unelevated")
