"""Reading an assignment made elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from assigner.duplicates.merge import merge_cards
from assigner.errors import InputError
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Portfolio, Rule, RuleKind
from assigner.tabular import read_assignment
from tests import builders


def test_an_assignment_is_read_in_the_order_of_the_clients(tmp_path: Path) -> None:
    facts = builders.portfolio(
        builders.clients([0, 0, 1], excluded=[False, False, True]), builders.managers(2)
    )
    path = tmp_path / "assignment.csv"
    path.write_text("Код клиента;Новый менеджер\nc1;m0\nc0;m1\n", "utf-8")
    assert read_assignment(path, facts).tolist() == [1, 0, NOBODY]
    path.write_text("client_id,previous_manager_id,manager_id\nc1,m1,m0\nc0,m1,m1\nc2,,\n", "utf-8")
    assert read_assignment(path, facts).tolist() == [1, 0, NOBODY]


def test_everything_wrong_with_an_assignment_is_told(tmp_path: Path) -> None:
    facts = builders.portfolio(builders.clients([0] * 4), builders.managers(2))
    path = tmp_path / "assignment.csv"
    path.write_text("client_id,manager_id\nc0,m0\nc0,m1\nc9,m0\nc1,m9\nc2,\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_assignment(path, facts)
    assert {(issue.code, issue.row, issue.value) for issue in caught.value.issues} == {
        ("assignment-duplicate-client", 3, "c0"),
        ("assignment-unknown-client", 4, "c9"),
        ("assignment-unknown-manager", 5, "m9"),
        ("assignment-blank-manager", 6, ""),
        ("assignment-missing-client", None, "c3"),
    }


def merged() -> Portfolio:
    """c1 and c3 went into c0; c2 is a client of one card."""
    rules = [Rule(RuleKind.MERGE, 0, 1), Rule(RuleKind.MERGE, 0, 3)]
    return merge_cards(
        builders.portfolio(builders.clients([0] * 4), builders.managers(2), rules=rules), Policy()
    )


def test_merged_cards_may_stand_for_their_client(tmp_path: Path) -> None:
    path = tmp_path / "assignment.csv"
    for rows in ("c0,m1\nc2,m0\n", "c3,m1\nc2,m0\n", "c0,m1\nc1,m1\nc2,m0\nc3,m1\n"):
        path.write_text("client_id,manager_id\n" + rows, "utf-8")
        assert read_assignment(path, merged()).tolist() == [1, 0]


def test_cards_of_one_client_may_not_go_to_two_managers(tmp_path: Path) -> None:
    path = tmp_path / "assignment.csv"
    path.write_text("client_id,manager_id\nc1,m1\nc2,m0\nc0,m1\nc3,m0\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_assignment(path, merged())
    [issue] = caught.value.issues
    assert (issue.code, issue.row, issue.value) == ("assignment-cards-differ", 5, "c3")
    assert "part of client c0, which has another manager in row 2" in issue.message


def test_a_missing_column_of_an_assignment_is_told(tmp_path: Path) -> None:
    facts = builders.portfolio(builders.clients([0]), builders.managers(1))
    path = tmp_path / "assignment.csv"
    path.write_text("client_id\nc0\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_assignment(path, facts)
    assert [issue.code for issue in caught.value.issues] == ["missing-column"]
