"""The help of the service's commands tells each setting's variable and the default that holds."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from api.cli import add_commands
from api.settings import Settings

COMMANDS: tuple[list[str], ...] = (["serve"], ["worker"], ["db", "upgrade"], ["db", "check"], ["backup"])
COMMANDS += (["restore"], ["forget-old"], ["audit-log", "verify"])
DEFAULTS = {name: str(field.default) for name, field in Settings.model_fields.items()}


def help_of(command: list[str]) -> str:
    """The help as one line, as wide as it takes."""
    app = typer.Typer(rich_markup_mode="rich")
    add_commands(app)
    done = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "300", "TERM": "dumb"})
    assert done.exit_code == 0
    return " ".join(done.stdout.split())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_says_where_its_service_is(command: list[str]) -> None:
    said = help_of(command)
    assert f"[env var: ASSIGNER_DATA_DIR] [default: {DEFAULTS['data_dir']}]" in said
    assert "[env var: ASSIGNER_DATABASE_URL] [default: SQLite in the data folder]" in said
    assert "[env var: ASSIGNER_LANG] [default: en]" in said


def test_serve_says_where_it_listens_by_default() -> None:
    said = help_of(["serve"])
    for name in ("host", "port"):
        assert f"[env var: ASSIGNER_{name.upper()}] [default: {DEFAULTS[name]}]" in said
    assert "[env var: ASSIGNER_PAGES=false] [default: with pages]" in said
    assert (DEFAULTS["pages"], DEFAULTS["jobs"]) == ("True", "True")
