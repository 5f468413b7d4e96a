"""`assigner scenario run`: YAML in, answers out, the same hash and nothing solved twice."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from assigner.engine import check_assignment
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.i18n import Translator
from assigner.tabular import read_assignment
from scenarios.base import base_sha256
from scenarios.cli.given import BaseOptions, read_base
from scenarios.edits import apply_edits
from scenarios.files import read_scenarios
from scenarios.scenario import scenario_sha256
from tests.cli.runs import TABLES, names_in, rows, tables
from tests.scenarios.cli.runs import assigner

EFFORT = ("--work-limit", 0.8, "--slots", 1)

PLAN = """\
scenarios:
  - name: hire
    title: {en: Hire one, ru: Нанять одного}
    edits:
      - {kind: hire, manager: new}
  - name: stuck
    edits:
      - {kind: budget, clients: 0}
      - {kind: leave, managers: [M01]}
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_company(generate_company(CompanySpec.for_size(40, 4, 1, "en")), folder)
    (folder / "plan.yaml").write_text(PLAN, "utf-8")
    return folder


@pytest.fixture(scope="module")
def solved(company: Path) -> Path:
    """Base and new manager have answers; where no move is allowed, M01's clients have nowhere to go."""
    result = assigner(
        "scenario", "run", company / "plan.yaml", *tables(company), *EFFORT, "--out", company / "out"
    )
    assert result.exit_code == 3, result.output
    return company / "out"


def results(folder: Path) -> Any:
    return json.loads((folder / "results.json").read_text("utf-8"))


def base_options(company: Path) -> BaseOptions:
    clients, managers, log, rules = (company / f"{name}.csv" for name in TABLES)
    return BaseOptions(clients=clients, managers=managers, activities=log, rules=rules)


def test_the_folder_holds_everything(solved: Path) -> None:
    assert names_in(solved) == {"results.json", "comparison.html", "moves.csv", "base", "hire"}
    assert names_in(solved / "hire") == {"assignment.csv", "seed-0.json"}
    base, hire, stuck = results(solved)["scenarios"]
    assert [one["name"] for one in (base, hire, stuck)] == ["base", "hire", "stuck"]
    assert hire["edits"] == [{"kind": "hire", "manager": "new"}]
    assert stuck["runs"] == []
    assert stuck["problems"]["0"]["kind"] == "rules-conflict"
    assert not base["problems"]
    assert not hire["runs"][0]["from_store"]


def test_the_hash_of_a_run_is_that_of_the_file(company: Path, solved: Path) -> None:
    base = read_base(base_options(company), Translator())
    found = results(solved)
    assert found["base"]["sha256"] == base_sha256(base)
    for scenario in read_scenarios([company / "plan.yaml"]).scenarios:
        told = next(one for one in found["scenarios"] if one["name"] == scenario.name)
        assert told["sha256"] == scenario_sha256(base_sha256(base), scenario.edits)


def test_the_checker_confirms_what_was_written(company: Path, solved: Path) -> None:
    base = read_base(base_options(company), Translator())
    hire = read_scenarios([company / "plan.yaml"]).scenarios[0]
    after, _ = apply_edits(base, hire.edits, Translator())
    case = after.case()
    verdict = check_assignment(case, read_assignment(solved / "hire" / "assignment.csv", case.portfolio))
    document = json.loads((solved / "hire" / "seed-0.json").read_text("utf-8"))
    assert verdict.ok
    assert verdict.after.score == pytest.approx(document["score"])
    moved = [row for row in rows(solved / "hire" / "assignment.csv") if row["moved"] == "1"]
    assert len(moved) == document["moved_clients"]


def test_an_unchanged_scenario_is_not_solved_again(company: Path, solved: Path) -> None:
    # Another file, other names and titles: the same edits of the same base are the same scenario.
    (company / "again.json").write_text(json.dumps({"edits": [{"kind": "hire", "manager": "new"}]}), "utf-8")
    out = company / "again"
    result = assigner("scenario", "run", company / "again.json", *tables(company), *EFFORT, "--out", out)
    assert result.exit_code == 0, result.output
    assert "2 answers from store: nothing had to be solved." in result.output
    base, again = results(out)["scenarios"]
    first = results(solved)["scenarios"]
    assert (base["sha256"], again["sha256"]) == (first[0]["sha256"], first[1]["sha256"])
    assert (base["runs"][0]["key"], again["runs"][0]["key"]) == (
        first[0]["runs"][0]["key"],
        first[1]["runs"][0]["key"],
    )
    assert (out / "again" / "seed-0.json").read_bytes() == (solved / "hire" / "seed-0.json").read_bytes()


def test_force_replaces_the_files_of_the_earlier_run(company: Path, solved: Path) -> None:
    copy = company / "copy"
    shutil.copytree(solved, copy)
    args = ("scenario", "run", company / "plan.yaml", *tables(company), *EFFORT, "--out", copy)
    refused = assigner(*args)
    assert refused.exit_code == 2
    assert "not empty" in refused.output
    (company / "calm.yaml").write_text("edits: [{kind: hire, manager: new}]\n", "utf-8")
    again = assigner(
        *("scenario", "run", company / "calm.yaml", *tables(company), *EFFORT, "--out", copy, "--force")
    )
    assert again.exit_code == 0, again.output
    assert not (copy / "hire" / "assignment.csv").exists()
    assert (copy / "calm" / "assignment.csv").exists()


def test_a_proposal_is_a_base_too_and_is_compared(company: Path, solved: Path) -> None:
    plan = company / "proposal"
    proposed = assigner_propose(company, plan)
    out = company / "from-proposal"
    result = assigner(
        "scenario", "run", "hire-two", "--set", "count=1", "--base", plan, *EFFORT, "--out", out,
        "--store", company / "store", "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    # The facts are the same, whether they come from tables or from a proposal's folder.
    assert told["base"] == results(solved)["base"]
    compared = assigner("scenario", "compare", plan, solved, "--json")
    assert compared.exit_code == 0, compared.output
    document = json.loads(compared.output)
    assert [one["name"] for one in document["columns"]] == ["proposal", "base", "hire", "stuck"]
    score = next(one for one in document["figures"] if one["figure"] == "score")
    assert score["entries"][0]["median"] == proposed["score"]
    assert score["entries"][3] is None


def assigner_propose(company: Path, out: Path) -> Any:
    from tests.cli.runs import assigner as engine
    from tests.cli.runs import document

    result = engine("propose", *tables(company), "--work-limit", 0.8, "--out", out)
    assert result.exit_code == 0, result.output
    return document(out)
