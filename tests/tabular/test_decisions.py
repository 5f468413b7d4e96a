"""Decisions of the head of sales: rules that were said yes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from assigner.duplicates.merge import merge_cards
from assigner.errors import InputError, Severity
from assigner.policy import Policy
from assigner.portfolio import Rule, RuleKind
from assigner.tabular.sources import input_sha256
from tests.tabular.tables import CLIENTS, MANAGERS, codes, only, problems, read, write

HEADER = "decision,kind,a,b,reason,a_name,score\n"


def test_only_yes_counts_and_blank_ones_are_counted(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        managers=MANAGERS,
        decisions=HEADER
        + "yes,merge,c1,c2,same tax id,Alpha,0.99\nnet,pin,c1,m1,,,\nнет,nonsense,c8,c9,,,\n,merge,c1,c3,,,\n"
        "да,закрепить,c3,m2,dispute,,\n,ban,c3,m1,,,\n".replace("net,", "no,"),
        rules="kind,a,b\napart,c2,c3\n",
    )
    assert facts.rules == (
        Rule(RuleKind.APART, 1, 2),
        Rule(RuleKind.MERGE, 0, 1, "same tax id"),
        Rule(RuleKind.PIN, 2, 1, "dispute"),
    )
    assert facts.clients.pinned_idx.tolist() == [-1, -1, 1]
    issue = only(facts.issues, "decisions-open")
    assert (issue.count, issue.row) == (2, 5)
    assert "ignored-columns" not in codes(facts.issues)  # names and scores are there for the reader


def test_a_no_to_a_merge_says_that_two_cards_are_two_clients(tmp_path: Path) -> None:
    # Only merges count. The second row names a card that is gone, the third one card twice.
    facts = read(
        tmp_path,
        managers=MANAGERS,
        decisions=HEADER
        + "нет,слить,c1,c3,branches,Alpha,0.99\nno,merge,c2,c9,,,\nno,merge,c1,c1,,,\nno,pin,c1,m1,,,\n"
        "no,apart,c1,c2,,,\nyes,merge,c1,c2,,,\n",
    )
    assert facts.rules == (Rule(RuleKind.MERGE, 0, 1),)
    (denied,) = facts.distinct
    assert denied == Rule(RuleKind.MERGE, 0, 2, "branches")
    assert (denied.file, denied.row) == (str(tmp_path / "decisions.csv"), 2)
    gone = only(facts.issues, "denied-unknown")
    assert (gone.count, gone.row) == (1, 3)
    assert "'c9'" in gone.message


def test_a_no_that_other_decisions_contradict_is_told_where_it_stands(tmp_path: Path) -> None:
    decisions = HEADER + "yes,merge,c1,c2,,,\nno,merge,c2,c3,,,\nyes,merge,c1,c3,,,\n"
    facts = read(tmp_path, tolerant=True, managers=MANAGERS, decisions=decisions)
    with pytest.raises(InputError) as caught:
        merge_cards(facts, Policy())
    issue = only(caught.value.issues, "merged-denied")
    assert (issue.file, issue.row) == (str(tmp_path / "decisions.csv"), 3)


def test_a_decision_nobody_understands_is_an_error_and_blank_when_tolerant(tmp_path: Path) -> None:
    decisions = HEADER + "maybe,merge,c1,c2,,,\nyes,merge,c2,c3,,,\n"
    found = only(problems(tmp_path, managers=MANAGERS, decisions=decisions), "bad-flag")
    assert (found.row, found.value, found.column) == (2, "maybe", "decision")
    facts = read(tmp_path, tolerant=True, managers=MANAGERS, decisions=decisions)
    assert facts.rules == (Rule(RuleKind.MERGE, 1, 2),)


@pytest.mark.parametrize(
    ("decisions", "rules", "code", "row"),
    [
        ("yes,merge,c1,c1", "", "self-rule", 2),
        ("yes,merge,c1,c9", "", "unknown-rule-client", 2),
        ("yes,pin,c1,m9", "", "unknown-rule-manager", 2),
        ("yes,love,c1,c2", "", "unknown-rule", 2),
        ("yes,pin,c1,", "", "rule-without-manager", 2),  # a dispute too close to call, not decided
        ("yes,merge,,c1", "", "rule-without-client", 2),
        ("yes,merge,c1,", "", "rule-without-client", 2),
        ("no,ban,c1,m1\nyes,pin,c1,m2", "pin,c1,m1", "two-pins", 3),
        ("yes,ban,c1,m1", "pin,c1,m1", "pin-and-ban", 2),
        ("yes,apart,c1,c3", "together,c1,c2\ntogether,c2,c3", "together-and-apart", 2),
    ],
)
def test_a_decision_that_contradicts_is_an_error_with_its_own_place(
    tmp_path: Path, decisions: str, rules: str, code: str, row: int
) -> None:
    found = problems(
        tmp_path,
        managers=MANAGERS,
        decisions=f"decision,kind,a,b\n{decisions}\n",
        rules=f"kind,a,b\n{rules}\n",
    )
    issue = only([issue for issue in found if issue.severity is Severity.ERROR], code)
    assert (issue.file, issue.row) == (str(tmp_path / "decisions.csv"), row)
    assert issue.remedy


def test_a_rule_that_contradicts_a_decision_is_told_where_it_stands(tmp_path: Path) -> None:
    # bans are looked at when all pins are known: here the ban is the older row, and the one that is told
    found = problems(
        tmp_path,
        managers=MANAGERS,
        decisions="decision,kind,a,b\nyes,pin,c1,m1\n",
        rules="kind,a,b\ntogether,c1,c2\nban,c1,m1\n",
    )
    issue = only(found, "pin-and-ban")
    assert (issue.file, issue.row) == (str(tmp_path / "rules.csv"), 3)


HOLDINGS = (
    "client_id,name,manager_id,potential,group_id,excluded\n"
    "c1,A,m1,1,G,no\nc2,B,m1,1,G,yes\nc3,C,m1,1,,no\nc4,D,m1,1,H,no\nc5,E,m1,1,H,no\n"
)


def test_excluded_clients_tie_nobody(tmp_path: Path) -> None:
    # c2 takes no part: neither its holding nor a rule ties it to c1, nor c1 through it to c3 (model §3).
    rules = "kind,a,b\napart,c1,c2\ntogether,c1,c2\ntogether,c2,c3\napart,c1,c3\n"
    facts = read(tmp_path, clients=HOLDINGS, managers=MANAGERS, rules=rules)
    assert len(facts.rules) == 4
    found = problems(tmp_path, clients=HOLDINGS, managers=MANAGERS, rules="kind,a,b\napart,c4,c5\n")
    assert only(found, "together-and-apart").row == 2


def test_cards_to_be_merged_are_judged_as_the_client_they_become(tmp_path: Path) -> None:
    # c4 goes into c1 of holding G, c5 is alone in H then and may be apart from it (model §1).
    # Without the merge, and for cards that no merge names, the holding ties.
    apart = "apart,c4,c5\n"
    rules = "kind,a,b\nmerge,c1,c4\n"
    facts = read(tmp_path, clients=HOLDINGS, managers=MANAGERS, rules=rules + apart)
    assert [rule.kind for rule in merge_cards(facts, Policy()).rules] == [RuleKind.APART]
    rules = "kind,a,b\nmerge,c3,c1\n"
    found = problems(tmp_path, clients=HOLDINGS, managers=MANAGERS, rules=rules + apart)
    assert only(found, "together-and-apart").row == 3
    # c4 takes c3 in and stays in H: told by the merge, where the rule stands
    rules = "kind,a,b\nmerge,c4,c3\n"
    facts = read(tmp_path, clients=HOLDINGS, managers=MANAGERS, rules=rules + apart)
    with pytest.raises(InputError) as caught:
        merge_cards(facts, Policy())
    issue = only(caught.value.issues, "merged-apart")
    assert (issue.file, issue.row) == (str(tmp_path / "rules.csv"), 3)


def test_the_hash_covers_decisions_and_audit_and_is_the_old_one_without(tmp_path: Path) -> None:
    # pinned: what older proposals stored must still be found equal
    old = input_sha256(write(tmp_path, clients=CLIENTS, managers=MANAGERS))
    assert old == "5ba86952c48931eb03abe3ef04e6f19b3ad04bf415f684975ffa27c6080c6a04"
    decided = input_sha256(write(tmp_path, clients=CLIENTS, managers=MANAGERS, decisions=HEADER))
    audited = input_sha256(write(tmp_path, clients=CLIENTS, managers=MANAGERS, audit=HEADER))
    assert len({old, decided, audited}) == 3


def test_a_client_decided_to_take_no_part_is_excluded_with_all_its_cards(tmp_path: Path) -> None:
    # c2 goes into c1, so c1 and c2 are one client; the row with no says nothing.
    facts = read(
        tmp_path,
        managers=MANAGERS,
        decisions=HEADER + "yes,merge,c1,c2,,,\nда,исключить,c1,,bankrupt,,\nno,exclude,c3,,,,\n",
    )
    assert facts.clients.excluded.tolist() == [True, True, False]
    assert facts.clients.excluded_reason.tolist() == ["bankrupt", "", ""]
    assert merge_cards(facts, Policy()).clients.excluded.tolist() == [True, False]
    assert [rule.kind for rule in facts.rules] == [RuleKind.MERGE]


def test_who_is_to_take_no_part_must_be_known(tmp_path: Path) -> None:
    found = problems(tmp_path, managers=MANAGERS, decisions=HEADER + "yes,exclude,c9,,,,\nyes,exclude,,,,,\n")
    assert [(issue.code, issue.row, issue.value) for issue in found if issue.severity is Severity.ERROR] == [
        ("rule-without-client", 3, ""),
        ("unknown-rule-client", 2, "c9"),
    ]
