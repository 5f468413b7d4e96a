"""Owner changes in the shape of each program; every payload is written out by hand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from urllib.parse import parse_qsl

import pytest
from openpyxl import load_workbook

from api.crm import Encoding, File, Move, System, User, WriteBack, write_back
from assigner.errors import Severity


def move(client_id: str, manager_id: str, previous: str = "", **words: str) -> Move:
    return Move(client_id=client_id, manager_id=manager_id, previous_manager_id=previous, **words)


NUMBERED = [
    move("11", "7", "8", client_name="Ромашка", manager="Иван Петров", previous_manager="Анна Ли"),
    move("12", "8", "7", client_name="Лютик", manager="Анна Ли", previous_manager="Иван Петров"),
]
# After the rule of Salesforce, by hand: bit n of a letter is set where character n of five is a capital.
# 0015g|00000|A1bcD: no capital, none, the first and the fifth (1 + 16 = 17 -> R) give AAR.
ACCOUNT, ACCOUNT_18 = "0015g00000A1bcD", "0015g00000A1bcDAAR"
# 0055g|00000|1xyzA: the fifth alone is 16 -> Q; 1xYzA: the third and the fifth, 4 + 16 = 20 -> U.
USER, USER_18, OTHER_18 = "0055g000001xyzA", "0055g000001xyzAAAQ", "0055g000001xYzAAAU"


def named(found: WriteBack, name: str) -> File:
    return next(file for file in found.files if file.name == name)


def rows(file: File, delimiter: str = ",", encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.content.decode(encoding), newline=""), delimiter=delimiter))


def codes(found: WriteBack) -> list[tuple[str, int | None, str]]:
    return [(issue.code, issue.row, issue.column) for issue in found.issues]


def bodies(found: WriteBack) -> list[object]:
    return [json.loads(request.content()) for request in found.requests]


def test_bitrix24_is_told_in_batches() -> None:
    found = write_back(System.BITRIX24, NUMBERED)
    assert [(one.method, one.path, one.num_moves) for one in found.requests] == [("POST", "/batch", 2)]
    assert bodies(found) == [
        {
            "halt": 0,
            "cmd": {
                "c11": "crm.company.update?id=11&fields%5BASSIGNED_BY_ID%5D=7",
                "c12": "crm.company.update?id=12&fields%5BASSIGNED_BY_ID%5D=8",
            },
        }
    ]
    file = named(found, "bitrix24-companies.csv")
    assert file.content.startswith(b"\xef\xbb\xbfID;")
    assert rows(file, ";") == [
        ["ID", "Название компании", "Ответственный", "Ответственный (ID)"],
        ["11", "Ромашка", "Иван Петров", "7"],
        ["12", "Лютик", "Анна Ли", "8"],
    ]
    assert found.complete
    assert not found.issues


def test_amocrm_is_told_whole_numbers() -> None:
    found = write_back(System.AMOCRM, NUMBERED, language="en")
    assert [(one.method, one.path) for one in found.requests] == [("PATCH", "/api/v4/companies")]
    assert bodies(found) == [[{"id": 11, "responsible_user_id": 7}, {"id": 12, "responsible_user_id": 8}]]
    assert rows(named(found, "amocrm-companies.csv"))[:2] == [
        ["ID", "Company name", "Responsible user", "Responsible user ID"],
        ["11", "Ромашка", "Иван Петров", "7"],
    ]


def test_salesforce_is_told_ids_of_eighteen_characters() -> None:
    found = write_back(System.SALESFORCE, [move(ACCOUNT, USER, OTHER_18)])
    assert [(one.method, one.path) for one in found.requests] == [
        ("PATCH", "/services/data/v60.0/composite/sobjects")
    ]
    assert bodies(found) == [
        {
            "allOrNone": False,
            "records": [{"attributes": {"type": "Account"}, "id": ACCOUNT_18, "OwnerId": USER_18}],
        }
    ]
    assert named(found, "salesforce-accounts.csv").content == (
        b"Id,OwnerId\r\n0015g00000A1bcDAAR,0055g000001xyzAAAQ\r\n"
    )


def test_hubspot_is_told_owners_by_id_and_imports_them_by_e_mail() -> None:
    users = {"7": User(user_id="701", email="ivan@x.com")}
    found = write_back(System.HUBSPOT, NUMBERED, users=users)
    assert [(one.method, one.path) for one in found.requests] == [
        ("POST", "/crm/v3/objects/companies/batch/update")
    ]
    assert bodies(found) == [
        {
            "inputs": [
                {"id": "11", "properties": {"hubspot_owner_id": "701"}},
                {"id": "12", "properties": {"hubspot_owner_id": "8"}},
            ]
        }
    ]
    assert rows(named(found, "hubspot-companies.csv")) == [
        ["Record ID", "Company owner"],
        ["11", "ivan@x.com"],
    ]
    assert codes(found) == [("no-email", 3, "manager_id")]  # manager 8: in the requests only, and told
    assert found.complete
    assert found.issues[0].severity is Severity.WARNING


@pytest.mark.parametrize("encoding", list(Encoding))
def test_1c_loads_a_table(encoding: Encoding) -> None:
    moves = [
        move("00-000001", "000000007", client_name="Ромашка", manager="Петров Иван"),
        move("00-000002", "", client_name="Лютик"),
    ]
    expected = [
        ["Код", "Наименование", "Основной менеджер", "Код менеджера"],
        ["00-000001", "Ромашка", "Петров Иван", "000000007"],
        ["00-000002", "Лютик", "", ""],
    ]
    found = write_back(System.ONE_C, moves, encoding=encoding)
    assert rows(named(found, "1c-partners.csv"), ";", encoding) == expected
    book = load_workbook(io.BytesIO(named(found, "1c-partners.xlsx").content)).active
    assert book is not None
    assert [[cell or "" for cell in row] for row in book.iter_rows(values_only=True)] == expected
    assert {cell.data_type for row in book.iter_rows() for cell in row if cell.value} == {"s"}
    assert not found.requests
    assert found.complete


SIZES = [(System.BITRIX24, 50), (System.AMOCRM, 250), (System.SALESFORCE, 200), (System.HUBSPOT, 100)]


@pytest.mark.parametrize(("system", "size"), SIZES)
def test_no_request_is_larger_than_the_program_takes(system: System, size: int) -> None:
    # 2 * size + 1 moves: two full requests and one of a single move
    moves = many(system, 2 * size + 1)
    found = write_back(system, moves)
    assert [one.num_moves for one in found.requests] == [size, size, 1]
    lines = named(found, f"{system}-requests.jsonl").content.decode().splitlines()
    assert [json.loads(line) for line in lines] == [
        {"method": one.method, "path": one.path, "body": one.body} for one in found.requests
    ]
    assert [client for client, _ in told(found)] == [one.client_id for one in moves]


def many(system: System, count: int) -> list[Move]:
    """Moves of different companies to one of two managers, in the program's own ids."""
    if system is System.SALESFORCE:
        users = (USER_18, OTHER_18)
        # digits and small letters only: the last three letters are AAA
        return [move(f"0015g0000{n:06d}AAA", users[n % 2], users[1 - n % 2]) for n in range(count)]
    return [move(str(n + 1), str(7 + n % 2), str(8 - n % 2)) for n in range(count)]


def told(found: WriteBack) -> list[tuple[str, str]]:
    """Company and owner of every change, read back from the payloads as the program would read them."""
    return [pair for body in bodies(found) for pair in READ_BACK[found.system](body)]


def of_bitrix24(body: object) -> list[tuple[str, str]]:
    assert isinstance(body, dict)
    queries = [command.partition("?")[2] for command in body["cmd"].values()]
    fields = [dict(parse_qsl(query)) for query in queries]
    return [(one["id"], one["fields[ASSIGNED_BY_ID]"]) for one in fields]


def of_amocrm(body: object) -> list[tuple[str, str]]:
    assert isinstance(body, list)
    return [(str(one["id"]), str(one["responsible_user_id"])) for one in body]


def of_salesforce(body: object) -> list[tuple[str, str]]:
    assert isinstance(body, dict)
    return [(one["id"], one["OwnerId"]) for one in body["records"]]


def of_hubspot(body: object) -> list[tuple[str, str]]:
    assert isinstance(body, dict)
    return [(one["id"], one["properties"]["hubspot_owner_id"]) for one in body["inputs"]]


READ_BACK = {
    System.BITRIX24: of_bitrix24,
    System.AMOCRM: of_amocrm,
    System.SALESFORCE: of_salesforce,
    System.HUBSPOT: of_hubspot,
}


@pytest.mark.parametrize("system", list(System))
def test_a_wave_and_its_roll_back_end_where_they_began(system: System) -> None:
    moves = many(system, 5)
    owners = {one.client_id: one.previous_manager_id for one in moves}
    made, undone = write_back(system, moves), write_back(system, moves, roll_back=True)
    for found, wanted in (
        (made, [(one.client_id, one.manager_id) for one in moves]),
        (undone, list(owners.items())),
    ):
        pairs = of_table(found) if system is System.ONE_C else told(found)
        assert pairs == wanted
        assert found.complete


def of_table(found: WriteBack) -> list[tuple[str, str]]:
    table: Sequence[Sequence[str]] = rows(named(found, "1c-partners.csv"), ";")[1:]
    return [(row[0], row[3]) for row in table]


def test_a_roll_back_names_the_previous_owners() -> None:
    table = rows(named(write_back(System.BITRIX24, NUMBERED, roll_back=True), "bitrix24-companies.csv"), ";")
    assert table[1:] == [["11", "Ромашка", "Анна Ли", "8"], ["12", "Лютик", "Иван Петров", "7"]]
