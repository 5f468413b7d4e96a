"""Merged cards on the whole way: options, files, screen, check and explain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runs import FILES, assigner, document, names_in, rows, write_rows

INN = "7707083893"
CLIENTS = f"""client_id,name,manager_id,potential,revenue_12m,tax_id,region
C1,Romashka,M1,100,10,{INN},North
C2,"Romashka, LLC",M2,80,5,"{INN[:4]} {INN[4:]}",
C3,Vasilek,M1,90,20,,North
C4,Landysh,M2,70,20,,North
C5,Landysh-2,M1,60,20,,North
C6,Iris,M2,50,20,,North
"""
MANAGERS = "manager_id,name\nM1,Ann\nM2,Bob\n"
ACTIVITIES = """client_id,manager_id,occurred_at,kind
C2,M2,2026-05-20,order
C1,M1,2026-05-21,email
C3,M1,2026-05-22,order
"""
DECISIONS = "decision,kind,a,b,reason\nyes,merge,C4,C5,one phone\nno,merge,C3,C6,alike\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six cards; C1 (Ann) and C2 (Bob, who sold to it) have one tax id, C4 and C5 are one by decision."""
    folder = tmp_path_factory.mktemp("cards")
    tables = {"clients": CLIENTS, "managers": MANAGERS, "activities": ACTIVITIES, "decisions": DECISIONS}
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def tables(base: Path, *, exact: bool = True, decisions: bool = True) -> list[object]:
    """The options that name the tables."""
    names = ["clients", "managers", "activities", *(["decisions"] if decisions else [])]
    given = [part for name in names for part in (f"--{name}", base / f"{name}.csv")]
    return [*given, "--as-of", "2026-06-01", *(["--merge-exact"] if exact else [])]


def propose(base: Path, out: Path, **wish: bool) -> str:
    """Propose; what the screen says."""
    done = assigner("propose", *tables(base, **wish), "--out", out, "--work-limit", 0.2, "--force")
    assert done.exit_code == 0, done.output
    return str(done.stdout)


@pytest.fixture(scope="module")
def out(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results with both merges."""
    folder = tmp_path_factory.mktemp("merged") / "out"
    propose(base, folder)
    return folder


def test_cards_with_one_tax_id_are_one_client_where_it_is_asked_for(base: Path, tmp_path: Path) -> None:
    plain = propose(base, tmp_path / "plain", exact=False, decisions=False)
    assert "6 clients" in plain
    assert "went into" not in plain
    assert "merged.csv" not in plain
    said = propose(base, tmp_path / "exact", decisions=False)
    assert "5 clients" in said
    assert "1 card went into the card of the same client; clients of several cards: 1." in said
    assert "merged.csv" in said


def test_a_file_of_merges_that_are_no_more_goes_with_the_results_it_belonged_to(
    base: Path, tmp_path: Path
) -> None:
    propose(base, tmp_path / "out")
    assert names_in(tmp_path / "out") == FILES | {"merged.csv"}
    propose(base, tmp_path / "out", exact=False, decisions=False)
    assert names_in(tmp_path / "out") == FILES


def test_the_files_tell_of_every_card(out: Path) -> None:
    # C1 names Ann, C2 Bob, who sold to it: 3 points against half a one, so that Romashka is Bob's, proven,
    # and stays; C1 is written back. C5 is part of C4, where nobody has evidence and revenue is equal: the
    # owner of the main card has it.
    assigned = {row["client_id"]: row for row in rows(out / "assignment.csv")}
    assert list(assigned) == ["C1", "C3", "C4", "C6"]
    assert (assigned["C1"]["previous_manager_id"], assigned["C1"]["state"]) == ("M2", "proven")
    assert assigned["C1"]["manager_id"] == "M2"
    assert assigned["C1"]["reason"].endswith("Made of 2 cards: C1, C2; claimed by Ann, Bob.")
    assert assigned["C4"]["previous_manager_id"] == "M2"
    merged = rows(out / "merged.csv")
    assert [(row["merged_client_id"], row["client_id"]) for row in merged] == [("C2", "C1"), ("C5", "C4")]
    assert [row["reason"] for row in merged] == [f"same tax id {INN}", "one phone"]
    moves = {row["client_id"]: row for row in rows(out / "moves.csv")}
    assert (moves["C1"]["previous_manager"], moves["C1"]["manager"]) == ("Ann", "Bob")
    assert "C2" not in moves
    names = {"C1": "M1", "C2": "M2", "C3": "M1", "C4": "M2", "C5": "M1", "C6": "M2"}
    into = ["C1", "C1", "C3", "C4", "C4", "C6"]
    now = {card: assigned[client]["manager_id"] for card, client in zip(names, into, strict=True)}
    assert set(moves) == {card for card in names if names[card] != now[card]}
    assert [card["merged_client_id"] for card in document(out)["merged_cards"]] == ["C2", "C5"]
    assert document(out)["policy"]["identity"]["merge_exact"] is True


def test_check_agrees_with_the_same_options(base: Path, out: Path) -> None:
    done = assigner("check", *tables(base), "--assignment", out / "assignment.csv", "--json")
    said = json.loads(done.stdout)
    assert (done.exit_code, said["agrees"], said["same_policy"], said["same_input"]) == (0, True, True, True)
    assert said["base"]["merged_cards"] == 2
    without = assigner("check", *tables(base, exact=False), "--assignment", out / "assignment.csv", "--json")
    assert without.exit_code == 2
    assert [error["value"] for error in json.loads(without.stdout)["errors"]] == ["C2"]


def test_an_assignment_made_elsewhere_may_name_every_card(base: Path, out: Path, tmp_path: Path) -> None:
    by_client = {row["client_id"]: row["manager_id"] for row in rows(out / "assignment.csv")}
    cards = by_client | {"C2": by_client["C1"], "C5": by_client["C4"]}
    plan = [{"client_id": card, "manager_id": manager} for card, manager in cards.items()]
    whole = write_rows(tmp_path / "whole.csv", plan)
    assert assigner("check", *tables(base), "--assignment", whole).exit_code == 0
    other = "M1" if by_client["C4"] == "M2" else "M2"
    split = write_rows(tmp_path / "split.csv", [*plan[:-1], {"client_id": "C5", "manager_id": other}])
    done = assigner("check", *tables(base), "--assignment", split)
    assert done.exit_code == 2
    assert "part of client C4" in done.stderr


@pytest.mark.parametrize("asked", ["C2", "romashka, llc"])
def test_a_card_leads_to_the_client_it_is_part_of(out: Path, asked: str) -> None:
    done = assigner("explain", out, asked)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Card C2 is part of client C1.\nC1  Romashka")
    said = json.loads(assigner("explain", out, asked, "--json").stdout)
    assert (said["client_id"], said["card_id"], said["cards"]) == ("C1", "C2", ["C1", "C2"])
    why_not = json.loads(assigner("explain", out, "C5", "--why-not", "Ann", "--json").stdout)
    assert (why_not["client_id"], why_not["card_id"]) == ("C4", "C5")
    assert "card_id" not in json.loads(assigner("explain", out, "C1", "--json").stdout)


def test_merges_that_contradict_other_rules_are_told_with_the_cards(base: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.csv"
    rules.write_text("kind,a,b\napart,C2,C1\nmerge,C5,C4\n", "utf-8")
    done = assigner("propose", *tables(base), "--rules", rules, "--out", tmp_path / "out", "--json")
    assert done.exit_code == 2
    errors = json.loads(done.stdout)["errors"]
    assert [error["code"] for error in errors] == ["merge-circle"]
    rules.write_text("kind,a,b\napart,C2,C1\n", "utf-8")
    done = assigner("propose", *tables(base), "--rules", rules, "--out", tmp_path / "out", "--json")
    [error] = json.loads(done.stdout)["errors"]
    assert (error["code"], error["file"]) == ("merged-apart", str(rules))
    assert not (tmp_path / "out").exists()
