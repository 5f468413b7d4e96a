"""How commands are called: shared options, help, errors in their use, readers that go away."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from assigner.cli.bundles import bundled
from tests.cli.runs import assigner, command, names_in, rows, tables
from tests.cli.test_check import moved


@dataclass(frozen=True, kw_only=True)
class Pair:
    first: Annotated[int, typer.Option("--first", min=1, help="A number.")]
    second: Annotated[str, typer.Option("--second", help="A word.")] = "b"


def test_a_bundle_is_one_option_for_each_field() -> None:
    app, seen = typer.Typer(), []

    @app.command()
    @bundled
    def take(pair: Pair, last: Annotated[bool, typer.Option("--last")] = False) -> None:
        seen.append((pair, last))

    run = CliRunner()
    assert run.invoke(app, ["--first", "3", "--last"]).exit_code == 0
    assert run.invoke(app, ["--second", "c", "--first", "4"]).exit_code == 0
    assert seen == [(Pair(first=3), True), (Pair(first=4, second="c"), False)]
    assert run.invoke(app, ["--first", "0"]).exit_code == 2
    assert run.invoke(app, []).exit_code == 2


@pytest.mark.parametrize("name", ["propose", "check", "explain"])
def test_flags_take_no_value_in_the_help(name: str) -> None:
    said = assigner(name, "--help").stdout
    assert "--json" in said
    assert "bool" not in said


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("propose",), "--clients"),
        (("propose", "--clients", "a.csv", "--out", "b", "--seed", "-1"), "--seed"),
        (("propose", "--clients", "a.csv", "--out", "b", "--as-of", "soon"), "soon"),
        (("check", "--clients", "a.csv"), "--assignment"),
        (("explain", "somewhere"), "CLIENT_ID"),
        (("explain", "somewhere", "C1", "--wynot", "M1"), "--wynot"),
        (("divide",), "divide"),
    ],
)
def test_an_error_in_the_use_is_json_where_json_is_asked_for(args: tuple[str, ...], words: str) -> None:
    done = assigner(*args, "--json")
    assert done.exit_code == 2
    [error] = json.loads(done.stdout)["errors"]
    assert error["code"] == "usage"
    assert words in error["message"]
    plain = assigner(*args)
    assert (plain.exit_code, plain.stdout) == (2, "")
    assert words in plain.stderr


def unread(*args: object) -> int:
    """Exit code of a command whose standard output nobody reads."""
    with subprocess.Popen(command(*args), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""
        return run.wait(timeout=60)


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_reader_that_goes_away_does_not_change_how_a_run_ends(
    company: Path, proposal: Path, tmp_path: Path, form: list[str]
) -> None:
    out = tmp_path / "out"
    assert unread("propose", *tables(company), "--out", out, "--work-limit", 0.2, *form) == 0
    assert names_in(out) == names_in(proposal)
    kept = next(row for row in rows(proposal / "assignment.csv") if row["reason_code"] == "kept_proven")
    staying = {row["manager_id"] for row in rows(proposal / "assignment.csv") if row["manager_id"]}
    plan = moved(proposal, tmp_path, kept["client_id"], min(staying - {kept["manager_id"]}))
    assert unread("check", *tables(company), "--assignment", plan, *form) == 3
