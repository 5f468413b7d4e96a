"""One small company and one proposal for it, for all tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runs import assigner, tables


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    made = assigner("generate", "--clients", 80, "--managers", 5, "--seed", 2, "--out", folder)
    assert made.exit_code == 0, made.output
    return folder


@pytest.fixture(scope="session")
def proposal(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proposal") / "out"
    done = assigner("propose", *tables(company), "--out", folder, "--work-limit", 2, "--workers", 1)
    assert done.exit_code == 0, done.output
    return folder
