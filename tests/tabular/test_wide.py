"""One big sheet in which every row is a touch."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assigner.errors import Severity
from assigner.portfolio import NOBODY, Kind
from assigner.tabular import write_map
from tests.tabular.tables import MANAGERS, codes, only, problems, read

BIG = (
    "Код клиента;Клиент;Менеджер;Регион;Потенциал;Город встречи;Дата;Вид;Контактное лицо;Телефон;"
    "Комментарий\n"
    "c1;Альфа;m1;Север;100;Омск;01.02.2026;звонок;Ольга;+7 900 1;обсудили цены\n"
    "c1;Альфа;m1;север ;;Тверь;02.02.2026;встреча;Пётр;+7 900 2;показали образцы\n"
    "c2;Бета;m2;Юг;50;Омск;03.02.2026;заказ;;;\n"
    "c1;Альфа;m2;Север;100;Псков;04.02.2026;письмо;Ольга;+7 900 1;прислали прайс\n"
    "c3;Гамма;;Юг;70;;;;;;\n"
)


def test_a_sheet_of_touches_is_split_into_clients_and_activities(tmp_path: Path) -> None:
    facts = read(tmp_path, clients=BIG, managers=MANAGERS)
    base, log = facts.clients, facts.activities
    assert base.client_id.tolist() == ["c1", "c2", "c3"]
    assert base.row is not None
    assert base.row.tolist() == [2, 4, 6]  # where each client comes first
    assert base.potential.tolist() == [100, 50, 70]
    assert base.owner_idx.tolist() == [0, 1, NOBODY]
    assert log is not None
    assert log.row is not None
    assert log.row.tolist() == [2, 3, 4, 5]  # c3 was never touched
    assert log.client_idx.tolist() == [0, 0, 1, 0]
    assert log.manager_idx.tolist() == [0, 0, 1, 1]
    assert log.kind.tolist() == [Kind.CALL, Kind.MEETING, Kind.TRANSACTION, Kind.EMAIL]
    assert log.contact_name is not None
    assert log.contact_name.tolist() == ["Ольга", "Пётр", "", "Ольга"]
    assert log.summary is not None
    issue = only(facts.issues, "big-sheet")
    assert "clients 3, touches 4" in issue.message


def test_rows_of_one_client_that_differ_are_told(tmp_path: Path) -> None:
    # "север " differs in case and spaces only, a blank is no contradiction, and contacts may change
    facts = read(tmp_path, clients=BIG, managers=MANAGERS)
    issue = only(facts.issues, "client-rows-differ")
    assert (issue.column, issue.row, issue.value, issue.count) == ("Менеджер", 5, "m2", 1)


def test_a_blank_in_the_first_row_is_filled_from_a_later_one(tmp_path: Path) -> None:
    facts = read(tmp_path, clients=BIG.replace("Север;100;Омск", "Север;;Омск"), managers=MANAGERS)
    assert facts.clients.potential.tolist() == [100, 50, 70]


def test_what_changes_from_touch_to_touch_is_no_segment_of_the_clients(tmp_path: Path) -> None:
    rows = "".join(
        f"c{n // 3};A;m1;{'ab'[n // 3 % 2]};{'xy'[n % 2]};0{n % 9 + 1}.02.2026;звонок\n" for n in range(60)
    )
    facts = read(
        tmp_path, clients="Код;Имя клиента;Менеджер;Цвет;Погода;Дата;Тип\n" + rows, managers=MANAGERS
    )
    assert list(facts.clients.dimensions) == ["Цвет"]
    told = {(column.table, column.header): column.meaning for column in facts.columns}
    assert told["clients", "Погода"] == ""
    assert told["activities", "Тип"] == "kind"
    assert ("clients", "Тип") not in told


def test_the_touch_may_name_a_manager_of_its_own(tmp_path: Path) -> None:
    clients = (
        "Код,Клиент,Менеджер,Автор,Дата,Тип\nc1,A,m1,m2,2026-02-01,звонок\nc1,A,m1,m1,2026-02-02,звонок\n"
    )
    facts = read(tmp_path, clients=clients, managers=MANAGERS)
    assert facts.activities is not None
    assert facts.activities.manager_idx.tolist() == [1, 0]
    assert facts.clients.owner_idx.tolist() == [0]


def test_the_map_of_a_big_sheet_reads_it_again(tmp_path: Path) -> None:
    first = read(tmp_path, clients=BIG, managers=MANAGERS)
    again = read(tmp_path, clients=BIG, managers=MANAGERS, mapping=write_map(first))
    assert first.activities is not None
    assert again.activities is not None
    assert again.activities.kind.tolist() == first.activities.kind.tolist()
    assert again.activities.manager_idx.tolist() == first.activities.manager_idx.tolist()
    assert again.clients.client_id.tolist() == first.clients.client_id.tolist()
    assert list(again.clients.dimensions) == list(first.clients.dimensions)
    assert write_map(again) == write_map(first)


def test_repeated_clients_without_touches_stay_an_error(tmp_path: Path) -> None:
    found = problems(
        tmp_path, clients="client_id,name,date\nc1,A,2026-01-01\nc1,A,2026-01-02\n", managers=MANAGERS
    )
    assert "duplicate-id" in codes(found)


def test_with_a_log_of_its_own_repeated_clients_are_an_error(tmp_path: Path) -> None:
    log = "client_id,manager_id,occurred_at,kind\nc1,m1,2026-02-01,call\n"
    found = problems(tmp_path, clients=BIG, managers=MANAGERS, activities=log)
    assert codes(found).count("duplicate-id") == 2


def test_every_bad_row_of_a_big_sheet_is_told(tmp_path: Path) -> None:
    clients = (
        "Код,Клиент,Менеджер,Дата,Тип\nc1,A,m1,2026-02-01,звонок\nc1,A,m1,never,звонок\n,B,m1,"
        "2026-02-01,звонок\n"
        ",C,m1,2026-02-01,звонок\nc1,A,m1,,звонок\n"
    )
    found = problems(tmp_path, clients=clients, managers=MANAGERS)
    errors = {(issue.code, issue.row) for issue in found if issue.severity is Severity.ERROR}
    assert errors == {
        ("blank-id", 4),
        ("blank-id", 5),
        ("activity-without-date", 3),
        ("activity-without-date", 6),
    }


def test_rows_of_clients_and_touches_are_the_users_own(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients="Отчёт,,\n,,\nclient_id,name,manager_id\nc1,A,m1\n\nc2,B,m1\n",
        managers=MANAGERS,
        activities="client_id,manager_id,occurred_at,kind\n"
        "c9,m1,2026-01-01,call\nc2,m1,2026-01-01,call\nc1,m9,2026-01-01,call\nc1,m1,2026-01-01,call\n",
    )
    assert facts.clients.row is not None
    assert facts.clients.row.tolist() == [4, 6]
    assert facts.activities is not None
    assert facts.activities.row is not None
    assert facts.activities.row.tolist() == [3, 5]  # rows 2 and 4 name strangers
    assert np.array_equal(facts.activities.client_idx, [1, 0])
