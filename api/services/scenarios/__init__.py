"""What a scenario can change, ready-made ones, and scenarios that are kept."""

from __future__ import annotations

from api.services.scenarios.keeping import (
    ScenarioWish,
    create_scenario,
    delete_scenario,
    get_scenario,
    list_scenarios,
    replace_scenario,
)
from api.services.scenarios.telling import list_catalogue, list_edits

__all__ = [
    "ScenarioWish",
    "create_scenario",
    "delete_scenario",
    "get_scenario",
    "list_catalogue",
    "list_edits",
    "list_scenarios",
    "replace_scenario",
]
