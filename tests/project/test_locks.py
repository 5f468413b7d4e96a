"""The lock files: complete, hashed, of one mind, and free of registry addresses."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.project.places import ROOT, tracked

RUNTIME, DEV, TOOLS = "requirements.lock", "requirements-dev.lock", "requirements-tools.lock"
CLUSTER = "requirements-cluster.lock"
# Put together here, so that this file does not hold them either.
HOSTS = tuple(".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org")))
TEXT = {".py", ".md", ".toml", ".lock", ".yaml", ".yml", ".cfg", ".ini", ".sh", ".json", ".txt", ".po", ""}
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", re.MULTILINE)


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def names(requirements: Iterable[object]) -> set[str]:
    """Package names of requirement strings; included groups are left out."""
    found = (re.match(r"[A-Za-z0-9._-]+", text) for text in requirements if isinstance(text, str))
    return {match[0].lower().replace("_", "-") for match in found if match}


def direct(*, dev: bool) -> set[str]:
    """Names of the packages that pyproject.toml asks for."""
    wanted = names(project()["project"]["dependencies"]) | names(project()["dependency-groups"]["build"])
    if dev:
        wanted |= names(project()["dependency-groups"]["dev"])
        for extra in project()["project"]["optional-dependencies"].values():
            wanted |= names(extra)
    return wanted


def pins(lock: str) -> dict[str, set[str]]:
    """Versions of each package; one may have several, for different Pythons."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, version in _PIN.findall((ROOT / lock).read_text("utf-8")):
        found[name].add(version)
    return found


@pytest.mark.parametrize(("lock", "dev"), [(RUNTIME, False), (DEV, True)])
def test_a_lock_covers_the_dependencies_of_the_project(lock: str, dev: bool) -> None:
    assert direct(dev=dev) - pins(lock).keys() == set()


def test_the_lock_of_tools_covers_what_they_ask_for() -> None:
    asked = (ROOT / "requirements-tools.in").read_text("utf-8").splitlines()
    wanted = names(line for line in asked if not line.startswith("#"))
    assert wanted
    assert wanted - pins(TOOLS).keys() == set()


@pytest.mark.parametrize("lock", [RUNTIME, CLUSTER, DEV, TOOLS])
def test_every_pin_has_its_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    pinned = [block for block in blocks if _PIN.match(block)]
    assert len(pinned) == sum(map(len, pins(lock).values())) > 0
    assert [block.splitlines()[0] for block in pinned if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("more", [CLUSTER, DEV])
def test_developers_and_clusters_get_what_users_get(more: str) -> None:
    found = pins(more)
    assert {name: here for name, here in pins(RUNTIME).items() if found[name] != here} == {}


def test_no_file_names_a_registry() -> None:
    texts = {path: path.read_text("utf-8") for path in tracked() if path.suffix in TEXT}
    assert [str(path) for path, text in texts.items() if any(host in text for host in HOSTS)] == []
    assert [
        str(path) for path, text in texts.items() if re.search(r"^--(extra-)?index-url", text, re.M)
    ] == []


def test_every_direct_dependency_has_its_reason() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert [name for name in sorted(direct(dev=True)) if f"`{name}`" not in told] == []


def test_the_licence_is_the_one_that_the_project_names() -> None:
    text = Path(ROOT / "LICENSE").read_text("utf-8")
    assert project()["project"]["license"] == "Apache-2.0"
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
