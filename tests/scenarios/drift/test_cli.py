"""`assigner drift`: what it writes and says, in both languages, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from assigner.cli.command import Commands
from scenarios.cli.drift_commands import add_drift
from tests.cli.runs import assigner, names_in, rows, tables, write_rows

LITTLE = ("--work-limit", 0.8)


def drift(*args: object) -> Result:
    """`drift` alone, as an app of its own."""
    app = typer.Typer(cls=Commands, pretty_exceptions_enable=False)
    app.callback()(lambda: None)
    add_drift(app)
    return CliRunner(env={"COLUMNS": None}).invoke(app, ["drift", *map(str, args)])


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    assert assigner("generate", "--clients", 60, "--managers", 4, "--seed", 2, "--out", folder).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def plan(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan") / "out"
    done = assigner("propose", *tables(company), "--out", folder, "--work-limit", 1)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def followed(company: Path, plan: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the company after everybody did what the plan says."""
    folder = tmp_path_factory.mktemp("followed")
    given = {row["client_id"]: row["manager_id"] for row in rows(plan / "assignment.csv")}
    changed = [
        row | {"manager_id": given[row["client_id"]]}
        for row in rows(company / "clients.csv")
        if row["client_id"] in given
    ]
    write_rows(folder / "clients.csv", changed)
    for name in ("managers", "activities", "rules"):
        (folder / f"{name}.csv").write_bytes((company / f"{name}.csv").read_bytes())
    return folder


def figures(document: dict[str, Any], course: str) -> dict[str, Any]:
    """The first course of a kind."""
    found: dict[str, Any] = next(one for one in document["courses"] if one["course"] == course)
    return found


def test_a_plan_nobody_followed(company: Path, plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = drift("--plan", plan, *tables(company), "--out", out, *LITTLE, "--json")
    assert done.exit_code == 0, done.output
    said, written = json.loads(done.stdout), json.loads((out / "drift.json").read_text("utf-8"))
    assert names_in(out) == {"drift.json", "drift.html"}
    assert {key: written[key] for key in said} == said
    moves = rows(plan / "moves.csv")
    assert said["drift"]["not_carried_out"] == len(moves) == said["drift"]["planned_moves"]
    assert {one["client_id"] for one in written["clients"]} == {row["client_id"] for row in moves}
    proposal = json.loads((plan / "proposal.json").read_text("utf-8"))
    promised, today = figures(said, "promised"), figures(said, "today")
    assert promised["imbalance"] == pytest.approx(proposal["levels"]["imbalance"])
    assert today["imbalance"] == pytest.approx(proposal["before"]["levels"]["imbalance"])
    assert today["worst_deviation"] == pytest.approx(proposal["before"]["worst_deviation"])
    assert said["advice"]["kind"] in ("repair", "replan")


def test_a_plan_that_was_followed_is_left_alone(plan: Path, followed: Path) -> None:
    done = drift("--plan", plan, *tables(followed), *LITTLE, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["advice"]["kind"] == "leave"
    assert said["drift"]["drifted_share"] == 0
    assert said["drift"]["done_moves"] == said["drift"]["planned_moves"] > 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["still sit where they were before the plan", "Advice", "as promised", "drift.html"]),
        ("ru", ["всё ещё там же, где", "Совет", "как обещано", "drift.html"]),
    ],
)
def test_screen_and_page_speak_the_language_asked_for(
    company: Path, plan: Path, tmp_path: Path, language: str, words: list[str]
) -> None:
    out = tmp_path / "out"
    done = drift("--plan", plan, *tables(company), "--out", out, *LITTLE, "--lang", language)
    assert done.exit_code == 0, done.output
    assert [word for word in words if word not in done.stdout] == []
    page = (out / "drift.html").read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert words[2] in page
    assert page.count("<polygon") >= 1  # today's diamond
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


def test_another_policy_is_refused_by_name(company: Path, plan: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("balance: {total_tolerance: 0.2}\n", encoding="utf-8")
    done = drift("--plan", plan, *tables(company), "--policy", policy, "--json")
    assert done.exit_code == 2
    issue = json.loads(done.stdout)["errors"][0]
    assert issue["code"] == "other-policy"
    assert issue["value"] == "balance"


def test_the_plan_of_another_company_is_refused(plan: Path, company: Path, tmp_path: Path) -> None:
    strangers = [row | {"client_id": f"x{n}"} for n, row in enumerate(rows(company / "clients.csv"))]
    clients = write_rows(tmp_path / "clients.csv", strangers)
    done = drift("--plan", plan, "--clients", clients, "--as-of", "2030-01-01")
    assert done.exit_code == 2
    assert "0 clients are in both" in " ".join(done.stderr.split())


def test_older_tables_and_a_full_folder_are_told_at_once(plan: Path, company: Path, tmp_path: Path) -> None:
    done = drift("--plan", plan, *tables(company), "--as-of", "2001-01-01", "--lang", "ru")
    assert done.exit_code == 2
    assert "таблицы старше плана" in " ".join(done.stderr.split())
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    both = drift("--plan", tmp_path, *tables(company), "--out", tmp_path, "--json")
    assert both.exit_code == 2
    assert len(json.loads(both.stdout)["errors"]) == 2  # no folder of a plan, and an output folder in use


def test_an_unknown_folder_is_no_traceback(company: Path, tmp_path: Path) -> None:
    done = drift("--plan", tmp_path / "nowhere", *tables(company))
    assert done.exit_code == 2
    assert "Traceback" not in done.output
