"""`assigner demo`, `generate` and `policy`: something to start from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assigner.cli import proposing
from assigner.errors import NoAnswer
from assigner.policy import Policy
from assigner.policy.yaml_io import parse_policy
from tests.cli.runs import FILES, assigner, document, names_in, rows, tables

SMALL = ("--clients", 90, "--managers", 5, "--time-limit", 1)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ["clients", "dead souls", "disputed", "Balance", "Some of the moves", "Proved", "report.html"],
        ),
        ("ru", ["клиентов", "души", "спорн", "Баланс", "передачи", "Доказано", "report.html"]),
    ],
)
def test_the_demo_does_the_whole_job(tmp_path: Path, language: str, words: list[str]) -> None:
    out = tmp_path / "demo"
    done = assigner("demo", "--out", out, *SMALL, "--lang", language)
    assert done.exit_code == 0, done.output
    assert [word for word in words if word not in done.stdout] == []
    assert names_in(out) == FILES | {"company"}
    assert names_in(out / "company") == {
        *("clients.csv", "managers.csv", "activities.csv", "rules.csv", "truth.json")
    }
    checked = assigner("check", *tables(out / "company"), "--assignment", out / "assignment.csv", "--json")
    assert json.loads(checked.stdout)["agrees"] is True
    assert json.loads(checked.stdout)["same_input"] is True


def test_the_demo_shows_three_moves_with_their_reasons(tmp_path: Path) -> None:
    done = assigner("demo", "--out", tmp_path / "demo", *SMALL)
    reasons = [row["reason"] for row in rows(tmp_path / "demo" / "moves.csv") if row["reason"] in done.stdout]
    assert len(reasons) >= 3


def test_the_demo_replaces_its_own_files_by_force_only(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    assert assigner("demo", "--out", out, *SMALL).exit_code == 0
    (out / "company" / "mine.txt").write_text("mine")
    refused = assigner("demo", "--out", out, *SMALL, "--seed", 5)
    assert refused.exit_code == 2
    before = (out / "company" / "clients.csv").read_bytes()
    done = assigner("demo", "--out", out, *SMALL, "--seed", 5, "--force")
    assert done.exit_code == 0, done.output
    assert (out / "company" / "clients.csv").read_bytes() != before
    assert (out / "company" / "mine.txt").read_text() == "mine"
    assert document(out)["certificate"]["seed"] == 5


def test_a_demo_that_fails_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise NoAnswer("no time")

    monkeypatch.setattr(proposing, "propose", fail)
    assert assigner("demo", "--out", tmp_path / "demo", *SMALL).exit_code == 4
    assert list(tmp_path.iterdir()) == []


def test_generate_makes_the_same_company_from_the_same_seed(company: Path, tmp_path: Path) -> None:
    done = assigner("generate", "--clients", 80, "--managers", 5, "--seed", 2, "--out", tmp_path / "again")
    assert done.exit_code == 0
    assert names_in(tmp_path / "again") == names_in(company)
    for name in names_in(company):
        assert (tmp_path / "again" / name).read_bytes() == (company / name).read_bytes()


def test_generate_writes_a_russian_export(tmp_path: Path) -> None:
    size = ("--clients", 20, "--managers", 3)
    done = assigner("generate", *size, "--out", tmp_path, "--headers", "ru", "--lang", "ru")
    assert done.exit_code == 0, done.output
    assert ";" in (tmp_path / "clients.csv").read_text("utf-8").splitlines()[0]
    assert "Вымышленная компания" in done.stdout


def test_generate_overwrites_by_force_only(company: Path) -> None:
    run = ("generate", "--clients", 80, "--managers", 5, "--seed", 2, "--out", company)
    before = (company / "clients.csv").read_bytes()
    refused = assigner(*run)
    assert refused.exit_code == 2
    assert "exists already" in refused.stderr
    assert assigner(*run, "--force").exit_code == 0
    assert (company / "clients.csv").read_bytes() == before


@pytest.mark.parametrize("bad", [("--clients", 0), ("--managers", 0), ("--seed", -1)])
def test_generate_refuses_impossible_sizes(tmp_path: Path, bad: tuple[str, int]) -> None:
    sizes = {"--clients": 20, "--managers": 3, "--seed": 1} | dict([bad])
    options = [part for pair in sizes.items() for part in pair]
    assert assigner("generate", *options, "--out", tmp_path / "out").exit_code == 2
    assert not (tmp_path / "out").exists()


def test_the_policy_that_is_printed_is_the_default() -> None:
    import yaml

    done = assigner("policy", "--write")
    assert done.exit_code == 0
    assert "#" in done.stdout
    assert parse_policy(yaml.safe_load(done.stdout)) == Policy()


def test_the_policy_goes_into_a_file_once(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    assert assigner("policy", "--write", file).exit_code == 0
    assert file.read_text("utf-8") == assigner("policy", "--write").stdout
    assert assigner("policy", "--write", file).exit_code == 2
    assert assigner("policy", "--write", file, "--force").exit_code == 0


def test_policy_alone_says_what_to_say() -> None:
    done = assigner("policy")
    assert done.exit_code == 2
    assert "--write" in done.stderr
