"""A contract that never breaks proves nothing: plant each forbidden import and see its contract break."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.places import ROOT

PACKAGES = ("assigner", "scenarios", "api")

PLANTS = {
    "checker-uses-optimiser": ("assigner/checker", "assigner.optimize", "the checker shares no code"),
    "fairness-uses-problem": ("assigner/fairness", "assigner.problem", "the checker shares no code"),
    "problem-uses-fairness": ("assigner/problem", "assigner.fairness", "the optimiser shares no code"),
    "evidence-uses-problem": ("assigner/evidence", "assigner.problem", "facts before rules"),
    "routing-uses-optimiser": ("assigner/routing", "assigner.optimize", "routing decides without"),
    "engine-uses-scenarios": ("assigner/explain", "scenarios", "the service may use what-ifs"),
    "scenarios-use-service": ("scenarios", "api", "the service may use what-ifs"),
    "report-solves": ("assigner/report", "scipy.optimize", "solvers stay inside"),
    "checker-solves": ("assigner/checker", "ortools.sat", "solvers stay inside"),
    "engine-knows-web": ("assigner/tabular", "fastapi", "know nothing of the web"),
    "problem-uses-frames": ("assigner/problem", "pandas", "data frames stay"),
    "report-uses-cli": ("assigner/report", "assigner.cli", "only other commands import"),
    "what-ifs-use-their-cli": ("scenarios/results", "scenarios.cli", "nothing imports the commands"),
    "runner-names-a-cluster": ("scenarios/runner", "distributed", "a cluster is one way"),
    "routes-use-the-database": ("api/routes", "sqlalchemy", "routes and pages ask services"),
    "pages-use-the-database": ("api/pages", "api.db", "routes and pages ask services"),
    "services-know-http": ("api/services", "fastapi", "services speak of the business"),
}


ALLOWED = {
    "optimiser-solves": ("assigner/optimize", "ortools.sat.python.cp_model"),
    "tables-use-frames": ("assigner/tabular", "pandas"),
    "service-uses-what-ifs": ("api", "scenarios"),
    "command-line-uses-optimiser": ("assigner/cli", "assigner.optimize"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the packages in `folder`."""
    command = [
        sys.executable,
        "-c",
        "import importlinter.cli as c; c.lint_imports_command()",
        "--no-cache",
        "--config",
        str(ROOT / "pyproject.toml"),
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_the_project_keeps_every_contract(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout + done.stderr


def plant(copy: Path, place: str, imported: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter with one more import in a package, or at the end of a module."""
    package = (copy / place).is_dir()
    target = copy / place / "planted.py" if package else (copy / place).with_suffix(".py")
    before = "" if package else target.read_text("utf-8")
    target.write_text(f"{before}\nimport {imported}\n", "utf-8")
    done = lint(copy)
    target.unlink()
    if not package:
        target.write_text(before, "utf-8")
    return done


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_import_breaks_its_contract(copy: Path, name: str) -> None:
    place, imported, contract = PLANTS[name]
    done = plant(copy, place, imported)
    broken = [line for line in done.stdout.splitlines() if " BROKEN" in line]
    assert done.returncode == 1, done.stdout + done.stderr
    assert any(contract in line for line in broken), done.stdout


@pytest.mark.parametrize("name", ALLOWED)
def test_an_allowed_import_breaks_nothing(copy: Path, name: str) -> None:
    done = plant(copy, *ALLOWED[name])
    assert done.returncode == 0, done.stdout + done.stderr
