"""Counts by column and by manager, and who answers for problems of the reading."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assigner.errors import Issue, Severity
from assigner.portfolio import ColumnMeaning, How, MergedCard, Portfolio
from assigner.quality import Check
from assigner.quality.tallies import WRONG_CELLS
from assigner.tabular.messages import TEXTS
from tests import builders
from tests.quality.bases import cards, judge, portfolio


def column(header: str, meaning: str, how: How = How.SYNONYM) -> ColumnMeaning:
    return ColumnMeaning("clients", "base.csv", header, meaning, how)


def issue(row: int | None, code: str = "bad-number", file: str = "base.csv") -> Issue:
    return Issue(Severity.WARNING, code, "wrong", file=file, row=row, column="Потенциал")


def read_base() -> Portfolio:
    """Three cards of rows 2, 5 and 3 of base.csv (rows need not be in order), owned by m0, m1 and nobody."""
    base = cards(
        [0, 1, -1], potential=[5.0, 0.0, 7.0], region=["", "North", "North"], phone=["", "1234567", ""]
    )
    facts = portfolio(replace(base, row=np.array([2, 5, 3])))
    meanings = {
        "Код": "client_id",
        "Клиент": "name",
        "Потенциал": "potential",
        "Регион": "region",
        "Телефон": "phone",
    }
    headers = [column(header, meaning) for header, meaning in meanings.items()]
    headers.append(column("Лист", "", How.IGNORED))
    other = ColumnMeaning("managers", "base.csv", "ФИО", "name", How.EXACT)
    return replace(facts, columns=(*headers, other), files={"clients": "base.csv"})


def test_issues_belong_to_the_owner_of_the_row() -> None:
    issues = (
        issue(5),  # m1
        issue(5, "negative-number"),  # m1 again
        issue(3),  # nobody's client
        issue(4),  # the row was dropped
        issue(None),  # the whole column's
        issue(2, file="other.csv"),  # another table
        issue(2, "blank-segment"),  # told once for many rows: counted by the findings
    )
    quality = judge(replace(read_base(), issues=issues))
    assert quality.managers.issues.tolist() == [0, 2]
    # m0: blank region; m1: junk phone
    assert quality.managers.total.tolist() == [1, 3]


def test_issues_of_a_merged_card_belong_to_whom_it_named() -> None:
    # the card of row 4 went into c0, but m1 filled it in; it is no row of the table any more
    card = MergedCard("c9", "Client 9", into_idx=0, owner_idx=1, row=4)
    quality = judge(replace(read_base(), merged=(card,), issues=(issue(4), issue(2))))
    assert quality.managers.issues.tolist() == [1, 1]
    assert {one.header: one.num_bad for one in quality.columns}["Потенциал"] == 1


def test_findings_carry_the_users_rows_and_headers() -> None:
    quality = judge(read_base())
    told = [(one.check, one.column, one.rows.tolist(), one.manager_idx.tolist()) for one in quality.findings]
    assert told == [
        (Check.MISSING_SEGMENT, "Регион", [2], [0]),
        (Check.JUNK_VALUE, "Телефон", [5], [1]),
    ]


def test_columns_are_those_of_the_table_in_its_order() -> None:
    quality = judge(replace(read_base(), issues=(issue(5), issue(3))))
    told = [
        (one.meaning, one.header, one.num_filled, one.num_distinct, one.num_bad) for one in quality.columns
    ]
    # a potential of 0 says nothing; two are bad by the issues' rows; the ignored column is left out
    assert told == [
        ("client_id", "Код", 3, 3, 0),
        ("name", "Клиент", 3, 3, 0),
        ("potential", "Потенциал", 2, 2, 2),
        ("region", "Регион", 2, 1, 1),
        ("phone", "Телефон", 1, 1, 1),
    ]
    assert {one.num_rows for one in quality.columns} == {3}


def test_facts_of_no_file_have_the_columns_in_which_something_stands() -> None:
    quality = judge(portfolio(builders.clients([0, -1], revenue=[3.0, 0.0], tier=["A", ""])))
    told = {one.meaning: (one.num_filled, one.num_bad) for one in quality.columns}
    assert told == {
        "client_id": (2, 0),
        "name": (2, 0),
        "manager_id": (1, 0),
        "potential": (2, 1),  # 1 by default, below the revenue of the first
        "revenue_12m": (1, 0),
        "tier": (1, 1),
    }


def test_a_manager_without_clients_has_no_completeness() -> None:
    quality = judge(portfolio(builders.clients([0, 0]), num_managers=3))
    assert quality.managers.cards.tolist() == [2, 0, 0]
    assert np.isnan(quality.managers.completeness).tolist() == [False, True, True]


def test_every_issue_about_a_cell_of_clients_is_known() -> None:
    # "bad-answer" is of the audit's call sheet
    of_cells = {code for code, text in TEXTS.items() if text.treatment.endswith("read as blank.")}
    assert of_cells - {"bad-answer"} == WRONG_CELLS
