"""`assigner onboard`: its folder and screen, in both languages, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runs import assigner as engine
from tests.cli.runs import names_in, rows, tables
from tests.scenarios.cli.runs import assigner

LITTLE = ("--work-limit", 3)
FILES = {"onboarding.html", "onboarding.json", "moves.csv"}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    made = engine("generate", "--clients", 90, "--managers", 4, "--seed", 3, "--out", folder)
    assert made.exit_code == 0, made.output
    return folder


def test_two_hires(company: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = assigner("onboard", *tables(company), "--hires", 2, "--start", "2026-07-01", *LITTLE, "--out", out)
    assert done.exit_code == 0, done.output
    assert names_in(out) == FILES | {"schedule.csv"}
    assert "None of the" in done.output
    document = json.loads((out / "onboarding.json").read_text("utf-8"))
    moves, months = rows(out / "moves.csv"), rows(out / "schedule.csv")
    assert len(moves) == len(document["moves"]) > 0
    assert {row["manager_id"] for row in moves} <= {"H1", "H2"}
    assert {row["pool"] for row in moves} <= {"nobody", "claimed", "dormant"}
    assert len(months) == 2 * 10  # July to April for each
    for row in months:
        assert float(row["gap"]) == pytest.approx(float(row["target"]) - float(row["reached"]), abs=0.011)
    assert document["proven_moved"] == 0
    assert all(step["broken"] == [] for step in document["steps"])
    assert "http://" not in (out / "onboarding.html").read_text("utf-8").replace("http://www.w3.org", "")


def test_the_same_answer_again_and_in_russian(company: Path, tmp_path: Path) -> None:
    asked = ("onboard", *tables(company), "--hire", "N1", "--start", "2026-07-01", *LITTLE)
    first, second = tmp_path / "a", tmp_path / "b"
    assert assigner(*asked, "--out", first).exit_code == 0
    done = assigner(*asked, "--out", second, "--lang", "ru")
    assert done.exit_code == 0
    assert "Базы для новичков по месяцам" in done.output
    assert rows(first / "moves.csv") == rows(second / "moves.csv")
    assert "Как обстоит дело" in (second / "onboarding.html").read_text("utf-8")


def test_a_leaver(company: Path, tmp_path: Path) -> None:
    out, owner = tmp_path / "out", rows(company / "clients.csv")[0]["manager_id"] or "M01"
    done = assigner("onboard", *tables(company), "--leaver", owner, *LITTLE, "--out", out)
    assert done.exit_code == 0, done.output
    assert names_in(out) == FILES | {"heirs.csv"}
    left = rows(out / "moves.csv")
    assert {row["previous_manager_id"] for row in left} == {owner}
    assert owner not in {row["manager_id"] for row in left}
    assert all(row["why"] for row in left)
    assert "Checked: every rule holds." in done.output


def test_json_and_a_plan_of_another_kind_in_the_same_folder(company: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    newcomer = ("onboard", *tables(company), "--hire", "N1", *LITTLE, "--out", out)
    assert assigner(*newcomer, "--ramp", "50,100", "--loss-cap", 5).exit_code == 0
    done = assigner(
        "onboard", *tables(company), "--leaver", "M01", *LITTLE, "--out", out, "--force", "--json"
    )
    assert done.exit_code == 0
    assert json.loads(done.stdout)["format"] == "assigner-inheritance/1"
    assert names_in(out) == FILES | {"heirs.csv"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "and nobody leaves"),
        (("--hires", 1, "--leaver", "M01"), "two plans"),
        (("--hire", "id=N1,share=-2"), "the share must be a number above 0"),
        (("--hire", "id=M01"), "a manager with this id is in the tables already"),
        (("--hire", "id=N1,planet=Mars"), "planet"),
        (("--leaver", "M77"), "M77"),
        (("--returns", "M77"), "M77"),
        (("--hires", 1, "--ramp", "100,10"), "a ramp is a rising list"),
    ],
)
def test_bad_input_is_told_in_one_clear_message(
    company: Path, options: tuple[object, ...], message: str
) -> None:
    done = assigner("onboard", *tables(company), *options, *LITTLE)
    assert done.exit_code == 2, done.output
    assert message in " ".join(done.output.split())
