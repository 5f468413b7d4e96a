"""`assigner explain`: one client's story, and that why-not says what check says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runs import assigner, rows, tables
from tests.cli.test_check import check, moved


def a_moved_client(proposal: Path) -> dict[str, str]:
    return next(row for row in rows(proposal / "assignment.csv") if row["moved"] == "1")


@pytest.mark.parametrize(("language", "words"), [("en", "What would change it"), ("ru", "Что могло бы")])
def test_a_client_is_explained(proposal: Path, language: str, words: str) -> None:
    row = a_moved_client(proposal)
    done = assigner("explain", proposal, row["client_id"], "--lang", language)
    assert done.exit_code == 0, done.output
    assert row["client_id"] in done.stdout
    assert words in done.stdout
    if language == "en":
        assert row["reason"] in done.stdout


def test_the_story_is_there_for_programs(proposal: Path) -> None:
    row = a_moved_client(proposal)
    done = assigner("explain", proposal, row["client_id"], "--json")
    said = json.loads(done.stdout)
    assert said["client_id"] == row["client_id"]
    assert said["code"] == row["reason_code"]
    assert said["text"] == row["reason"]


def test_a_client_is_found_by_its_name(company: Path, proposal: Path) -> None:
    client = rows(company / "clients.csv")[7]
    done = assigner("explain", proposal, client["name"].upper(), "--json")
    assert json.loads(done.stdout)["client_id"] == client["client_id"]


def test_why_not_says_what_check_says_of_the_changed_assignment(
    company: Path, proposal: Path, tmp_path: Path
) -> None:
    row = a_moved_client(proposal)
    manager = row["previous_manager_id"]
    asked = assigner("explain", proposal, row["client_id"], "--why-not", manager, "--json")
    assert asked.exit_code == 0, asked.output
    alone = json.loads(asked.stdout)["alone"]
    _, said = check(company, moved(proposal, tmp_path, row["client_id"], manager), "--as-of", "2026-06-01")
    assert alone["score_after"] == pytest.approx(said["score"], rel=1e-9)
    for level, value in said["levels"].items():
        assert alone["levels_after"][level] == pytest.approx(value, rel=1e-9, abs=1e-9)
    pain = ("revenue_at_risk", "commission_at_stake", "fixed_cost", "evidence_mismatch")
    for part in pain:
        assert alone["pain_after"][part] == pytest.approx(said[part], rel=1e-9, abs=1e-9)
    assert alone["breaks"] == said["rule_breaks"]


def test_why_not_takes_a_manager_by_name(company: Path, proposal: Path) -> None:
    manager = rows(company / "managers.csv")[0]
    client = a_moved_client(proposal)["client_id"]
    done = assigner("explain", proposal, client, "--why-not", manager["name"])
    assert done.exit_code == 0, done.output
    assert manager["name"] in done.stdout


def test_an_unknown_client_ends_with_2_and_near_matches(company: Path, proposal: Path) -> None:
    name = rows(company / "clients.csv")[3]["name"]
    done = assigner("explain", proposal, name[:-2] + "xx", "--json")
    assert done.exit_code == 2
    (error,) = json.loads(done.stdout)["errors"]
    assert error["code"] == "unknown-client"
    assert name in error["remedy"]


def test_an_unknown_manager_ends_with_2(proposal: Path) -> None:
    done = assigner("explain", proposal, a_moved_client(proposal)["client_id"], "--why-not", "M0")
    assert done.exit_code == 2
    assert "no such manager" in done.stderr
    assert "M01" in done.stderr


def test_a_folder_that_is_no_proposal_ends_with_2(tmp_path: Path) -> None:
    done = assigner("explain", tmp_path, "C00001")
    assert done.exit_code == 2
    assert "assigner propose" in done.stderr


def test_the_folder_explains_itself_when_the_tables_are_gone(company: Path, tmp_path: Path) -> None:
    tables_here = tmp_path / "tables"
    tables_here.mkdir()
    for name in ("clients", "managers", "activities", "rules"):
        (tables_here / f"{name}.csv").write_bytes((company / f"{name}.csv").read_bytes())
    out = tmp_path / "out"
    assert assigner("propose", *tables(tables_here), "--out", out, "--work-limit", 0.2).exit_code == 0
    for path in tables_here.iterdir():
        path.unlink()
    assert assigner("explain", out, "C00001").exit_code == 0
