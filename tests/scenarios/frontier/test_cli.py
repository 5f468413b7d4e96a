"""`assigner scenario frontier` and `sensitivity`: what they write and say, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runs import assigner as engine
from tests.cli.runs import names_in, tables
from tests.scenarios.cli.runs import assigner

LITTLE = ("--work-limit", 0.5, "--slots", 1, "--seed", 3)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    assert engine("generate", "--clients", 40, "--managers", 3, "--seed", 4, "--out", folder).exit_code == 0
    return folder


@pytest.mark.slow
def test_a_curve_on_the_screen_in_files_and_again_from_the_store(company: Path, tmp_path: Path) -> None:
    store = ("--store", tmp_path / "store")
    first = assigner(
        "scenario", "frontier", *tables(company), "--out", tmp_path / "a", "--points", 4, *LITTLE, *store
    )
    assert first.exit_code == 0, first.output
    assert names_in(tmp_path / "a") == {"frontier.html", "frontier.json"}
    assert "What fairness costs" in first.output
    document = json.loads((tmp_path / "a" / "frontier.json").read_text("utf-8"))
    assert len(document["runs"]) <= 4
    solved = sorted((tmp_path / "store").rglob("*.gz"))
    assert len(solved) == len(document["runs"])
    again = assigner(
        "scenario", "frontier", *tables(company), "--out", tmp_path / "b", "--points", 4, *LITTLE, *store,
        "--lang", "ru", "--json",
    )  # fmt: skip
    assert again.exit_code == 0, again.output
    assert json.loads(again.stdout) == document
    assert sorted((tmp_path / "store").rglob("*.gz")) == solved
    assert "Сколько стоит справедливость" in (tmp_path / "b" / "frontier.html").read_text("utf-8")


@pytest.mark.slow
def test_a_sensitivity_on_the_screen_and_in_files(company: Path, tmp_path: Path) -> None:
    done = assigner(
        "scenario", "sensitivity", *tables(company), "--out", tmp_path / "a", *LITTLE, "--seeds", 1,
        "--knob", "rules.keep.states",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "states that lock a client" in done.output
    document = json.loads((tmp_path / "a" / "sensitivity.json").read_text("utf-8"))
    assert [knob["path"] for knob in document["knobs"]] == ["rules.keep.states"]
    assert len(document["seeds"]) == 1


def test_a_name_of_no_number_is_refused_with_those_there_are(company: Path, tmp_path: Path) -> None:
    done = assigner(
        "scenario", "sensitivity", *tables(company), "--out", tmp_path / "a", "--knob", "loss", "--knob", "x"
    )
    assert done.exit_code == 2
    assert "'loss'" in done.output
    assert "'x'" in done.output
    assert "rules.loss_cap.cap" in done.output
    assert not (tmp_path / "a").exists()


def test_problems_of_the_folder_and_of_the_tables_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")
    done = assigner(
        "scenario", "frontier", "--clients", tmp_path / "no.csv", "--out", tmp_path / "full", "--points", 3
    )
    assert done.exit_code == 2
    assert "not empty" in done.output
    assert "no.csv" in done.output


@pytest.mark.parametrize("command", ["frontier", "sensitivity"])
def test_a_base_must_be_named_once(command: str, company: Path, tmp_path: Path) -> None:
    nothing = assigner("scenario", command, "--out", tmp_path / "a")
    both = assigner("scenario", command, *tables(company), "--base", tmp_path, "--out", tmp_path / "a")
    assert (nothing.exit_code, both.exit_code) == (2, 2)
    assert "--base" in nothing.output


def test_two_points_are_no_curve(company: Path, tmp_path: Path) -> None:
    done = assigner("scenario", "frontier", *tables(company), "--out", tmp_path / "a", "--points", 2)
    assert done.exit_code == 2
