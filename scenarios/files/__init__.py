"""Scenarios from YAML and JSON files, or a list of everything that is wrong with them."""

from scenarios.files.bases import refuse_changed_base
from scenarios.files.model import BaseReference, Parameter, ScenarioBook
from scenarios.files.outlines import Outline, outline
from scenarios.files.parameters import parse_settings
from scenarios.files.read import read_scenarios

__all__ = [
    "BaseReference",
    "Outline",
    "Parameter",
    "ScenarioBook",
    "outline",
    "parse_settings",
    "read_scenarios",
    "refuse_changed_base",
]
