"""`assigner check`: the figures of proposal.json again, and what it says of other assignments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.runs import assigner, document, flat, rows, tables, write_rows


def check(company: Path, assignment: Path, *more: object) -> tuple[int, Any]:
    done = assigner("check", *tables(company), "--assignment", assignment, "--json", *more)
    assert done.stderr == ""
    return done.exit_code, json.loads(done.stdout)


def moved(proposal: Path, folder: Path, client_id: str, manager_id: str) -> Path:
    """The assignment with one client given to another manager, in a folder of its own."""
    content = rows(proposal / "assignment.csv")
    for row in content:
        if row["client_id"] == client_id:
            row["manager_id"] = manager_id
    return write_rows(folder / "assignment.csv", content)


def test_every_figure_agrees_with_the_proposal(company: Path, proposal: Path) -> None:
    code, said = check(company, proposal / "assignment.csv")
    assert code == 0
    assert said["ok"] is True
    assert said["agrees"] is True
    assert said["same_input"] is True
    assert said["same_policy"] is True
    written = dict(flat(document(proposal)))
    mine = {key: value for key, value in flat(said) if not key.startswith("base.")}
    assert len(mine) >= 28  # 14 figures, today and in the plan
    for key, value in mine.items():
        assert value == pytest.approx(written[key], rel=1e-6, abs=1e-6), key


def test_the_screen_says_that_the_figures_agree(company: Path, proposal: Path) -> None:
    done = assigner("check", *tables(company), "--assignment", proposal / "assignment.csv")
    assert done.exit_code == 0, done.output
    assert done.stdout.count("agrees") == 12
    assert "All figures agree" in done.stdout
    assert "as of 1 Jun 2026, as in proposal.json" in done.stdout
    for rule in ("one-owner", "keep", "loss-cap", "absorption"):
        assert rule in done.stdout


def test_the_day_of_the_proposal_is_used_unless_another_is_asked_for(company: Path, proposal: Path) -> None:
    _, said = check(company, proposal / "assignment.csv", "--as-of", "2026-09-01")
    assert said["as_of"] == "2026-09-01"
    assert said["agrees"] is False
    assert {item["figure"] for item in said["differences"]} >= {"score"}


def test_without_a_proposal_beside_it_nothing_is_compared(
    company: Path, proposal: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_bytes((proposal / "assignment.csv").read_bytes())
    _, said = check(company, plan)
    assert said["agrees"] is None
    assert said["score"] == pytest.approx(document(proposal)["score"])


def test_another_policy_is_named_as_the_cause(company: Path, proposal: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("rules: {loss_cap: {cap: 0.9}}\n")
    done = assigner(
        "check", *tables(company), "--assignment", proposal / "assignment.csv", "--policy", policy, "--json"
    )
    assert json.loads(done.stdout)["same_policy"] is False


def test_a_broken_rule_ends_with_3_and_is_named(company: Path, proposal: Path, tmp_path: Path) -> None:
    kept = next(row for row in rows(proposal / "assignment.csv") if row["reason_code"] == "kept_proven")
    staying = {row["manager_id"] for row in rows(proposal / "assignment.csv") if row["manager_id"]}
    other = min(staying - {kept["manager_id"]})
    plan = moved(proposal, tmp_path, kept["client_id"], other)
    code, said = check(company, plan)
    assert code == 3
    assert said["ok"] is False
    assert said["rules"]["keep"] == "broken"
    assert any(kept["client_id"] in item["message"] for item in said["rule_breaks"])
    screen = assigner("check", *tables(company), "--assignment", plan)
    assert screen.exit_code == 3
    assert "BROKEN" in screen.stdout
    assert kept["client_id"] in screen.stdout


def test_a_rule_that_is_switched_off_is_said_to_be_off(company: Path, proposal: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("rules: {loss_cap: {enabled: false}}\n")
    _, said = check(company, proposal / "assignment.csv", "--policy", policy)
    assert said["rules"]["loss-cap"] == "off"
    assert said["rules"]["one-owner"] == "ok"


def test_an_assignment_that_does_not_fit_ends_with_2(company: Path, proposal: Path, tmp_path: Path) -> None:
    plan = moved(proposal, tmp_path, rows(proposal / "assignment.csv")[0]["client_id"], "nobody I know")
    code, said = check(company, plan)
    assert code == 2
    assert [error["value"] for error in said["errors"]] == ["nobody I know"]


def test_a_damaged_proposal_beside_it_does_not_matter(company: Path, proposal: Path, tmp_path: Path) -> None:
    plan = tmp_path / "assignment.csv"
    plan.write_bytes((proposal / "assignment.csv").read_bytes())
    (tmp_path / "proposal.json").write_text("[not json")
    code, said = check(company, plan)
    assert (code, said["agrees"]) == (0, None)
