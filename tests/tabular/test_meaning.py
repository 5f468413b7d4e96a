"""What every column was understood as, and the mapping file that says so."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.portfolio import ColumnMeaning, How, Portfolio
from assigner.tabular import read_portfolio, write_map
from assigner.tabular.headers import match_headers
from assigner.tabular.problems import Problems
from assigner.tabular.table import Table
from tests.tabular.tables import MANAGERS, codes, only, read, write

BASE = "Код клиента,name,Ответственный,Потенциал,workloads,Отрасль,Цвет,note\n" + "".join(
    f"c{n},A{n},m{n % 2 + 1},{n},1,x,{'red' if n % 2 else 'blue'},text {n}\n" for n in range(12)
)
TEAM = "manager_id,ФИО,Доступ: отрасли,hobby\nm1,Ann,x,chess\nm2,Bob,,golf\n"
LOG = "client_id,owner,date,type,summary\nc1,m1,2026-01-02,call,hello\n"


def meanings(facts: Portfolio, table: str) -> dict[str, ColumnMeaning]:
    """Header -> meaning of one table."""
    return {column.header: column for column in facts.columns if column.table == table}


def test_every_column_tells_what_it_means_and_how_surely(tmp_path: Path) -> None:
    facts = read(tmp_path, clients=BASE, managers=TEAM, activities=LOG)
    found = meanings(facts, "clients")
    told = {header: (c.meaning, c.how, round(c.confidence, 2)) for header, c in found.items()}
    assert told == {
        "Код клиента": ("client_id", How.SYNONYM, 1.0),
        "name": ("name", How.EXACT, 1.0),
        "Ответственный": ("manager_id", How.SYNONYM, 1.0),
        "Потенциал": ("potential", How.SYNONYM, 1.0),
        "workloads": ("workload", How.FUZZY, 0.94),  # 2 x 8 of 8 + 9 letters agree
        "Отрасль": ("industry", How.SYNONYM, 1.0),
        "Цвет": ("Цвет", How.SEGMENT, 0.8),  # two values: as sure as a segment nobody knows can be
        "note": ("", How.IGNORED, 0.0),
    }
    assert found["Код клиента"].examples == ("c0", "c1", "c2")
    assert found["Цвет"].examples == ("blue", "red")
    managers = meanings(facts, "managers")
    assert (managers["Доступ: отрасли"].meaning, managers["hobby"].how) == ("eligible_industry", How.IGNORED)
    assert facts.header("clients", "potential") == "Потенциал"
    assert facts.files == {
        name: str(tmp_path / f"{name}.csv") for name in ("clients", "managers", "activities")
    }


def test_the_more_values_the_less_sure_is_a_segment(tmp_path: Path) -> None:
    # 100 rows: at most 20 values; 2 values give 0.8, 20 give 0.5, 11 lie in the middle
    rows = "".join(f"c{n},A,a{n % 2},b{n % 11},d{n % 20}\n" for n in range(100))
    facts = read(tmp_path, clients="client_id,name,two,eleven,twenty\n" + rows, managers=MANAGERS)
    found = meanings(facts, "clients")
    assert [found[name].confidence for name in ("two", "eleven", "twenty")] == pytest.approx([0.8, 0.65, 0.5])


def test_of_two_synonyms_the_left_one_counts_and_is_a_little_less_sure(tmp_path: Path) -> None:
    facts = read(tmp_path, clients="client_id,name,телефон,phone number\nc1,A,1,2\n", managers=MANAGERS)
    found = meanings(facts, "clients")
    assert (found["телефон"].meaning, found["телефон"].confidence) == ("phone", 0.95)
    assert found["phone number"].how is How.IGNORED
    assert only(facts.issues, "ambiguous-header").column == "phone number"


@pytest.mark.parametrize(
    ("header", "cells", "reason"),
    [
        ("Менеджеры", ["150 000,50", "200 000,00", "1 200,75"], "amounts are nobody's ids"),
        ("Менеджеры", ["150000", "200000", "120000", "70000"], "numbers that never come twice name no owner"),
        ("Менеджеры", ["01.02.2026", "02.02.2026", "03.02.2026"], "dates are nobody's ids"),
        ("workloads", ["low", "high", "medium"], "words are no hours"),
        ("open_deal_closes", ["5000", "70", "2"], "amounts are no dates"),
        ("emails", ["Moscow", "Omsk", "Tver"], "no mail without @"),
        ("phones", ["Moscow", "Omsk", "Tver"], "no phone without digits"),
        ("Отраслли", ["1", "2", "3", "4", "5"], "a segment has fewer values than clients"),
    ],
)
def test_a_guess_must_fit_the_cells(tmp_path: Path, header: str, cells: list[str], reason: str) -> None:
    rows = "".join(f"c{n};A{n};{cell}\n" for n, cell in enumerate(cells))
    facts = read(tmp_path, clients=f"client_id;name;{header}\n{rows}", managers=MANAGERS)
    assert meanings(facts, "clients")[header].how is not How.FUZZY, reason
    issue = only(facts.issues, "unfit-header")
    assert (issue.column, issue.value) == (header, cells[0])


def test_a_guess_that_fits_or_is_blank_is_taken(tmp_path: Path) -> None:
    rows = "".join(f"c{n},A{n},m{n % 2 + 1},\n" for n in range(6))
    facts = read(tmp_path, clients="client_id,name,Менеджеры,workloads\n" + rows, managers=MANAGERS)
    assert facts.clients.owner_idx.tolist() == [0, 1, 0, 1, 0, 1]
    assert codes(facts.issues).count("fuzzy-header") == 2


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Потенциал, тыс. руб.", "potential"),
        ("Потенциал (руб./год)", "potential"),
        ("Выручка, ₽", "revenue_12m"),
        ("Revenue (USD)", "revenue_12m"),
        ("Выручка, руб/мес", ""),  # a month's money is not a year's
    ],
)
def test_a_unit_behind_a_header_does_not_hide_its_meaning(tmp_path: Path, header: str, column: str) -> None:
    facts = read(tmp_path, clients=f'client_id,name,"{header}"\nc1,A,5\n', managers=MANAGERS)
    assert meanings(facts, "clients")[header].meaning == column


def test_a_visible_column_goes_before_a_hidden_one_and_hidden_ones_are_read() -> None:
    cells = tuple(np.array([text], dtype=object) for text in ("c1", "A", "old", "new", "5"))
    table = Table(
        "clients",
        "base.xlsx#Лист1",
        ("client_id", "name", "Ответственный", "Менеджер", "Потенциал"),
        cells,
        np.array([2]),
        hidden=(False, False, True, False, True),
    )
    columns = match_headers(table, {}, Problems())
    assert columns.at["manager_id"] == 3
    assert columns.at["potential"] == 4


def test_the_mapping_file_goes_before_everything(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients="client_id,name,manager_id,Ответственный\nc1,A,m1,m2\n",
        managers=MANAGERS,
        mapping="clients: {manager_id: Ответственный}\n",
    )
    found = meanings(facts, "clients")
    assert (found["Ответственный"].how, found["manager_id"].how) == (How.MAPPED, How.IGNORED)
    assert facts.clients.owner_idx.tolist() == [1]


def same(one: Any, other: Any) -> bool:
    """Whether two facts are equal; arrays by their values, dimensions in any order."""
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind in "fM"))
    if is_dataclass(one):
        return all(same(getattr(one, spec.name), getattr(other, spec.name)) for spec in fields(one))
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return set(one) == set(other) and all(same(value, other[key]) for key, value in one.items())
    return bool(one == other)


def facts_of(facts: Portfolio) -> tuple[Any, ...]:
    """Everything but how it was found out and where it lies."""
    return facts.clients, facts.managers, facts.activities, facts.rules


def test_the_map_that_is_written_reads_the_same_facts(tmp_path: Path) -> None:
    first = read(tmp_path, clients=BASE, managers=TEAM, activities=LOG)
    text = write_map(first)
    assert "  manager_id: Ответственный\n" in text
    assert "# not used: note\n" in text
    again = read(tmp_path, mapping=text, clients=BASE, managers=TEAM, activities=LOG)
    assert same(facts_of(again), facts_of(first))
    assert {column.how for column in again.columns} == {How.MAPPED, How.IGNORED}
    assert [(c.header, c.meaning) for c in again.columns] == [(c.header, c.meaning) for c in first.columns]
    assert list(again.clients.dimensions) == list(first.clients.dimensions)
    assert write_map(again) == text


def test_the_map_copes_with_odd_headers_and_with_one_header_twice(tmp_path: Path) -> None:
    rows = "".join(f"c{n},A,{'ab'[n % 2]},{'xyz'[n % 3]},{'kl'[n % 2]}\n" for n in range(20))
    clients = 'client_id,name,Тип,Тип,"# Вид: ""a"", %"\n' + rows
    first = read(tmp_path, clients=clients, managers=MANAGERS)
    assert list(first.clients.dimensions) == ["Тип", "Тип (2)", '# Вид: "a", %']
    again = read(tmp_path, clients=clients, managers=MANAGERS, mapping=write_map(first))
    assert same(facts_of(again), facts_of(first))


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(8)), st.permutations(range(4)), st.permutations(range(5)))
def test_the_order_of_the_columns_does_not_matter(base: list[int], team: list[int], log: list[int]) -> None:
    def shuffled(text: str, order: list[int]) -> str:
        return "".join(",".join(line.split(",")[at] for at in order) + "\n" for line in text.splitlines())

    with TemporaryDirectory() as folder:
        first = read_portfolio(write(Path(folder), clients=BASE, managers=TEAM, activities=LOG))
        texts = {
            "clients": shuffled(BASE, base),
            "managers": shuffled(TEAM, team),
            "activities": shuffled(LOG, log),
        }
        other = read_portfolio(write(Path(folder), **texts))
    assert same(facts_of(other), facts_of(first))
    assert set(other.columns) == set(first.columns)
