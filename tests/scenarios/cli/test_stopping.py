"""Runs that end early: what was found is kept, and the exit code says what is missing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from assigner.errors import AssignerError, InternalError, NoAnswer, RulesConflict
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.i18n import Translator
from assigner.policy import Policy
from scenarios.answers.model import Answer, Prepared
from scenarios.answers.prepare import prepare
from scenarios.answers.solve import How, solve_prepared
from scenarios.base import Base
from scenarios.cli.run_scenarios import exit_code
from scenarios.runner import LocalRunner
from scenarios.scenario import Effort, Scenario
from scenarios.store import Store
from tests.builders import AS_OF, clients, managers, portfolio
from tests.cli.runs import command, tables
from tests.scenarios.cli.runs import assigner


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_company(generate_company(CompanySpec.for_size(200, 6, 1, "en")), folder)
    return folder


def tiny() -> Base:
    return Base(portfolio(clients([0, 0, 1, 1]), managers(2)), Policy(), AS_OF)


def prepared() -> tuple[Prepared, ...]:
    return prepare(tiny(), [Scenario("a", effort=Effort(seeds=2))], Effort(work_limit=1), Translator())


def test_a_run_that_is_stopped_before_it_begins_solves_nothing(tmp_path: Path) -> None:
    runner = LocalRunner(1)
    try:
        how = How(runner=runner, store=Store(tmp_path), should_stop=lambda: True)
        base, scenario = solve_prepared(prepared(), how, Translator())
    finally:
        runner.close()
    assert base.best is None
    assert list(scenario.problems) == [0, 1]
    assert isinstance(scenario.problem, NoAnswer)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("errors", "code"),
    [
        ([], 0),
        ([NoAnswer("stopped")], 0),
        ([NoAnswer("stopped"), RulesConflict(["too tight"])], 3),
        ([RulesConflict(["too tight"]), InternalError("broken")], 1),
    ],
)
def test_the_exit_code_is_that_of_the_gravest_error(errors: list[AssignerError], code: int) -> None:
    one = prepared()[0]
    assert exit_code([Answer(one, (), {0: error}) for error in errors]) == code


def test_nothing_is_written_where_nothing_has_an_answer(company: Path) -> None:
    # The company has a leaver whose clients must move, and this policy lets nobody move.
    policy = company / "policy.yaml"
    policy.write_text("rules: {move_budget: {clients: 0}}\n", "utf-8")
    (company / "same.yaml").write_text("edits: [{kind: caps, loss_cap: 0.5}]\n", "utf-8")
    result = assigner(
        *("scenario", "run", company / "same.yaml", *tables(company), "--policy", policy),
        *("--work-limit", 1, "--slots", 1, "--out", company / "none"),
    )
    assert result.exit_code == 3, result.output
    assert "The rules can't all hold" in result.output
    assert not (company / "none").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_keeps_what_is_finished(company: Path, tmp_path: Path) -> None:
    names = ("hire-two", "pure-fairness", "keep-active", "no-caps")
    running = subprocess.Popen(
        command(
            *("scenario", "run", *names, *tables(company), "--time-limit", 8, "--workers", 1, "--slots", 1),
            *("--out", tmp_path / "out", "--store", tmp_path / "store"),
        ),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while running.poll() is None and not list((tmp_path / "store").rglob("*.json.gz")):
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=120)
    assert running.returncode == 0, said
    found = json.loads((tmp_path / "out" / "results.json").read_text("utf-8"))["scenarios"]
    assert [one["name"] for one in found] == ["base", *names]
    assert found[0]["runs"]
    # on a busy machine a stopped solve may still hand in its best answer; nothing may be lost without a word
    for one in found[1:]:
        assert one["runs"] or one["problems"]["0"]["kind"] == "no-answer"
    assert "Stopped by you" in said
