"""The filled call sheet of an audit, read as verified evidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.errors import InputError, Severity
from assigner.tabular import CONFIRMED, REFUTED, UNREACHED, read_audit, read_portfolio
from tests.tabular.tables import CLIENTS, MANAGERS, codes, only, problems, read, write

LOG = (
    "client_id,manager_id,occurred_at,kind,verified\n"
    "c1,m1,2026-01-10,call,\n"
    "c1,m1,2026-02-10,meeting,no\n"
    "c1,m1,2026-01-11,order,\n"
    "c1,m2,2026-01-10,call,\n"
    "c2,m1,2026-01-10,call,yes\n"
    "c3,m2,2026-01-10,call,\n"
)
HEADER = "client_id,manager_id,answer,until,phone,comment\n"
CELL = st.sampled_from(
    [
        *("", "c1", "c2", "c3", "m1", "Bob", "yes", "no", "да", "merge", "pin", "ban", "together", "apart"),
        *("2026-01-10", "01.02.2026", "31.12.9999", "0", "-1", "нет ответа", "\ud7ff"),
    ]
)


def verified(folder: Path, audit: str, log: str = LOG) -> list[int]:
    """The column of the log after the audit."""
    facts = read(folder, managers=MANAGERS, activities=log, audit=HEADER + audit)
    assert facts.activities is not None
    return [int(value) for value in facts.activities.verified]


@pytest.mark.parametrize(
    ("audit", "expected"),
    [
        # a header without rows is no audit
        # rows: c1/m1 10 Jan, 10 Feb (the log says refuted), order, c1/m2, c2/m1 (confirmed), c3/m2
        ("", [-1, 0, -1, -1, 1, -1]),
        ("c1,m1,confirmed,,,\n", [1, 1, -1, -1, 1, -1]),  # both touches, no transaction, no other pair
        ("c1,m1,опроверг,31.01.2026,,\n", [0, 0, -1, -1, 1, -1]),  # 10 Feb is later: the log's own no stays
        ("c1,m1,да,10.01.2026,,\n", [1, 0, -1, -1, 1, -1]),  # the day itself counts
        ("c1,m1,да,2026-01-09,,\n", [-1, 0, -1, -1, 1, -1]),
        ("c2,m1,нет,,,\n", [-1, 0, -1, -1, 0, -1]),  # the sheet beats the column
        ("c2,m1,не дозвонились,,,\nc3,m2,,,,\n", [-1, 0, -1, -1, 1, -1]),
        ("c3,Bob,Подтвердили,,,\n", [-1, 0, -1, -1, 1, 1]),  # a manager by his name
        # two audits: the first speaks for January, the second for what came after
        ("c1,m1,confirmed,2026-01-31,,\nc1,m1,refuted,2026-02-28,,\n", [1, 0, -1, -1, 1, -1]),
        ("c1,m1,refuted,,,\nc1,m1,confirmed,2026-01-31,,\n", [1, 0, -1, -1, 1, -1]),
    ],
)
def test_answers_become_evidence(tmp_path: Path, audit: str, expected: list[int]) -> None:
    assert verified(tmp_path, audit) == expected


def test_days_are_those_of_the_policys_time_zone(tmp_path: Path) -> None:
    # 22:30 in London on 10 January is 01:30 of the 11th in Moscow
    log = "client_id,manager_id,occurred_at,kind\nc1,m1,2026-01-10T22:30:00Z,call\n"
    tables = write(
        tmp_path,
        clients=CLIENTS,
        managers=MANAGERS,
        activities=log,
        audit=HEADER + "c1,m1,yes,2026-01-10,,\n",
    )
    found = {}
    for zone in ("Europe/London", "Europe/Moscow"):
        log_read = read_portfolio(tables, time_zone=zone).activities
        assert log_read is not None
        found[zone] = log_read.verified.tolist()
    assert found == {"Europe/London": [1], "Europe/Moscow": [-1]}


def test_everything_wrong_with_an_audit_is_told(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        managers=MANAGERS,
        activities=LOG,
        audit=HEADER + "c9,m1,yes,,,\nc1,m9,yes,,,\nc1,m1,perhaps,,,\nc2,m1,yes,never,,\n"
        "c3,m2,yes,,,\nc3,m2,no,,,\nc3,m2,yes,,,\n",
    )
    errors = {(issue.code, issue.row, issue.value) for issue in found if issue.severity is Severity.ERROR}
    assert errors == {
        ("audit-unknown-client", 2, "c9"),
        ("audit-unknown-manager", 3, "m9"),
        ("bad-answer", 4, "perhaps"),
        ("bad-date", 5, "never"),
        ("audit-contradiction", 7, "c3"),
    }
    assert all(issue.remedy for issue in found if issue.severity is Severity.ERROR)
    assert only(found, "audit-contradiction").message.startswith("Row 6 has another answer")
    assert "ignored-columns" not in codes(found)


def test_an_audit_needs_activities(tmp_path: Path) -> None:
    found = problems(tmp_path, managers=MANAGERS, audit=HEADER + "c1,m1,yes,,,\n")
    assert codes(found) == ["no-potential", "audit-without-activities"][1:]


def test_answers_about_nothing_are_told(tmp_path: Path) -> None:
    # c2 and m2 never met; with c1 and m1 nothing happened up to 2025
    facts = read(
        tmp_path,
        managers=MANAGERS,
        activities=LOG,
        audit=HEADER + "c2,m2,yes,,,\nc1,m1,yes,2025-12-31,,\nc3,m2,yes,,,\nc1,m2,,,,\n",
    )
    issue = only(facts.issues, "audit-without-touches")
    assert (issue.row, issue.count) == (2, 2)
    assert "(rows: 2, 3)" in issue.message


def test_the_answers_can_be_read_by_themselves(tmp_path: Path) -> None:
    facts = read(tmp_path, managers=MANAGERS, activities=LOG)
    path = tmp_path / "sheet.csv"
    path.write_text(
        "ID клиента;Менеджер;Ответ;По дату\nc2;Ann;да;01.02.2026\nc1;m2;;\nc3;m2;опровергла;\n", "utf-8"
    )
    answers = read_audit(path, facts)
    assert answers.client_idx.tolist() == [1, 0, 2]
    assert answers.manager_idx.tolist() == [0, 1, 1]
    assert answers.answer.tolist() == [CONFIRMED, UNREACHED, REFUTED]
    assert answers.until.astype(str).tolist() == ["2026-02-01", "NaT", "NaT"]
    assert answers.rows.tolist() == [2, 3, 4]
    path.write_text("client_id,manager_id,answer\nc9,m1,yes\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_audit(path, facts)
    assert codes(caught.value.issues) == ["audit-unknown-client"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=5),
    st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=5),
    st.booleans(),
)
def test_any_cells_end_in_facts_or_a_refusal(
    audit: list[tuple[str, ...]], decisions: list[tuple[str, ...]], tolerant: bool
) -> None:
    texts = {
        "audit": "client_id,manager_id,answer,until\n" + "".join(",".join(row) + "\n" for row in audit),
        "decisions": "decision,kind,a,b\n" + "".join(",".join(row) + "\n" for row in decisions),
    }
    with TemporaryDirectory() as folder:
        sources = write(Path(folder), clients=CLIENTS, managers=MANAGERS, activities=LOG, **texts)
        try:
            facts = read_portfolio(sources, tolerant=tolerant)
        except InputError as error:
            refused = error
        else:
            assert facts.activities is not None
            assert set(facts.activities.verified.tolist()) <= {-1, 0, 1}
            return
    assert any(issue.severity is Severity.ERROR for issue in refused.issues)


def test_a_log_that_lies_in_the_future_as_a_whole_is_told_with_examples(tmp_path: Path) -> None:
    sources = write(tmp_path, clients=CLIENTS, managers=MANAGERS, activities=LOG)
    early = read_portfolio(sources, today=date(2026, 1, 9))
    issue = only(early.issues, "all-future")
    assert (issue.row, issue.count, issue.value) == (2, 6, "2026-01-10")
    assert "(activities: 6, rows: 2, 3, 4, 5, 6, …)" in issue.message
    assert "all-future" not in codes(read_portfolio(sources, today=date(2026, 1, 10)).issues)
