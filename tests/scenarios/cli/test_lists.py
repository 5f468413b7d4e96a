"""`assigner scenario catalogue` and `edits`, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenarios.catalogue import catalogue
from scenarios.edits import KINDS
from scenarios.files import read_scenarios
from tests.scenarios.cli.runs import assigner


@pytest.mark.parametrize(("language", "word"), [("en", "Hire two"), ("ru", "Нанять двоих")])
def test_the_catalogue_is_listed(language: str, word: str) -> None:
    result = assigner("scenario", "catalogue", "--lang", language)
    assert result.exit_code == 0
    assert f"hire-two: {word}" in result.output
    assert all(f"{entry.name}: " in result.output for entry in catalogue())


def test_what_is_shown_can_be_changed_and_run(tmp_path: Path) -> None:
    shown = assigner("scenario", "catalogue", "--show", "loss-cap").output
    path = tmp_path / "mine.yaml"
    path.write_text(shown.replace("default: 0.1", "default: 0.3"), "utf-8")
    (scenario,) = read_scenarios([path]).scenarios
    assert scenario.edits[0].model_dump()["loss_cap"] == 0.3


def test_programs_get_the_placeholders() -> None:
    listed = json.loads(assigner("scenario", "catalogue", "--json").output)
    leaver = next(one for one in listed if one["name"] == "leaver")
    assert [(one["name"], one["required"]) for one in leaver["parameters"]] == [("manager", True)]


def test_the_kinds_of_edit_are_listed() -> None:
    listed = json.loads(assigner("scenario", "edits", "--json").output)
    assert [one["kind"] for one in listed] == list(KINDS)
    told = assigner("scenario", "edits", "budget", "--lang", "ru")
    assert told.exit_code == 0
    assert "clients: " in told.output
