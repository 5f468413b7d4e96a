"""Which header means which column."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assigner.portfolio import UNKNOWN
from assigner.tabular.vocabulary import fold, names_an_id, vocabulary
from tests.tabular.tables import codes, only, problems, read


@pytest.mark.parametrize("table", sorted(vocabulary().headers))
def test_no_word_means_two_columns(table: str) -> None:
    words = Counter(
        word for column, synonyms in vocabulary().headers[table].items() for word in {fold(column), *synonyms}
    )
    assert [word for word, count in words.items() if count > 1] == []


def test_russian_headers_are_understood(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients="Код клиента;Наименование;Ответственный;Потенциал;Выручка за 12 мес.;Регион;ABC;Ёмкость?\n"
        "00123;Ромашка;7;1 000,50;200;Север;A;\n",
        managers="Таб. номер;ФИО;Ставка\n7;Иванов;0,5\n",
    )
    assert facts.clients.client_id.tolist() == ["00123"]
    assert facts.clients.potential.tolist() == [1000.5]
    assert facts.clients.revenue_12m.tolist() == [200]
    assert set(facts.clients.dimensions) == {"region", "tier"}
    assert facts.clients.dimensions["region"].labels == ("Север",)
    assert facts.managers.fte.tolist() == [0.5]
    assert facts.clients.owner_idx.tolist() == [0]


def test_the_canonical_name_beats_a_synonym_and_both_are_named(tmp_path: Path) -> None:
    facts = read(
        tmp_path, clients="client_id,name,revenue,revenue_12m\nc1,A,5,7\n", managers="manager_id,name\nm,M\n"
    )
    assert facts.clients.revenue_12m.tolist() == [7]
    issue = only(facts.issues, "ambiguous-header")
    assert "'revenue_12m'" in issue.message
    assert "'revenue'" in issue.message


NAMED = "client_id,name,manager_id,potential\n7,Alpha,m1,1\n8,Beta,m1,1\n9,Alpha,m2,1\n"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Клиент,Код клиента", "Alpha,9"),
        ("Код клиента,Клиент", "9,Alpha"),
        ("Клиент,Контрагент", "Alpha,9"),  # neither is called a code: its values are ids
        ("Контрагент,Клиент", "9,Alpha"),
        ("Код клиента,Клиент", "9,Beta Ltd."),
        ("Клиент,Код клиента", "Gamma,009"),  # neither is known as it stands: the one that is called a code
        ("Account,AccountId", "Alpha,9"),
        ("Клиент,Код клиента", "Alpha,0009"),  # two are called Alpha; ids are known but for zeros
    ],
)
def test_of_a_clients_name_and_code_the_code_is_used(tmp_path: Path, header: str, row: str) -> None:
    log = f"{header},manager,date,type\n{row},m2,2026-01-01,call\n"
    facts = read(tmp_path, clients=NAMED, managers="manager_id,name\nm1,Ann\nm2,Bob\n", activities=log)
    assert facts.activities is not None
    assert facts.activities.client_idx.tolist() == [2]
    assert only(facts.issues, "ambiguous-header").column in header.split(",")


@pytest.mark.parametrize(("code", "manager"), [("m2", 1), ("X-77", 0)])
def test_of_a_managers_name_and_code_the_known_one_is_used(tmp_path: Path, code: str, manager: int) -> None:
    # X-77 is the code of another program: then the name says who it was
    log = f"client_id,date,type,Код менеджера,Менеджер\n7,2026-01-01,call,{code},Ann\n"
    facts = read(tmp_path, clients=NAMED, managers="manager_id,name\nm1,Ann\nm2,Bob\n", activities=log)
    assert facts.activities is not None
    assert facts.activities.manager_idx.tolist() == [manager]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        *((header, True) for header in ("Код клиента", "Контрагент.Код", "OwnerId", "ID", "client_id")),
        *((header, False) for header in ("Клиент", "Кодовое имя", "Idaho", "№")),
    ],
)
def test_a_header_names_an_id_by_a_word_of_its_own(header: str, expected: bool) -> None:
    assert names_an_id(header) == expected


def test_a_typing_mistake_is_forgiven_and_told(tmp_path: Path) -> None:
    facts = read(tmp_path, clients="client_id,name,potentail\nc1,A,5\n", managers="manager_id,name\nm,M\n")
    assert facts.clients.potential_source == "count"  # one transposition of 9 letters is below 90
    facts = read(tmp_path, clients="client_id,name,workloads\nc1,A,5\n", managers="manager_id,name\nm,M\n")
    assert facts.clients.workload is not None
    assert only(facts.issues, "fuzzy-header").column == "workloads"


@pytest.mark.parametrize("header", ["annual_revenue", "revenue_24m", "annual_sales", "year_opened"])
def test_a_near_name_of_something_else_is_not_taken(tmp_path: Path, header: str) -> None:
    facts = read(tmp_path, clients=f"client_id,name,{header}\nc1,A,5\n", managers="manager_id,name\nm,M\n")
    assert facts.clients.revenue_12m.tolist() == [0]
    assert header in only(facts.issues, "ignored-columns").message


def test_a_missing_required_column_is_told_with_what_was_found(tmp_path: Path) -> None:
    found = problems(tmp_path, clients="region,tier\nNorth,A\n", managers="manager_id\nm1\n")
    assert [(issue.column, "found: " in issue.message) for issue in found] == [
        ("client_id", True),
        ("name", True),
        ("name", True),
    ]


def test_title_rows_above_the_header_are_skipped(tmp_path: Path) -> None:
    facts = read(
        tmp_path, clients="Report for June,,\n,,\nclient_id,name,owner\nc1,A,m1\nc1,B,m1\n", tolerant=True
    )
    assert facts.num_clients == 1
    assert only(facts.issues, "duplicate-id").row == 5
    assert only(facts.issues, "title-rows").row == 3


def test_the_mapping_file_overrides(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients="client_id,name,potential,p2,country\nc1,A,5,9,X\n",
        managers="manager_id,name,where\nm,M,X\n",
        mapping="clients: {potential: P2, land: country}\nmanagers: {eligible_land: where}\n",
    )
    assert facts.clients.potential.tolist() == [9]
    assert facts.clients.dimensions["land"].labels == ("X",)
    assert facts.managers.eligible == {"land": (frozenset({"X"}),)}


def test_a_wrong_mapping_file_is_told_in_full(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        mapping="clients: {potential: nowhere}\ncustomers: {name: x}\nrules: {colour: y}\nmanagers: 5\n",
    )
    assert sorted(codes(found)) == [
        "map-missing-header",
        "map-unknown-column",
        "map-unknown-table",
        "map-unreadable",
    ]
    for mapping in ("a: [", "- a", "clients: {name: [a, b]}"):
        assert codes(problems(tmp_path, mapping=mapping)) == ["map-unreadable"]


@pytest.mark.parametrize(
    "header", ["eligible_region", "eligible_регион", "Доступ: регионы", "Eligible Region"]
)
def test_eligible_lists_find_their_dimension(tmp_path: Path, header: str) -> None:
    facts = read(
        tmp_path,
        clients="client_id,name,Регион\nc1,A,Север\nc2,B,Юг\n",
        managers=f'manager_id,name,{header}\nm1,M,"север; Юг;"\nm2,N,\nm3,O,Запад\n',
    )
    assert facts.managers.eligible["region"] == (frozenset({"Север", "Юг"}), None, frozenset({"Запад"}))
    assert "Запад" in only(facts.issues, "eligible-unknown-value").message


def test_an_eligible_list_needs_its_dimension(tmp_path: Path) -> None:
    found = problems(tmp_path, managers="manager_id,name,eligible_planet\nm1,Ann,Mars\nm2,Bob,\n")
    assert codes(found) == ["eligible-unknown-dimension"]


def test_an_eligible_list_makes_its_column_a_dimension(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients="client_id,name,planet\n" + "".join(f"c{n},A,p{n}\n" for n in range(9)),
        managers="manager_id,name,eligible_planet\nm1,Ann,p3\n",
    )
    assert facts.managers.eligible == {"planet": (frozenset({"p3"}),)}
    assert len(facts.clients.dimensions["planet"].labels) == 9


def test_unknown_columns_with_few_texts_become_dimensions(tmp_path: Path) -> None:
    rows = "".join(f"c{n},A,{'ABC'[n % 3]},{n % 3},2024-01-0{n % 3 + 1},t{n}\n" for n in range(30))
    facts = read(
        tmp_path,
        clients="client_id,name,business_type,size,since,note\n" + rows,
        managers="manager_id,name\nm,M\n",
    )
    assert list(facts.clients.dimensions) == ["business_type"]
    assert "size, since, note" in only(facts.issues, "ignored-columns").message


def test_blank_segments_are_unknown_and_spellings_are_merged(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients="client_id,name,region\nc1,A,North\nc2,B,\nc3,C,north\nc4,D,-\n",
        managers="manager_id,name\nm,M\n",
    )
    region = facts.clients.dimensions["region"]
    assert [region.labels[code] for code in region.codes] == ["North", UNKNOWN, "North", UNKNOWN]
    assert only(facts.issues, "blank-segment").count == 2
    assert only(facts.issues, "merged-values").column == "region"
