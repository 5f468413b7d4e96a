"""`assigner inspect` from files to a folder."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from assigner.report.inspection.document import schema
from tests.cli.runs import assigner, names_in, rows, write_rows

FILES = {"inspect.html", "inspect.xlsx", "decisions.xlsx", "inspect.json", "map.yaml"}
NAMES = ("clients", "managers", "activities", "rules")


@pytest.fixture(scope="module")
def inspected(company: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("inspected") / "out"
    done = assigner("inspect", *(company / f"{name}.csv" for name in NAMES), "--out", folder)
    assert done.exit_code == 0, done.output
    return folder, done.output


def test_files_are_recognised_and_all_results_appear(inspected: tuple[Path, str]) -> None:
    folder, screen = inspected
    assert names_in(folder) == FILES
    found = json.loads((folder / "inspect.json").read_text("utf-8"))
    Draft202012Validator(schema()).validate(found)
    assert (found["base"]["clients"], found["base"]["managers"]) == (80, 5)
    assert found["base"]["activities"] > 0
    assert "80 clients, 5 managers" in screen


def test_the_summary_fits_a_screen_and_ends_with_the_next_command(
    inspected: tuple[Path, str], company: Path
) -> None:
    folder, screen = inspected
    lines = screen.splitlines()
    assert len(lines) <= 60
    assert f"propose --clients {company / 'clients.csv'}" in lines[-1]
    assert f"--decisions {folder / 'decisions.xlsx'} --out plan" in lines[-1]


def test_the_next_command_can_be_run(inspected: tuple[Path, str], tmp_path: Path) -> None:
    # What comes after "propose" is run as it stands, with little effort and into a folder of the test.
    command = inspected[1].splitlines()[-1].split(" propose ")[1].replace("--out plan", "").split()
    done = assigner("propose", *command, "--out", tmp_path / "plan", "--work-limit", 0.5)
    assert done.exit_code == 0, done.output


def test_errors_of_rows_are_findings(company: Path, tmp_path: Path) -> None:
    table = rows(company / "clients.csv")
    # Rows as the user's program counts them: entry 3 stands in row 5; row 7 repeats the id of row 6.
    table[3]["potential"] = "a lot"
    table[5]["client_id"] = table[4]["client_id"]
    broken = write_rows(tmp_path / "clients.csv", table)
    done = assigner("inspect", f"clients={broken}", company / "managers.csv", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "--tolerant" in done.output.splitlines()[-1]
    assert "Better correct the cells with problems first" in done.output
    issues = json.loads((tmp_path / "out" / "inspect.json").read_text("utf-8"))["issues"]
    assert {5, 7} <= {issue["row"] for issue in issues}
    assert "a lot" in {issue["value"] for issue in issues}


def test_what_was_only_left_out_needs_no_tolerance(company: Path, tmp_path: Path) -> None:
    # A row of totals is told with its row, but propose reads past it just as well.
    text = (company / "clients.csv").read_text("utf-8")
    blanks = "," * text.splitlines()[0].count(",")
    (tmp_path / "clients.csv").write_text(f"{text}Total{blanks}\n", encoding="utf-8")
    table = f"clients={tmp_path / 'clients.csv'}"
    done = assigner("inspect", table, company / "managers.csv", "--out", tmp_path / "out")
    issues = json.loads((tmp_path / "out" / "inspect.json").read_text("utf-8"))["issues"]
    assert "total-row" in {issue["code"] for issue in issues}
    assert "--tolerant" not in done.output


def test_a_table_without_its_columns_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_text("colour,size\nred,1\n", encoding="utf-8")
    done = assigner("inspect", f"clients={tmp_path / 'clients.csv'}", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_an_error_in_json(tmp_path: Path) -> None:
    done = assigner("inspect", tmp_path / "nothing.csv", "--out", tmp_path / "out", "--json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["errors"]


def test_json_is_one_document_and_nothing_else(company: Path, tmp_path: Path) -> None:
    done = assigner("inspect", company / "clients.csv", "--out", tmp_path / "out", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["base"]["clients"] == 80
    assert found["base"]["activities"] is None
    assert set(found["files"]) == FILES


def test_a_full_folder_is_left_alone_unless_forced(company: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for force, code in ((False, 0), (False, 2), (True, 0)):
        done = assigner("inspect", company / "clients.csv", "--out", out, *["--force"] * force)
        assert done.exit_code == code


def test_yes_in_decisions_becomes_a_rule_of_the_next_inspection(company: Path, tmp_path: Path) -> None:
    # One client under two cards: the pair is found, said yes to, and gone the next time.
    table = rows(company / "clients.csv")
    twin = table[0] | {"client_id": "twin"}
    base = write_rows(tmp_path / "clients.csv", [*table, twin])
    first = assigner("inspect", base, "--out", tmp_path / "one")
    assert first.exit_code == 0, first.output
    path = tmp_path / "one" / "decisions.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    (row,) = [line for line in sheet.iter_rows(min_row=2) if line[3].value == "twin"]
    row[0].value = "yes"
    book.save(path)
    done = assigner("inspect", base, "--decisions", path, "--out", tmp_path / "two", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["base"]["clients"] == len(table)
    found = json.loads((tmp_path / "two" / "inspect.json").read_text("utf-8"))
    assert [card["client_id"] for card in found["merged"]] == ["twin"]
    again = openpyxl.load_workbook(tmp_path / "two" / "decisions.xlsx").worksheets[0]
    kept = [line[:4] for line in again.iter_rows(min_row=2, values_only=True) if line[3] == "twin"]
    assert kept == [("yes", "merge", table[0]["client_id"], "twin")]


def test_no_in_decisions_is_remembered_and_stands_against_equal_tax_ids(
    company: Path, tmp_path: Path
) -> None:
    # A branch under the tax id of its firm: said to be two clients, which --merge-exact does not override.
    table = rows(company / "clients.csv")
    firm = next(row for row in table if row["tax_id"])
    base = write_rows(tmp_path / "clients.csv", [*table, firm | {"client_id": "branch"}])
    decisions = tmp_path / "decisions.csv"
    decisions.write_text(f"decision,kind,a,b,reason\nнет,слить,branch,{firm['client_id']},branch\n", "utf-8")
    done = assigner("inspect", base, "--decisions", decisions, "--merge-exact", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "1 pair of cards is not listed again" in done.output
    found = json.loads((tmp_path / "out" / "inspect.json").read_text("utf-8"))
    assert "tax-id-denied" in {issue["code"] for issue in found["issues"]}
    assert "branch" not in {card["client_id"] for card in found["merged"]}
    assert "branch" not in {pair[side] for pair in found["duplicates"] for side in "ab"}
    assert "1 pair of cards is not listed again" in (tmp_path / "out" / "inspect.html").read_text("utf-8")
    again = openpyxl.load_workbook(tmp_path / "out" / "decisions.xlsx").worksheets[0]
    *_, last = again.iter_rows(min_row=2, max_col=5, values_only=True)
    assert last == ("no", "merge", "branch", firm["client_id"], "branch")


def test_in_russian(company: Path, tmp_path: Path) -> None:
    done = assigner("inspect", company / "clients.csv", "--out", tmp_path / "out", "--lang", "ru")
    assert done.exit_code == 0, done.output
    assert "Где файлы" in done.output
    book = openpyxl.load_workbook(tmp_path / "out" / "decisions.xlsx")
    assert book.sheetnames == ["Решения"]
