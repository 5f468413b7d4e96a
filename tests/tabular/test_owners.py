"""Managers whom tables call by name or e-mail, and managers tables that write names in two columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from assigner.errors import Severity
from assigner.portfolio import How
from assigner.tabular import read_portfolio, recognise, write_map
from tests.tabular.tables import codes, only, problems, read, write

TEAM = (
    "ID;Имя;Фамилия;E-mail\n"
    "1;Иван;Петров;Ivan@firm.ru\n"
    "2;Пётр;Иванов;petr@firm.ru\n"
    "3;Пётр;Иванов;anna@firm.ru\n"
)


def clients_of(*owners: str) -> str:
    rows = "".join(f"c{at};Firm {at};{owner};1\n" for at, owner in enumerate(owners))
    return "client_id;name;manager_id;potential\n" + rows


def test_first_and_last_names_are_joined(tmp_path: Path) -> None:
    facts = read(tmp_path, clients=clients_of("1"), managers=TEAM)
    assert facts.managers.name.tolist() == ["Иван Петров", "Пётр Иванов", "Пётр Иванов"]
    meant = {column.header: column.meaning for column in facts.columns if column.table == "managers"}
    assert meant == {"ID": "manager_id", "Имя": "first_name", "Фамилия": "last_name", "E-mail": "email"}
    assert "ignored-columns" not in codes(facts.issues)


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("First Name;Last Name", ["Ivan Petrov", "Anna"]),
        ("Имя;Отдел", ["Ivan", "Anna"]),  # one of the two alone is the name
        ("Отдел;Фамилия", ["Petrov", "m2"]),  # a blank name is the id
        ("Full Name;First Name", ["Ivan", "Anna"]),  # a column of full names goes first
    ],
)
def test_parts_of_a_name_stand_for_it_where_there_is_none(
    tmp_path: Path, header: str, names: list[str]
) -> None:
    managers = f"User ID;{header}\nm1;Ivan;Petrov\nm2;Anna;\n"
    facts = read(tmp_path, clients=clients_of("m1"), managers=managers)
    assert facts.managers.name.tolist() == names


def test_a_table_without_any_name_lacks_it(tmp_path: Path) -> None:
    found = problems(tmp_path, managers="manager_id;email\nm1;a@b.c\n")
    assert [(issue.code, issue.column) for issue in found] == [("missing-column", "name")]


@pytest.mark.parametrize("owner", ["Иван Петров", "Петров Иван", "петров,  ИВАН", "ivan@FIRM.ru"])
def test_owners_and_logs_may_name_a_manager_in_any_order_or_by_e_mail(tmp_path: Path, owner: str) -> None:
    log = f"client_id;manager_id;occurred_at;kind\nc0;{owner};2026-01-01;call\n"
    facts = read(tmp_path, clients=clients_of(owner, "1"), managers=TEAM, activities=log)
    assert facts.clients.owner_idx.tolist() == [0, 0]
    assert facts.activities is not None
    assert facts.activities.manager_idx.tolist() == [0]
    code = "manager-by-email" if "@" in owner else "manager-by-name"
    told = [(issue.value, issue.count) for issue in facts.issues if issue.code == code]
    assert told == [(owner, 1), (owner, 1)]
    assert "unlisted-owner" not in codes(facts.issues)


@pytest.mark.parametrize("owner", ["Пётр Иванов", "Иванов Петр"])
def test_an_owner_who_may_be_two_managers_is_an_error(tmp_path: Path, owner: str) -> None:
    # Managers 2 and 3 are both called so; as a leaver whichever it is would lose all clients.
    found = only(problems(tmp_path, clients=clients_of(owner, "1"), managers=TEAM), "owner-name-twice")
    assert (found.severity, found.value, found.row) == (Severity.ERROR, owner, 2)
    assert "managers 2, 3 " in found.message
    facts = read(tmp_path, tolerant=True, clients=clients_of(owner, "1"), managers=TEAM)
    assert only(facts.issues, "owner-name-twice").severity is Severity.WARNING
    assert facts.managers.listed.tolist() == [True, True, True, False]
    assert not {"manager-by-name", "unlisted-owner"} & set(codes(facts.issues))


def test_an_owner_who_differs_from_a_manager_in_leading_zeros_is_an_error(tmp_path: Path) -> None:
    # A spreadsheet made 7 of 007 in one of the tables; 8 is somebody else, and so is 7a.
    managers = "manager_id;name\n7;Ann\n007a;Bob\n"
    found = problems(tmp_path, clients=clients_of("007", "007", "8", "7a"), managers=managers)
    told = only(found, "owner-but-for-zeros")
    assert (told.value, told.count, told.row) == ("007", 2, 2)
    assert [issue.value for issue in found if issue.code == "unlisted-owner"] == ["8", "7a"]


@pytest.mark.parametrize("owner", ["Иван", "nobody@firm.ru"])
def test_what_fits_no_manager_is_nobody(tmp_path: Path, owner: str) -> None:
    # a first name alone is no name
    facts = read(tmp_path, clients=clients_of(owner, "1"), managers=TEAM)
    assert only(facts.issues, "unlisted-owner").value == owner
    assert not {"manager-by-name", "manager-by-email"} & set(codes(facts.issues))


def test_an_e_mail_of_two_managers_is_nobodys_and_ids_go_first(tmp_path: Path) -> None:
    managers = "manager_id;name;email\na@x.ru;Ann;sales@x.ru\nm2;Bob;a@x.ru\nm3;Eve;Sales@x.ru\n"
    facts = read(tmp_path, tolerant=True, clients=clients_of("a@x.ru", "sales@x.ru"), managers=managers)
    assert facts.clients.owner_idx.tolist() == [0, 3]
    assert only(facts.issues, "owner-name-twice").value == "sales@x.ru"


def test_a_column_of_owners_e_mails_stands_for_the_owner(tmp_path: Path) -> None:
    clients = "Account ID,Account Name,Owner Email,Potential\n1,A,ivan@firm.ru,1\n2,B,petr@firm.ru,1\n"
    log = "Account ID,Assigned To Email,Date,Type\n1,petr@firm.ru,2026-01-01,Call\n"
    facts = read(tmp_path, clients=clients, managers=TEAM, activities=log)
    assert facts.clients.owner_idx.tolist() == [0, 1]
    assert facts.activities is not None
    assert facts.activities.manager_idx.tolist() == [1]
    assert facts.header("clients", "manager_id") == "Owner Email"


def test_beside_an_owner_the_e_mail_is_not_used(tmp_path: Path) -> None:
    clients = "client_id,name,Owner Email,Owner,potential\n1,A,petr@firm.ru,1,1\n"
    facts = read(tmp_path, clients=clients, managers=TEAM)
    assert facts.clients.owner_idx.tolist() == [0]
    assert [column.how for column in facts.columns if column.header == "Owner Email"] == [How.IGNORED]


def test_what_was_understood_can_be_given_back(tmp_path: Path) -> None:
    clients = "client_id,name,Owner Email,potential\n1,A,petr@firm.ru,1\n"
    first = read(tmp_path, clients=clients, managers=TEAM)
    again = read(tmp_path, clients=clients, managers=TEAM, mapping=write_map(first))
    assert [(c.header, c.meaning) for c in again.columns] == [(c.header, c.meaning) for c in first.columns]
    assert again.clients.owner_idx.tolist() == first.clients.owner_idx.tolist() == [1]


def test_such_tables_are_recognised(tmp_path: Path) -> None:
    clients = "Account ID,Account Name,Owner Email,Potential\n1,A,ivan@firm.ru,1\n"
    sources = write(tmp_path, clients=clients, managers=TEAM)
    paths = [
        sources.clients.rename(tmp_path / "one.csv"),
        (tmp_path / "managers.csv").rename(tmp_path / "two.csv"),
    ]
    found = recognise(paths)
    assert (found.clients, found.managers) == tuple(paths)
    assert read_portfolio(found).clients.owner_idx.tolist() == [0]


def test_pins_may_name_the_manager(tmp_path: Path) -> None:
    clients = "client_id;name;manager_id;pinned_manager_id;potential\nc1;A;1;Петров Иван;1\nc2;B;1;;1\n"
    facts = read(tmp_path, clients=clients, managers=TEAM)
    assert facts.clients.pinned_idx.tolist() == [0, -1]
