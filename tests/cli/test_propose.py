"""`assigner propose`: what it writes, what it says, and that it writes nothing where it fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assigner.cli import proposing
from assigner.errors import InternalError, NoAnswer
from tests.cli.runs import FILES, assigner, document, names_in, rows, tables, without_seconds, write_rows

FIGURES = (
    "score",
    "levels",
    "worst_deviation",
    "mean_violation",
    "moved_clients",
    "moved_share",
    "kept_proven",
    "proven_total",
    "revenue_at_risk",
    "commission_at_stake",
)
ANSWER = (*FIGURES, "status", "bound", "gap", "gap_points", "before", "rule_exceptions", "as_of", "files")


def never(*_args: object, **_options: object) -> None:
    raise AssertionError("the search must not begin")


def test_all_files_are_written(proposal: Path) -> None:
    assert names_in(proposal) == FILES


def test_the_same_work_gives_the_same_files(company: Path, proposal: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    done = assigner("propose", *tables(company), "--out", again, "--work-limit", 2, "--workers", 1)
    assert done.exit_code == 0, done.output
    for name in ("assignment.csv", "moves.csv", "inputs.zip"):
        assert (again / name).read_bytes() == (proposal / name).read_bytes()
    assert without_seconds(document(again)) == without_seconds(document(proposal))


def test_json_is_all_that_is_printed_and_says_what_the_file_says(company: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = assigner("propose", *tables(company), "--out", out, "--time-limit", 2, "--json")
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    said, written = json.loads(done.stdout), document(out)
    assert set(ANSWER) <= set(said)
    for key in (*FIGURES, "status", "bound", "gap", "gap_points", "as_of"):
        assert said[key] == written[key], key
    for key in FIGURES:
        assert said["before"][key] == written["before"][key], key
    assert {Path(path) for path in said["files"].values()} == {out / name for name in FILES}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["What was read", "80 clients", "dead souls", "Balance", "Proved", "report.html"]),
        ("ru", ["Что прочитано", "80 клиентов", "«Мёртвые души»", "Баланс", "Доказано", "report.html"]),
    ],
)
def test_the_summary_is_in_the_language_asked_for(
    company: Path, tmp_path: Path, language: str, words: list[str]
) -> None:
    out = tmp_path / "out"
    done = assigner("propose", *tables(company), "--out", out, "--work-limit", 0.5, "--lang", language)
    assert done.exit_code == 0, done.output
    assert [word for word in words if word not in done.stdout] == []
    assert "\x1b" not in done.stdout + done.stderr  # no colours and no progress on a pipe
    assert f'lang="{language}"' in (out / "report.html").read_text("utf-8")


def test_clients_alone_are_enough(company: Path, tmp_path: Path) -> None:
    options = ["--clients", company / "clients.csv", "--out", tmp_path / "out", "--work-limit", 0.5]
    done = assigner("propose", *options, "--as-of", "2026-06-01")
    assert done.exit_code == 0, done.output
    assert "no log of touches" in done.stdout
    assert document(tmp_path / "out")["as_of"] == "2026-06-01"


def test_a_folder_in_use_is_refused_before_the_search(
    company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "propose", never)
    (tmp_path / "mine.txt").write_text("mine")
    done = assigner("propose", *tables(company), "--out", tmp_path)
    assert done.exit_code == 2
    assert "not empty" in done.stderr
    assert "--force" in done.stderr
    foreign = assigner("propose", *tables(company), "--out", tmp_path, "--force")
    assert foreign.exit_code == 2  # nothing of ours is in it
    assert names_in(tmp_path) == {"mine.txt"}


def test_force_replaces_results_and_nothing_else(company: Path, tmp_path: Path) -> None:
    run = ["propose", *tables(company), "--out", tmp_path, "--work-limit", 0.2]
    assert assigner(*run).exit_code == 0
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "report.html").write_text("old")
    assert assigner(*run, "--force").exit_code == 0
    assert (tmp_path / "report.html").read_text("utf-8") != "old"
    assert names_in(tmp_path) == FILES | {"mine.txt"}


def test_problems_of_folder_policy_and_tables_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "policy.yaml").write_text("balanse: {}\n")
    done = assigner(
        "propose",
        *("--clients", tmp_path / "none.csv", "--policy", tmp_path / "policy.yaml", "--out", tmp_path),
        "--json",
    )
    assert done.exit_code == 2
    assert done.stderr == ""
    codes = {error["code"] for error in json.loads(done.stdout)["errors"]}
    assert codes == {"out_not_empty", "policy_unknown_key", "file-missing"}


def spoilt(company: Path, folder: Path) -> Path:
    """The clients, with a potential in row 3 (the header is row 1) that is no number."""
    content = rows(company / "clients.csv")
    content[1]["potential"] = "a lot"
    return write_rows(folder / "clients.csv", content)


def test_a_bad_cell_is_told_with_its_place_and_remedy(company: Path, tmp_path: Path) -> None:
    out, clients = tmp_path / "out", spoilt(company, tmp_path)
    done = assigner("propose", "--clients", clients, "--out", out)
    assert done.exit_code == 2
    for part in (str(clients), "row 3", "potential", "'a lot'", "->", "Nothing was written"):
        assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_a_tolerant_run_goes_on_and_lists_it(company: Path, tmp_path: Path) -> None:
    out, clients = tmp_path / "out", spoilt(company, tmp_path)
    run = ["propose", "--clients", clients, "--out", out, "--work-limit", 0.2, "--tolerant"]
    done = assigner(*run)
    assert done.exit_code == 0, done.output
    assert "'a lot'" in done.stdout
    assert any(issue["value"] == "a lot" for issue in document(out)["data"]["issues"])


def test_rules_that_conflict_end_with_3_and_their_reasons(company: Path, tmp_path: Path) -> None:
    # A manager leaves (five managers: one does), so his clients must move, and the budget allows none.
    policy = tmp_path / "policy.yaml"
    policy.write_text("rules: {move_budget: {clients: 0}}\n")
    run = ["propose", *tables(company), "--policy", policy, "--out", tmp_path / "out"]
    done = assigner(*run)
    assert done.exit_code == 3
    assert "can't all hold" in done.stderr
    assert "move" in done.stderr
    machine = assigner(*run, "--json")
    assert machine.exit_code == 3
    assert {error["code"] for error in json.loads(machine.stdout)["errors"]} == {"rules-conflict"}
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (NoAnswer("stopped before any answer"), 4, "No answer: stopped before any answer"),
        (InternalError("the scores differ"), 1, "Please report it"),
        (ZeroDivisionError("division by zero"), 1, "ZeroDivisionError: division by zero"),
        (KeyboardInterrupt(), 4, "stopped by you"),
    ],
)
def test_failures_of_the_search_have_their_exit_codes(
    company: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    words: str,
) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(proposing, "propose", fail)
    done = assigner("propose", *tables(company), "--out", tmp_path / "out")
    assert done.exit_code == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_defect_shows_its_traceback_on_request(
    company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "propose", never)
    monkeypatch.setenv("ASSIGNER_DEBUG", "1")
    done = assigner("propose", *tables(company), "--out", tmp_path / "out")
    assert isinstance(done.exception, AssertionError)


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--time-limit", "0", "not above 0"),
        ("--time-limit", "nan", "not above 0"),
        ("--time-limit", "soon", "no number"),
        ("--work-limit", "-1", "not above 0"),
        ("--as-of", "1 June", "2026-06-01"),
        ("--workers", "0", "--workers"),
        ("--seed", "-1", "--seed"),
        ("--lang", "de", "--lang"),
        ("--nonsense", "1", "--nonsense"),
    ],
)
def test_bad_usage_ends_with_2(company: Path, tmp_path: Path, option: str, value: str, words: str) -> None:
    done = assigner("propose", *tables(company), "--out", tmp_path / "out", option, value)
    assert done.exit_code == 2
    assert words in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_option_ends_with_2(company: Path) -> None:
    done = assigner("propose", "--clients", company / "clients.csv")
    assert done.exit_code == 2
    assert "--out" in done.stderr


def test_rows_of_the_log_that_fit_nothing_are_counted_once(tmp_path: Path) -> None:
    clients = write_rows(tmp_path / "c.csv", [{"client_id": "c1", "name": "A", "manager_id": "m1"}])
    managers = write_rows(tmp_path / "m.csv", [{"manager_id": m, "name": "Ann"} for m in ("m1", "m2")])
    touch = {"manager_id": "m1", "occurred_at": "2026-01-01", "kind": "order"}
    log = write_rows(tmp_path / "a.csv", [touch | {"client_id": one} for one in ("c1", "x")])
    policy = tmp_path / "policy.yaml"
    policy.write_text("balance: {goals: [{measure: count, dimension: Planet, tolerance: 0.1}]}", "utf-8")
    given = ["--clients", clients, "--managers", managers, "--activities", log, "--policy", policy]
    done = assigner("propose", *given, "--out", tmp_path / "out", "--time-limit", 1)
    assert done.exit_code == 0, done.output
    assert "1 touch does not count: client not in the table (1)" in done.stdout
    assert "count/Planet has no effect" in done.stdout
    assert "Ann (m1)" in done.stdout  # two managers of one name
