"""A run that is killed leaves its best answer beside the output folder; the next one can begin from it."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.runs import assigner, command, document, tables


@pytest.fixture(scope="module", name="company")
def _company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company that is not solved to proof within seconds."""
    folder = tmp_path_factory.mktemp("company")
    done = assigner("generate", "--clients", 400, "--managers", 9, "--seed", 3, "--out", folder)
    assert done.exit_code == 0
    return folder


@pytest.fixture(scope="module", name="left")
def _left(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run leaves that was killed as soon as it had an answer."""
    out = tmp_path_factory.mktemp("killed") / "plan"
    run = subprocess.Popen(
        command("propose", *tables(company), "--out", out, "--time-limit", 120, "--json"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    spare = out.with_name("plan.best.csv")
    try:
        while not spare.exists():
            assert run.poll() is None
            time.sleep(0.02)
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    assert not out.exists()
    return spare


def test_the_checker_accepts_what_a_killed_run_leaves(company: Path, left: Path) -> None:
    done = assigner("check", *tables(company), "--assignment", left)
    assert done.exit_code == 0, done.output


def test_the_next_run_begins_from_it(company: Path, left: Path, tmp_path: Path) -> None:
    judged = assigner("check", *tables(company), "--assignment", left, "--json")
    out = tmp_path / "plan"
    run = ("propose", *tables(company), "--out", out, "--work-limit", 0.01, "--start", left)
    done = assigner(*run)
    assert done.exit_code == 0, done.output
    assert judged.exit_code == 0
    assert document(out)["score"] <= json.loads(judged.stdout)["score"] + 1e-6
    assert not out.with_name("plan.best.csv").exists()


def test_a_run_without_start_puts_it_aside_and_says_so(company: Path, left: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan"
    (tmp_path / "plan.best.csv").write_bytes(left.read_bytes())
    done = assigner("propose", *tables(company), "--out", out, "--work-limit", 0.5)
    assert done.exit_code == 0, done.output
    assert "plan.best-before.csv" in "".join(done.output.split())
    assert (tmp_path / "plan.best-before.csv").read_bytes() == left.read_bytes()


def test_a_start_that_is_no_assignment_is_refused(company: Path, tmp_path: Path) -> None:
    done = assigner(
        "propose", *tables(company), "--out", tmp_path / "plan", "--start", company / "managers.csv"
    )
    assert done.exit_code == 2
    assert not (tmp_path / "plan").exists()
