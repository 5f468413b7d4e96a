"""Ready-made scenarios: what each asks, its placeholders, and a button that takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui

from api.errors import Unprocessable
from api.pages.calling import acting, call
from api.pages.parts import folded
from api.pages.visit import Visit
from api.pages.whatif.fields import Control, Field
from api.pages.whatif.ground import Ground
from api.pages.whatif.inputs import Inputs
from api.pages.whatif.problems import problems_of
from api.pages.whatif.words import placeholder_label
from api.services.scenarios import ScenarioWish, create_scenario
from assigner.i18n import Translator

KIND = "catalogue"
PLACEHOLDER = re.compile(r"\$\{(\w+)\}")
CONTROLS = {"manager": Control.MANAGER, "dimension": Control.DIMENSION, "value": Control.VALUE}


def ready_made(visit: Visit, ground: Ground, dataset_id: str, entry: dict[str, Any]) -> None:
    """One entry of the catalogue, closed until it is wanted."""
    title = shown_title(visit.tr, entry["title"])
    with folded(title):
        ui.label(entry["about"])
        fields = [placeholder_field(visit.tr, entry["name"], one) for one in entry["parameters"]]
        inputs = Inputs(visit, ground, KIND, fields, {field.path: field.default for field in fields})

        async def take() -> None:
            settings = {path[0]: value for path, value in inputs.raw().items() if value not in (None, "")}
            name = made_title(ground, entry["title"], fields, settings)
            wish = ScenarioWish(name=name, dataset_id=dataset_id, catalogue=entry["name"], settings=settings)
            try:
                made = await call(visit, create_scenario, wish)
            except Unprocessable as error:
                problems = problems_of(error)
                inputs.tell({one.path[1:]: one.text for one in problems if one.path[:1] == ("settings",)})
                if any(one.path[:1] != ("settings",) for one in problems):
                    raise
                return
            ui.navigate.to(f"/what-if/scenarios/{made['id']}")

        button = ui.button(visit.tr.gettext("Take this one"), on_click=acting(visit, take)).props("outline")
        button.props["aria-label"] = f"{visit.tr.gettext('Take this one')}: {title}"


def shown_title(tr: Translator, title: str) -> str:
    """A title as it stands in a list: whoever or whatever it is about is not chosen yet."""
    named = {"manager": tr.gettext("a manager"), "value": tr.gettext("a segment")}
    shown = PLACEHOLDER.sub(lambda found: named.get(found[1], "…"), title)
    return shown[:1].upper() + shown[1:]


def made_title(ground: Ground, title: str, fields: Sequence[Field], settings: Mapping[str, Any]) -> str:
    """The name of the scenario that is made: what was chosen in the place of its placeholders."""
    people = {field.name for field in fields if field.control is Control.MANAGER}

    def named(found: re.Match[str]) -> str:
        value = str(settings.get(found[1], "…"))
        return ground.manager(value) if found[1] in people else value

    return PLACEHOLDER.sub(named, title)[:200]


def placeholder_field(tr: Translator, entry: str, one: dict[str, Any]) -> Field:
    """A placeholder as a field: by its name, else by what its default is."""
    default = one["default"]
    numeric = isinstance(default, int | float) and not isinstance(default, bool)
    control = CONTROLS.get(one["name"], Control.NUMBER if numeric else Control.TEXT)
    if control is Control.NUMBER and isinstance(default, int) and one["name"] != "share":
        control = Control.WHOLE
    label = placeholder_label(tr, entry, one["name"])
    return Field((one["name"],), control, one["about"], one["required"], default, label=label)
