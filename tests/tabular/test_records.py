"""Rows that are no records: totals, repeated headers, signatures - and clients that only look like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tabular.tables import MANAGERS, codes, only, problems, read

HEAD = "client_id,name,manager_id,region,potential\n"
TWO = "c1,Alpha,m1,North,10\nc2,Beta,m2,South,20\n"


def ids(folder: Path, rows: str, head: str = HEAD) -> list[str]:
    facts = read(folder, clients=head + rows, managers=MANAGERS)
    assert "total-row" in codes(facts.issues)
    return [str(name) for name in facts.clients.client_id]


@pytest.mark.parametrize(
    "row",
    [
        "Итого,,,,30",
        "ИТОГО:,,,,30",
        ",Итого,,,30",
        ",,,Итого,30",
        "Всего,,,,\"30,0\"",
        "Общий итог,,,,30",
        "Промежуточный итог,,,,30",
        "Итого по региону Север,,,,30",
        "Всего по базе:,,,,30",
        "Итого Север,,,,30",
        ",,,Север Итог,30",  # Excel's own subtotals
        ",,Иванов,Итого,30",  # a pivot table repeats the group
        "Total,,,,30",
        "Grand Total,,,,30",
        "Total for North,,,,30",
        ",North Total,,,30",
        "Subtotal,,,,2 clients",
        "Total,,,,",
    ],
)  # fmt: skip
def test_totals_are_skipped_below_and_in_the_middle(tmp_path: Path, row: str) -> None:
    assert ids(tmp_path, TWO + row + "\n") == ["c1", "c2"]
    first, second = TWO.splitlines()
    assert ids(tmp_path, f"{first}\n{row}\n{second}\n") == ["c1", "c2"]


@pytest.mark.parametrize(
    "row",
    [
        "c3,Total Energies,m1,North,30",
        "c3,Total,m1,,30",
        "c3,Итого,,,",
        "Total Energies,Total Energies,m1,North,30",
        "Total Energies,,,,30",  # no "for" or "by" follows
        "Totalizator,,,,30",
        "Всегда рядом,Магазин,m1,,1",
        "Summit,Summit Ltd,m1,,1",
    ],
)
def test_clients_that_are_called_like_totals_stay(tmp_path: Path, row: str) -> None:
    facts = read(tmp_path, clients=HEAD + TWO + row + "\n", managers=MANAGERS)
    assert facts.num_clients == 3
    assert not {"total-row", "no-record"} & set(codes(facts.issues))


def test_all_totals_are_told_at_once_with_their_rows(tmp_path: Path) -> None:
    rows = "c1,A,m1,North,10\nИтого по North,,,,10\nc2,B,m2,South,20\nИтого по South,,,,20\nИтого,,,,30\n"
    facts = read(tmp_path, clients=HEAD + rows, managers=MANAGERS)
    issue = only(facts.issues, "total-row")
    assert (issue.row, issue.count, issue.value) == (3, 3, "Итого по North")
    assert issue.message == "Totals are skipped: 3 (rows: 3, 5, 6)"


def test_a_header_repeated_on_every_page_is_skipped(tmp_path: Path) -> None:
    rows = f"c1,A,m1,,1\nСтраница 1 из 2,,,,\n{HEAD}c2,B,m2,,2\n"
    facts = read(tmp_path, clients=HEAD + rows, managers=MANAGERS)
    assert facts.clients.client_id.tolist() == ["c1", "c2"]
    assert only(facts.issues, "repeated-header").row == 4
    assert only(facts.issues, "no-record").row == 3


def test_signatures_below_the_table_are_skipped(tmp_path: Path) -> None:
    below = (
        "Ответственный: ____\n,,,,\nРуководитель,____________,Иванов И. И.\nОтчёт сформирован 01.06.2026\n"
    )
    rows = TWO + "Итого,,,,30\n\n" + below
    facts = read(tmp_path, clients=HEAD + rows, managers=MANAGERS)
    assert facts.num_clients == 2
    issue = only(facts.issues, "no-record")
    assert (issue.row, issue.count) == (6, 3)
    assert "short-row" not in codes(facts.issues)


@pytest.mark.parametrize(
    "row",
    [
        "c3,Ответственный: Иванов,m1,,1",
        "Отчётный центр,ООО,m1,,1",
        "c3,A",  # short, but a client
        "c3",
        "c_3,A_B,m1",
    ],
)
def test_clients_at_the_end_stay(tmp_path: Path, row: str) -> None:
    facts = read(tmp_path, clients=HEAD + TWO + row + "\n", managers=MANAGERS)
    assert facts.num_clients == 3
    assert "no-record" not in codes(facts.issues)


def test_a_row_without_an_id_that_is_no_total_is_still_an_error(tmp_path: Path) -> None:
    issue = only(
        problems(tmp_path, clients=HEAD + TWO + ",Gamma,m1,North,5\n", managers=MANAGERS), "blank-id"
    )
    assert issue.row == 4


def test_a_table_of_nothing_but_totals_has_no_rows(tmp_path: Path) -> None:
    assert "no-rows" in codes(problems(tmp_path, clients=HEAD + "Итого,,,,0\n", managers=MANAGERS))


def test_totals_of_the_other_tables_are_skipped_too(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients=HEAD + TWO,
        managers=MANAGERS + "Итого,2\n",
        activities="date,client_id,manager_id,kind,amount\n2026-01-02,c1,m1,order,5\nИтого,,,,5\n",
    )
    assert facts.num_managers == 2
    assert facts.activities is not None
    assert len(facts.activities) == 1
    assert codes(facts.issues).count("total-row") == 2


def test_names_of_groups_between_the_rows_are_no_clients(tmp_path: Path) -> None:
    # an outline of 1C: the owner's name alone, then his clients, which name him too
    rows = "m1,,,,30\nc1,A,m1,North,10\nc2,B,m1,South,20\n,m2,,,5\nc3,C,m2,South,5\nm3,,,,1\n"
    facts = read(tmp_path, clients=HEAD + rows, managers=MANAGERS)
    assert facts.clients.client_id.tolist() == [
        "c1",
        "c2",
        "c3",
        "m3",
    ]  # nothing else says that m3 is a group
    issue = only(facts.issues, "group-row")
    assert (issue.row, issue.count) == (2, 2)
