"""Cleaning, linking and severities of the four tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assigner.errors import Severity
from assigner.portfolio import NOBODY, Kind, Rule, RuleKind
from assigner.tabular.problems import MAX_KEPT
from tests.tabular.tables import CLIENTS, MANAGERS, codes, only, problems, read

ACTIVITIES = "client_id,manager_id,occurred_at,kind\n"


def test_all_problems_of_all_tables_are_told_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        clients="client_id,name,potential,revenue_12m,lat,lon,open_deal_close,excluded\n"
        ",A,1,1,,,,\nc1,B,x,-5,95,10,never,maybe\nc1,C,1,1,1,,,\n",
        managers="manager_id,name,fte,commission_rate,start_date\nm1,Ann,-1,200,2026-13-01\nm1,Bob,1,,\n",
        activities=ACTIVITIES + "c1,m1,yesterday,call\nc1,m1,,call\n",
        rules="kind,a,b\nlove,c1,m1\nban,c9,m9\n",
    )
    errors = {(issue.code, issue.row, issue.column) for issue in found if issue.severity is Severity.ERROR}
    assert errors == {
        ("blank-id", 2, "client_id"),
        ("duplicate-id", 4, "client_id"),
        ("bad-number", 3, "potential"),
        ("negative-number", 3, "revenue_12m"),
        ("number-range", 3, "lat"),
        ("bad-date", 3, "open_deal_close"),
        ("bad-flag", 3, "excluded"),
        ("duplicate-id", 3, "manager_id"),
        ("negative-number", 2, "fte"),
        ("number-range", 2, "commission_rate"),
        ("bad-date", 2, "start_date"),
        ("activity-without-date", 2, "occurred_at"),
        ("activity-without-date", 3, "occurred_at"),
        ("unknown-rule", 2, "kind"),
        ("unknown-rule-client", 3, "a"),
        ("unknown-rule-manager", 3, "b"),
    }
    assert all(issue.remedy for issue in found if issue.severity is Severity.ERROR)
    assert "row 3" in only([i for i in found if i.row == 4], "duplicate-id").message


def test_tolerant_reads_bad_values_as_blank_and_drops_bad_rows(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        tolerant=True,
        clients="client_id,name,manager_id,potential,lat,lon\nc1,A,m1,x,1,\nc1,B,m1,5,,\n,C,m1,6,,\nc2,D,m1,-7,1,2\n",
        managers=MANAGERS,
        activities=ACTIVITIES + "c1,m1,never,call\nc1,m1,2026-01-01,call\n",
        rules="kind,a,b\nban,c9,m1\nban,c1,m1\n",
    )
    assert facts.clients.client_id.tolist() == ["c1", "c2"]
    assert facts.clients.name.tolist() == ["A", "D"]
    assert facts.clients.potential.tolist() == [0, 0]
    assert np.isnan(facts.clients.lat).tolist() == [True, False]
    assert facts.activities is not None
    assert len(facts.activities) == 1
    assert facts.dropped_activities == {"no_date": 1}
    assert facts.rules == (Rule(RuleKind.BAN, 0, 0),)
    assert {issue.severity for issue in facts.issues} == {Severity.WARNING}
    assert "The later row is dropped" in only(facts.issues, "duplicate-id").message


def test_file_level_errors_stay_errors_when_tolerant(tmp_path: Path) -> None:
    assert "missing-column" in codes(problems(tmp_path, tolerant=True, clients="name\nA\n"))


def test_many_bad_rows_are_summed_up(tmp_path: Path) -> None:
    rows = "".join(f"c{n},A,bad\n" for n in range(MAX_KEPT + 500))
    found = problems(tmp_path, clients="client_id,name,potential\n" + rows, managers=MANAGERS)
    mine = [issue for issue in found if issue.code == "bad-number"]
    assert len(mine) == MAX_KEPT + 1
    assert mine[-1].count == 500


@pytest.mark.parametrize(
    ("header", "cells", "potential", "source"),
    [
        ("potential,revenue_12m", "5,7", 5, "potential"),
        ("revenue_12m", "7", 7, "revenue"),
        ("phone", "7", 1, "count"),
    ],
)
def test_potential_falls_back_to_revenue_then_to_count(
    tmp_path: Path, header: str, cells: str, potential: float, source: str
) -> None:
    facts = read(tmp_path, clients=f"client_id,name,{header}\nc1,A,{cells}\n", managers=MANAGERS)
    assert facts.clients.potential.tolist() == [potential]
    assert facts.clients.potential_source == source
    assert ("no-potential" in codes(facts.issues)) == (source != "potential")


def test_blank_numbers_are_zero_and_told_for_potential_only(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients="client_id,name,potential,revenue_12m,workload\nc1,A,,,\nc2,B,-,1,2\n",
        managers=MANAGERS,
    )
    assert facts.clients.potential.tolist() == [0, 0]
    assert facts.clients.workload is not None
    assert facts.clients.workload.tolist() == [0, 2]
    assert codes(facts.issues) == ["blank-potential"]
    assert facts.issues[0].count == 2


def test_owners_nobody_lists_come_last_and_are_told_once_each(tmp_path: Path) -> None:
    clients = "client_id,name,manager_id,potential\nc1,A,m9,1\nc2,B,m1,1\nc3,C,m9,1\nc4,D,m8,1\nc5,E,,1\n"
    facts = read(tmp_path, clients=clients, managers=MANAGERS)
    assert facts.managers.manager_id.tolist() == ["m1", "m2", "m9", "m8"]
    assert facts.managers.listed.tolist() == [True, True, False, False]
    assert facts.clients.owner_idx.tolist() == [2, 0, 2, 3, NOBODY]
    told = [(issue.value, issue.count, issue.row) for issue in facts.issues if issue.code == "unlisted-owner"]
    assert told == [("m9", 2, 2), ("m8", 1, 5)]


def test_without_a_managers_table_the_owners_are_the_managers(tmp_path: Path) -> None:
    facts = read(tmp_path)
    assert facts.managers.manager_id.tolist() == ["m1", "m2"]
    assert facts.managers.listed.all()
    assert facts.managers.fte.tolist() == [1, 1]
    assert facts.activities is None
    assert codes(problems(tmp_path, clients="client_id,name,potential\nc1,A,1\n")) == ["no-managers"]


def test_a_commission_rate_above_one_is_per_cent(tmp_path: Path) -> None:
    facts = read(tmp_path, managers="manager_id,name,commission_pct\nm1,A,5\nm2,B,0.05\nm3,C,\nm4,D,7%\n")
    assert facts.managers.commission_rate[[0, 1, 3]].tolist() == pytest.approx([0.05, 0.05, 0.07])
    assert np.isnan(facts.managers.commission_rate[2])
    assert only(facts.issues, "rate-as-percent").count == 1


def test_managers_details_are_read(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        managers="manager_id,name,fte,start_date,leaving,max_clients,max_workload,territory\n"
        "m1,Ann,,01.02.2026,да,50,,X\nm2,,0.5,,no,,120,Y\n",
    )
    team = facts.managers
    assert team.fte.tolist() == [1, 0.5]
    assert team.start_date.astype(str).tolist() == ["2026-02-01", "NaT"]
    assert team.leaving.tolist() == [True, False]
    assert team.name.tolist() == ["Ann", "m2"]
    assert team.max_clients[0] == 50
    assert team.max_workload[1] == 120
    assert team.eligible == {}
    assert "territory" in only(facts.issues, "ignored-columns").message


def test_kinds_are_understood_in_two_languages(tmp_path: Path) -> None:
    words = ["Договор", "заказ", "Платёж", "order", "Встреча", "E-mail", "КП", "звонок", "танец", "танец", ""]
    rows = "".join(f"c1,m1,2026-01-01,{word}\n" for word in words)
    facts = read(tmp_path, managers=MANAGERS, activities=ACTIVITIES + rows)
    assert facts.activities is not None
    t, other = Kind.TRANSACTION, Kind.OTHER
    expected = [t, t, t, t, Kind.MEETING, Kind.EMAIL, Kind.PROPOSAL, Kind.CALL, other, other, other]
    assert facts.activities.kind.tolist() == expected
    issue = only(facts.issues, "unknown-kind")
    assert "'танец' (2)" in issue.message
    assert issue.count == 3


def test_activities_of_strangers_are_dropped_and_counted(tmp_path: Path) -> None:
    rows = "c1,m1,2026-01-01,call\nc9,m9,2026-01-01,call\nc1,m9,2026-01-01,call\nc9,m1,2999-01-01,call\n"
    facts = read(tmp_path, managers=MANAGERS, activities=ACTIVITIES + rows.replace("2999", "2199"))
    assert facts.activities is not None
    assert len(facts.activities) == 1
    assert facts.dropped_activities == {"unknown_client": 2, "unknown_manager": 1}
    assert only(facts.issues, "unknown-activity-client").row == 3
    assert "(rows: 3, 5)" in only(facts.issues, "unknown-activity-client").message


def test_columns_the_export_lacks_are_none_and_time_is_noticed(tmp_path: Path) -> None:
    header = "client_id,manager_id,occurred_at,kind,summary,verified\n"
    facts = read(
        tmp_path,
        managers=MANAGERS,
        activities=header
        + "c1,m1,2026-01-01,call,hello,да\nc1,m1,2026-01-01,call,,опровергнуто\nc1,m1,2026-01-02,call,,\n",
    )
    log = facts.activities
    assert log is not None
    assert log.contact_name is None
    assert log.summary is not None
    assert log.summary.tolist() == ["hello", "", ""]
    assert log.verified.tolist() == [1, 0, -1]
    assert not log.has_time


def test_pins_of_column_and_rules_are_merged(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients="client_id,name,potential,pinned_manager_id\nc1,A,1,m1\nc2,B,1,\nc3,C,1,\n",
        managers=MANAGERS,
        rules="kind,a,b,reason\npin,c2,m2,agreed\npin,c1,m1,\nзапрет,c3,m1,\n",
    )
    assert facts.clients.pinned_idx.tolist() == [0, 1, NOBODY]
    assert facts.rules[0] == Rule(RuleKind.PIN, 1, 1, "agreed")
    assert facts.rules[2].kind is RuleKind.BAN


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("pin,c1,m1\nban,c1,m1", "pin-and-ban"),
        ("pin,c1,m1\npin,c1,m2", "two-pins"),
        ("together,c1,c2\ntogether,c2,c3\napart,c1,c3", "together-and-apart"),
        ("together,c1,c4\napart,c1,c5", "together-and-apart"),  # c4 and c5 are one holding
        ("apart,c1,c1", "self-rule"),
        ("pin,c6,m1", "two-pins"),  # the column pins c6 to m2
    ],
)
def test_contradicting_rules_are_errors(tmp_path: Path, rules: str, code: str) -> None:
    clients = "client_id,name,potential,holding,pinned to\n" + "".join(
        f"c{n},A,1,{'H' if n in (4, 5) else ''},{'m2' if n == 6 else ''}\n" for n in range(1, 7)
    )
    found = problems(tmp_path, clients=clients, managers=MANAGERS, rules=f"kind,a,b\n{rules}\n")
    assert [issue.code for issue in found if issue.severity is Severity.ERROR] == [code]


def test_a_pin_to_an_unknown_manager_is_an_error(tmp_path: Path) -> None:
    clients = CLIENTS.replace("potential", "pinned_manager_id")
    assert {issue.value for issue in problems(tmp_path, clients=clients, managers=MANAGERS)} >= {
        "10",
        "20",
        "30",
    }


def test_holdings_exclusions_and_deals_are_read(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients="client_id,name,potential,group_id,excluded,excluded_reason,open_deal_amount,open_deal_close,tax_id\n"
        "c1,A,1,H2,,,5,2030-01-01,0077\nc2,B,1,H1,yes,bankrupt,,,\nc3,C,1,,нет,,,,\nc4,D,1,H2,0,,,,\n",
        managers=MANAGERS,
    )
    base = facts.clients
    assert base.group_ids == ("H2", "H1")
    assert base.group_idx.tolist() == [0, 1, -1, 0]
    assert base.excluded.tolist() == [False, True, False, False]
    assert base.excluded_reason.tolist()[1] == "bankrupt"
    assert base.open_deal_amount.tolist() == [5, 0, 0, 0]
    assert base.tax_id.tolist()[0] == "0077"
    assert base.workload is None


def test_a_number_nobody_can_mean_is_an_error_and_blank_when_tolerant(tmp_path: Path) -> None:
    clients = "client_id,name,potential\nc1,A,1e16\nc2,B,1e15\nc3,C,1e300\n"
    found = problems(tmp_path, clients=clients, managers=MANAGERS)
    assert [(i.code, i.row) for i in found if i.severity is Severity.ERROR] == [
        ("number-too-large", 2),
        ("number-too-large", 4),
    ]
    facts = read(tmp_path, tolerant=True, clients=clients, managers=MANAGERS)
    assert facts.clients.potential.tolist() == [0.0, 1e15, 0.0]


@pytest.mark.parametrize("tolerant", [False, True])
def test_a_log_of_which_nothing_fits_is_an_error(tmp_path: Path, tolerant: bool) -> None:
    # ids that lost their zeros: dropped one by one, they would make dead souls of all clients
    log = ACTIVITIES + "1,m1,2026-01-01,order\n2,m2,2026-01-02,call\n"
    found = problems(tmp_path, tolerant=tolerant, managers=MANAGERS, activities=log)
    assert only(found, "no-activity-left").message.endswith("(activities: 2)")


def test_a_log_without_any_date_is_an_error_when_tolerant_too(tmp_path: Path) -> None:
    log = ACTIVITIES + "c1,m1,never,order\n"
    found = problems(tmp_path, tolerant=True, managers=MANAGERS, activities=log)
    assert only(found, "no-activity-left").severity is Severity.ERROR


def test_fte_may_be_per_cent_and_a_hundred_full_shares_are_told(tmp_path: Path) -> None:
    facts = read(tmp_path, managers="manager_id,name,fte\nm1,Ann,50%\nm2,Bob,100\n")
    assert facts.managers.fte.tolist() == [0.5, 100.0]
    assert only(facts.issues, "large-fte").row == 3


def test_owners_by_name_are_the_managers_of_that_name(tmp_path: Path) -> None:
    # Ann is one manager; Bob are two, so nobody can tell which one is meant: read past that, he is a stranger
    facts = read(
        tmp_path,
        tolerant=True,
        clients="client_id,name,manager_id\nc1,A,ANN\nc2,B,m2\nc3,C,Bob\nc4,D,\n",
        managers="manager_id,name\nm1,Ann\nm2,Bob\nm3,Bob\n",
        activities=ACTIVITIES + "c1,Ann,2026-01-01,order\n",
    )
    assert facts.clients.owner_idx.tolist() == [0, 1, 3, NOBODY]
    assert facts.managers.listed.tolist() == [True, True, True, False]
    assert facts.activities is not None
    assert facts.activities.manager_idx.tolist() == [0]
    assert codes(facts.issues).count("manager-by-name") == 2
    assert only(facts.issues, "owner-name-twice").value == "Bob"
