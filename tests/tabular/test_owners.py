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


def test_ids_that_differ_in_leading_zeros_or_case_are_read_and_told(tmp_path: Path) -> None:
    # A spreadsheet made 7 of 007 in one of the tables; 8 is somebody else, and so is 7a: no number.
    managers = "manager_id;name\n7;Ann\n007a;Bob\n0;Cid\nM1;Dan\n"
    facts = read(
        tmp_path,
        clients=clients_of("007", "8", "7a", "007A", "00", "m1"),
        managers=managers,
        activities="client_id;manager_id;occurred_at;kind\nc0;07;2026-01-01;call\nc1;08;2026-01-01;call\n",
        rules="kind;a;b\npin;c1;m1\n",
        audit="client_id;manager_id;answer\nc0;0007;yes\n",
    )
    assert facts.clients.owner_idx.tolist() == [0, 4, 5, 1, 2, 3]
    assert facts.clients.pinned_idx.tolist() == [-1, 3, -1, -1, -1, -1]
    assert facts.activities is not None
    assert facts.answers is not None
    assert facts.activities.manager_idx.tolist() == facts.answers.manager_idx.tolist() == [0]
    assert facts.dropped_activities == {"unknown_manager": 1}  # 08: 8 is not listed
    assert [issue.value for issue in facts.issues if issue.code == "unlisted-owner"] == ["8", "7a"]
    told = [issue for issue in facts.issues if issue.code == "manager-id-alike"]
    assert [(issue.value, issue.count) for issue in told] == [("007", 4), ("m1", 1), ("07", 1), ("0007", 1)]
    assert told[0].message.endswith("'007' (7), '007A' (007a), '00' (0), 'm1' (M1)")


def test_an_id_that_is_like_two_others_is_none_of_them(tmp_path: Path) -> None:
    managers = "manager_id;name\n7;Ann\n07;Bob\n"
    found = only(problems(tmp_path, clients=clients_of("007", "7"), managers=managers), "owner-name-twice")
    assert "managers 7, 07 " in found.message
    facts = read(tmp_path, clients=clients_of("07", "7"), managers=managers)
    assert facts.clients.owner_idx.tolist() == [1, 0]
    assert "manager-id-alike" not in codes(facts.issues)


def test_owners_none_of_whom_is_listed_are_an_error(tmp_path: Path) -> None:
    # Two tables that do not fit, or a base all of whose owners left: then the managers table must say so.
    managers = "manager_id;name\nx;Ann\n"
    found = only(
        problems(tmp_path, clients=clients_of("", "8", "9", "8"), managers=managers), "no-owner-listed"
    )
    assert (found.count, found.row, found.value) == (2, 3, "8")
    facts = read(tmp_path, tolerant=True, clients=clients_of("8", "9"), managers=managers)
    assert only(facts.issues, "no-owner-listed").severity is Severity.WARNING
    assert facts.clients.owner_idx.tolist() == [1, 2]


@pytest.mark.parametrize("owners", [("8", "x"), ("", ""), ("8", "9"), ("8", "8")])
def test_one_listed_owner_or_fewer_than_two_of_clients_that_take_part_is_no_error(
    tmp_path: Path, owners: tuple[str, str]
) -> None:
    rows = f"c0;A;{owners[0]};1;no\nc1;B;{owners[1]};1;yes\n"
    clients = "client_id;name;manager_id;potential;excluded\n" + rows
    facts = read(tmp_path, clients=clients, managers="manager_id;name\nx;Ann\n")
    assert "no-owner-listed" not in codes(facts.issues)


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
