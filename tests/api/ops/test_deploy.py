"""docs/deploy.md says what the code does."""

from __future__ import annotations

import re

import yaml

from api.settings import Settings
from tests.project.places import ROOT

DOCS = ROOT / "docs"
ROW = re.compile(r"^\| `(ASSIGNER_\w+)` \| (?:`(.*?)`)? ?\| (.*) \|$", re.MULTILINE)


def shown(default: object) -> str:
    if default is None:
        return ""
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else str(default)


def test_every_setting_is_listed_with_its_default() -> None:
    listed = {name: (default, text) for name, default, text in ROW.findall((DOCS / "deploy.md").read_text())}
    assert listed == {
        f"ASSIGNER_{name.upper()}": (shown(field.default), field.description)
        for name, field in Settings.model_fields.items()
    }


def test_files_that_come_along_use_settings_that_exist() -> None:
    known = {f"ASSIGNER_{name.upper()}" for name in Settings.model_fields}
    for path in (DOCS / "deploy").iterdir():
        assert set(re.findall(r"ASSIGNER_\w+", path.read_text("utf-8"))) <= known, path.name


def test_the_compose_file_starts_what_the_document_says() -> None:
    services = yaml.safe_load((DOCS / "deploy" / "compose.yaml").read_text("utf-8"))["services"]
    commands = {name: one["command"] for name, one in services.items() if "command" in one}
    assert commands == {"pages": "serve", "api": "serve --api-only", "worker": "worker"}


def test_all_units_of_systemd_are_confined_alike() -> None:
    """All of them see the data folder and nothing else that they could change."""
    confined = [
        path.read_text("utf-8").partition("NoNewPrivileges=true\n")[2].partition("\n\n")[0]
        for path in sorted((DOCS / "deploy").glob("*.service"))
    ]
    assert len(confined) == 3
    assert len(set(confined)) == 1
    for line in ("ProtectSystem=strict", "CapabilityBoundingSet=", "StateDirectory=assigner", "UMask=0077"):
        assert line in confined[0].splitlines()
