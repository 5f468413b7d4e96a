"""What every question begins with: the base, the policy, how hard to try."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from nicegui import ui

from api.pages.calling import call
from api.pages.naming import labels
from api.pages.parts import empty
from api.pages.visit import Visit
from api.pages.whatif.texts import EFFORTS
from api.services.datasets.reading import list_datasets
from api.services.policies import list_policies
from scenarios.scenario import Effort

PAGE = 200
SECONDS = {"quick": 5.0, "normal": 30.0, "thorough": 120.0}
SEEDS = {"quick": 1, "normal": 3, "thorough": 5}
NORMAL = "normal"


async def choose_base(visit: Visit, chosen: str | None, path: str, **query: str) -> str | None:
    """The base that is meant, with a list to choose another one; None where there is none yet."""
    say = visit.tr.gettext
    found = (await call(visit, list_datasets, limit=PAGE))["items"]
    bases = labels(visit.tr, [one for one in found if one["state"] == "ready"])
    if not bases:
        with empty(say("There is no base yet; what-ifs need one.")):
            ui.link(say("To the bases"), "/data")
        return None
    base = chosen if chosen in bases else next(iter(bases))
    ui.select(
        bases,
        value=base,
        label=say("Base"),
        on_change=lambda event: ui.navigate.to(f"{path}?{urlencode({'dataset': event.value, **query})}"),
    ).props("outlined dense").classes("w-96")
    return base


async def policy_select(visit: Visit, kept: str | None = None) -> ui.select:
    """The policies there are; "" is the default one, or the one that is kept already, named `kept`."""
    found = (await call(visit, list_policies, limit=PAGE))["items"]
    first = kept or visit.tr.gettext("The default policy")
    options = {"": first, **labels(visit.tr, found)}
    return (
        ui.select(options, value="", label=visit.tr.gettext("Policy")).props("outlined dense").classes("w-64")
    )


def effort_select(visit: Visit) -> ui.select:
    """How hard each search is tried."""
    say = visit.tr.gettext
    options = {key: say(word) for key, word in EFFORTS.items()}
    return (
        ui.select(options, value=NORMAL, label=say("How hard to try")).props("outlined dense").classes("w-64")
    )


def effort_of(visit: Visit, chosen: str, *, whole: bool = False) -> Effort:
    """The effort of a choice; `whole`: for all searches together, with one seed."""
    seconds = min(SECONDS[chosen] * (2 if whole else 1), visit.ctx.settings.max_time_limit)
    return Effort(time_limit=seconds, seed=0, seeds=1 if whole else SEEDS[chosen])


def policy_of(select: ui.select, kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The policy that is chosen, as services take it."""
    return {"policy_id": select.value} if select.value else {"policy": kept}
