"""Moves that a program can't make: each is named with its row and a remedy, the others are written."""

from __future__ import annotations

import pytest

from api.crm import Encoding, Move, System, User, write_back
from assigner.errors import Severity
from tests.crm.test_write_back import ACCOUNT, ACCOUNT_18, USER, codes, move, named, rows, told


@pytest.mark.parametrize("system", [System.BITRIX24, System.AMOCRM, System.HUBSPOT])
def test_whole_numbers_only_and_all_problems_at_once(system: System) -> None:
    moves = [
        move("11", "7"),
        move("C-12", "7"),
        move("13", "Иван Петров"),
        move("014", "-7"),
        move("", "7"),
        move("15", "8"),
        move("15", "9"),
        move("1" * 19, "7"),
        move("16\n", "7"),
        move("١٧", "7"),  # digits, but none that a program takes
    ]
    found = write_back(system, moves, language="en")
    errors = [
        (issue.code, issue.row, issue.column) for issue in found.issues if issue.severity is Severity.ERROR
    ]
    assert errors == [
        ("not-a-number", 3, "client_id"),
        ("not-a-number", 4, "manager_id"),
        ("not-a-number", 5, "client_id"),
        ("not-a-number", 5, "manager_id"),
        ("blank-client", 6, "client_id"),
        ("client-twice", 7, "client_id"),
        ("client-twice", 8, "client_id"),
        ("not-a-number", 9, "client_id"),
        ("not-a-number", 10, "client_id"),
        ("not-a-number", 11, "client_id"),
    ]
    assert told(found) == [("11", "7")]
    assert (found.num_moves, found.num_written, found.complete) == (10, 1, False)
    assert all(issue.message and issue.remedy for issue in found.issues)
    table = rows(named(found, "left-out.csv"))
    assert table[0] == ["Row", "Column", "Value", "Problem", "Remedy"]
    assert {row[0] for row in table[1:]} >= {str(row) for row in range(3, 12)}


def test_a_manager_may_be_known_by_another_id() -> None:
    moves = [move("11", "Иван Петров", "Анна Ли"), move("12", "Анна Ли", "Иван Петров")]
    users = {"Иван Петров": User(user_id="7"), "Анна Ли": User(user_id="8")}
    assert told(write_back(System.AMOCRM, moves, users=users)) == [("11", "7"), ("12", "8")]
    assert told(write_back(System.AMOCRM, moves, users=users, roll_back=True)) == [("11", "8"), ("12", "7")]


FREE = {
    System.BITRIX24: ("11", "7"),
    System.AMOCRM: ("11", "7"),
    System.SALESFORCE: (ACCOUNT_18, "0055g000001xyzAAAQ"),
}


@pytest.mark.parametrize("system", FREE)
def test_a_company_that_was_free_needs_somebody_who_holds_it(system: System) -> None:
    client, user = FREE[system]
    moves = [move(client, user, "")]
    assert write_back(system, moves).complete
    found = write_back(system, moves, roll_back=True)
    assert codes(found) == [("nobody", 2, "manager_id")]
    assert not found.requests
    assert told(write_back(system, moves, roll_back=True, nobody=user)) == [(client, user)]


def test_hubspot_and_1c_can_clear_an_owner() -> None:
    assert told(write_back(System.HUBSPOT, [move("11", "7")], roll_back=True)) == [("11", "")]
    found = write_back(System.ONE_C, [move("11", "7")], roll_back=True)
    assert rows(named(found, "1c-partners.csv"), ";")[1] == ["11", "", "", ""]


@pytest.mark.parametrize(
    ("client", "user", "expected"),
    [
        (ACCOUNT, USER, []),
        (ACCOUNT_18, USER, []),
        (ACCOUNT.replace("001", "003", 1), USER, [("not-an-account", 2, "client_id")]),  # a contact
        (ACCOUNT[:-1], USER, [("not-an-account", 2, "client_id")]),
        (ACCOUNT + "AA", USER, [("not-an-account", 2, "client_id")]),
        (ACCOUNT_18.upper(), USER, [("id-damaged", 2, "client_id")]),
        (ACCOUNT, "00G5g000001xyzA", [("not-a-user", 2, "manager_id")]),  # a queue owns no accounts
        ("11", "7", [("not-an-account", 2, "client_id"), ("not-a-user", 2, "manager_id")]),
    ],
)
def test_ids_of_salesforce(client: str, user: str, expected: list[tuple[str, int, str]]) -> None:
    assert codes(write_back(System.SALESFORCE, [move(client, user)])) == expected


def test_codes_that_a_csv_can_not_hold_are_in_the_workbook_only() -> None:
    moves = [move("=1+1", "7"), move("Ω-2", "7"), move("3", "7", client_name="Ωmega")]
    found = write_back(System.ONE_C, moves, encoding=Encoding.CP1251, language="en")
    assert codes(found) == [
        ("not-in-the-csv", 2, "client_id"),
        ("not-in-the-csv", 3, "client_id"),
        ("letters-lost", 4, "client_name"),
    ]
    assert rows(named(found, "1c-partners.csv"), ";", "cp1251")[1:] == [["3", "?mega", "", "7"]]
    assert found.complete
    assert codes(write_back(System.ONE_C, moves)) == [
        ("not-in-the-csv", 2, "client_id")
    ]  # UTF-8 has all letters


def test_a_name_can_not_begin_a_formula_whatever_parts_the_cells() -> None:
    risky = ["=1+1", "@x", "A;=1+1", "A, =1+1", "A\n=1+1", "A\t+1"]
    moves = [move(str(n), "7", client_name=name) for n, name in enumerate(risky, 1)]
    found = write_back(System.BITRIX24, moves)
    names = [row[1] for row in rows(named(found, "bitrix24-companies.csv"), ";")[1:]]
    assert names == ["'=1+1", "'@x", "A;'=1+1", "A, '=1+1", "A =1+1", "A +1"]


def test_texts_are_in_russian_too() -> None:
    issue = write_back(System.BITRIX24, [Move(client_id="x", manager_id="7")]).issues[0]
    assert "Bitrix24" in issue.message
    assert "целыми числами" in issue.message
    assert rows(named(write_back(System.BITRIX24, [move("x", "7")]), "left-out.csv"), ";")[0][0] == "Строка"


def test_nothing_to_do_gives_no_requests() -> None:
    found = write_back(System.HUBSPOT, [])
    assert (found.requests, found.issues, found.complete) == ((), (), True)


def test_equal_moves_give_equal_files() -> None:
    assert write_back(System.ONE_C, [move("1", "7")]) == write_back(System.ONE_C, [move("1", "7")])
