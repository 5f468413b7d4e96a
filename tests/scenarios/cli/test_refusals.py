"""What the commands of scenarios refuse: exit code 2, everything at once, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from assigner.generate import CompanySpec, generate_company, write_company
from tests.cli.runs import tables
from tests.scenarios.cli.runs import assigner


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_company(generate_company(CompanySpec.for_size(40, 4, 1, "en")), folder)
    return folder


def refused(company: Path, text: str, *args: object) -> str:
    """What is said of a file that can't be run."""
    (company / "bad.yaml").write_text(text, "utf-8")
    out = company / "never"
    result = assigner("scenario", "run", company / "bad.yaml", *args, "--out", out, "--work-limit", 1)
    assert result.exit_code == 2, result.output
    assert not out.exists()
    return result.output


def test_edits_that_do_not_fit_are_told_of_all_scenarios_with_their_lines(company: Path) -> None:
    text = """\
scenarios:
  - name: a
    edits:
      - {kind: leave, managers: [nobody]}
  - name: b
    edits:
      - {kind: budget, lift: true}
      - {kind: pin, clients: [none-such], manager: M02}
"""
    said = refused(company, text, *tables(company))
    assert "row 4, column edits.0.managers" in said
    assert "scenario a: edit 1 (leave)" in said
    assert "row 8, column edits.1.clients" in said
    assert "scenario b: edit 2 (pin)" in said


def test_a_base_that_changed(company: Path) -> None:
    text = f"base_sha256: {'f' * 64}\nedits: [{{kind: budget, lift: true}}]\n"
    said = refused(company, text, *tables(company))
    assert "the base has changed since this was written" in said
    assert "row 1, column base_sha256" in said


def test_a_base_that_is_not_there(company: Path) -> None:
    said = refused(company, "base: nowhere\nedits: [{kind: budget, lift: true}]\n")
    assert "nowhere" in said


def test_no_base_and_two_bases(company: Path) -> None:
    assert "--base DIR" in refused(company, "edits: []\n")
    both = refused(company, "edits: []\n", "--base", company, *tables(company))
    assert "--clients" in both


def test_a_hire_with_a_negative_share_in_russian(company: Path) -> None:
    text = "edits: [{kind: hire, manager: new, share: -1}]\n"
    said = refused(company, text, *tables(company), "--lang", "ru")
    assert "должно быть больше 0" in said


def test_folders_that_hold_no_answers(company: Path, tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text("{}", "utf-8")
    result = assigner("scenario", "compare", company, tmp_path)
    assert result.exit_code == 2
    assert "neither the folder of a proposal" in result.output
    assert "damaged" in result.output


def test_results_that_point_outside_their_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(
        '{"format": "assigner-scenarios/1", "scenarios": [{"name": "a", "titles": {}, "sentences": [], '
        '"problems": {}, "assignment": "../x/assignment.csv", "runs": []}]}',
        "utf-8",
    )
    result = assigner("scenario", "compare", tmp_path)
    assert result.exit_code == 2
    assert "damaged" in result.output


def test_names_that_the_catalogue_and_the_edits_do_not_have() -> None:
    shown = assigner("scenario", "catalogue", "--show", "loss-capp")
    assert shown.exit_code == 2
    assert "'loss-cap'" in shown.output
    told = assigner("scenario", "edits", "hyre")
    assert told.exit_code == 2
    assert "'hire'" in told.output
