"""Clients that tables call by name, and what is never guessed about them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.errors import Severity
from assigner.i18n import Translator
from assigner.identity.names import read_name
from assigner.portfolio import NOBODY, Portfolio, Rule, RuleKind
from assigner.tabular import read_audit, read_portfolio
from assigner.tabular.naming import KnownClients
from assigner.tabular.problems import Problems
from assigner.tabular.table import Columns, Table
from assigner.tabular.words import fold_spaces
from tests.builders import clients, text
from tests.tabular.tables import MANAGERS, codes, only, problems, read, write

CLIENTS = (
    "client_id;name;manager_id;potential\n"
    'c1;"ООО ""Ромашка""";m1;1\n'
    "c2;ЗАО Ромашка;m1;1\n"
    "c3;ИП Иванов И.И.;m2;1\n"
    "c4;Вега;m2;1\n"
    "c5;вега;m2;1\n"
    "c6;Торговый дом Лютик;m2;1\n"
    "Лютик;Совсем другой;m2;1\n"
)
LOG = "client_id;manager_id;occurred_at;kind\n"


def log_of(*names: str) -> str:
    return LOG + "".join(f"{name};m1;2026-01-0{at + 1};call\n" for at, name in enumerate(names))


def read_log(folder: Path, *names: str, **tables: str | bytes) -> Portfolio:
    tables = {"clients": CLIENTS, "managers": MANAGERS, "activities": log_of(*names), **tables}
    return read_portfolio(write(folder, **tables))


@pytest.mark.parametrize(
    ("text", "client"),
    [
        ("c1", 0),
        ("ЗАО  ромашка", 1),  # case and spaces
        ("ООО «Ромашка»", 0),  # quotes; the other Ромашка is of another legal form
        ("Ромашка, ООО", 0),
        ("АО Ромашка", 1),  # ЗАО and АО are forms of one kin
        ("Иванов И. И. ИП", 2),
        ("Иванов И.И.", 2),  # nobody else is called so
        ("ТД «Лютик» ООО", 5),  # the card names no legal form, so none contradicts
        ("Лютик", 6),  # an id goes before any name
    ],
)
def test_a_client_is_found_by_the_name_that_it_alone_bears(tmp_path: Path, text: str, client: int) -> None:
    facts = read_log(tmp_path, text, "c4")
    assert facts.activities is not None
    assert facts.activities.client_idx.tolist() == [client, 3]
    told = [issue for issue in facts.issues if issue.code == "client-by-name"]
    assert [(issue.value, issue.row, issue.count) for issue in told] == (
        [] if text in ("c1", "Лютик") else [(text, 2, 1)]
    )
    assert all(repr(text) in issue.message for issue in told)


@pytest.mark.parametrize(
    ("text", "num"),
    [
        ("Вега", 2),  # one card each
        ("«Ромашка»", 2),  # the form would tell, but it is not said
    ],
)
def test_a_name_that_fits_several_clients_is_none_of_them(tmp_path: Path, text: str, num: int) -> None:
    facts = read_log(tmp_path, "c1", text, text)
    assert facts.activities is not None
    assert facts.activities.client_idx.tolist() == [0]
    assert facts.dropped_activities == {"unknown_client": 2}
    issue = only(facts.issues, "client-name-twice")
    assert (issue.row, issue.count) == (3, 2)
    assert f"The name fits {num} clients" in issue.message
    assert f"{text!r} ({num})" in issue.message


@pytest.mark.parametrize("text", ["ИП Ромашка", "ООО Вега-2", "ООО", "777", "ПАО Иванов И.И."])
def test_other_names_and_contradicting_forms_are_unknown(tmp_path: Path, text: str) -> None:
    facts = read_log(tmp_path, "c1", text)
    assert facts.dropped_activities == {"unknown_client": 1}
    assert not {"client-by-name", "client-name-twice"} & set(codes(facts.issues))


def test_cards_that_a_rule_merges_share_their_name_without_doubt(tmp_path: Path) -> None:
    facts = read_log(tmp_path, "ВЕГА", rules="kind;a;b\nmerge;c4;c5\n")
    assert facts.activities is not None
    assert facts.activities.client_idx.tolist() in ([3], [4])  # which card does not matter: they become one
    assert "client-name-twice" not in codes(facts.issues)


def test_rules_and_decisions_may_name_clients_and_managers(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients=CLIENTS,
        managers=MANAGERS,
        rules="kind;a;b\ntogether;ООО Ромашка;ИП Иванов И.И.\npin;Торговый дом Лютик;Bob\n",
        decisions="decision;kind;a;b\nyes;merge;c4;ЗАО Ромашка\nno;merge;c4;Вега\n",
    )
    assert facts.rules == (
        Rule(RuleKind.TOGETHER, 0, 2),
        Rule(RuleKind.PIN, 5, 1),
        Rule(RuleKind.MERGE, 3, 1),
    )
    told = [
        (issue.column, issue.count)
        for issue in facts.issues
        if issue.code in ("client-by-name", "manager-by-name")
    ]
    assert told == [("a", 2), ("b", 1), ("b", 1), ("b", 1)]


def test_a_number_is_the_one_id_that_differs_by_leading_zeros(tmp_path: Path) -> None:
    # 7 and 07 are both there: 007 may be either. 12 is an id without its zeros, but 15 is a name, which goes
    # first. Letters keep their zeros: 0a is nobody.
    facts = read(
        tmp_path,
        clients="client_id;name;manager_id;potential\n00012;A;m1;1\n7;B;m1;1\n07;C;m1;1\n015;D;m1;1\n3;15;m1;1\n00a;E;m1;1\n",
        managers=MANAGERS,
        activities=log_of("12", "000012", "7", "07", "007", "15", "0a", "00012"),
        rules="kind;a;b\nban;12;m2\ntogether;3;012\n",
        audit="client_id;manager_id;answer\n12;m1;yes\n",
    )
    assert facts.activities is not None
    assert facts.answers is not None
    assert facts.activities.client_idx.tolist() == [0, 0, 1, 2, 4, 0]
    assert facts.answers.client_idx.tolist() == [0]
    assert [(rule.a_idx, rule.b_idx) for rule in facts.rules] == [(0, 1), (4, 0)]
    assert facts.dropped_activities == {"unknown_client": 2}
    told = [(issue.column, issue.count) for issue in facts.issues if issue.code == "client-id-zeros"]
    assert told == [("a", 1), ("b", 1), ("client_id", 2), ("client_id", 1)]
    assert any(issue.message.endswith("'12' (00012), '000012' (00012)") for issue in facts.issues)


def test_merged_cards_share_their_number(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        clients="client_id;name;manager_id;potential\n7;A;m1;1\n07;B;m1;1\n",
        managers=MANAGERS,
        activities=log_of("007"),
        rules="kind;a;b\nmerge;7;07\n",
    )
    assert facts.activities is not None
    assert len(facts.activities) == 1


def test_a_rule_about_a_name_that_is_not_clear_is_an_error(tmp_path: Path) -> None:
    found = problems(tmp_path, clients=CLIENTS, managers=MANAGERS, rules="kind;a;b\nban;Вега;m1\n")
    assert only(found, "unknown-rule-client").severity is Severity.ERROR
    assert "fits 2 clients" in only(found, "client-name-twice").message


def test_a_name_in_the_column_of_a_rule_that_means_managers_is_no_client(tmp_path: Path) -> None:
    found = problems(tmp_path, clients=CLIENTS, managers=MANAGERS, rules="kind;a;b\nban;c1;Вега\n")
    assert only(found, "unknown-rule-manager").value == "Вега"
    assert "client-name-twice" not in codes(found)


def test_answers_may_name_the_client(tmp_path: Path) -> None:
    audit = "client_id;manager_id;answer\nРомашка ООО;Ann;да\n"
    facts = read_log(tmp_path, "c1", audit=audit)
    assert facts.activities is not None
    assert facts.activities.verified.tolist() == [1]
    path = tmp_path / "sheet.csv"
    path.write_text(audit, "utf-8")
    assert read_audit(path, facts).client_idx.tolist() == [0]


def test_names_are_told_in_russian(tmp_path: Path) -> None:
    sources = write(tmp_path, clients=CLIENTS, managers=MANAGERS, activities=log_of("Вега", "ООО Ромашка"))
    facts = read_portfolio(sources, tr=Translator("ru"))
    assert "носят несколько клиентов (2)" in only(facts.issues, "client-name-twice").message
    assert "стоит название клиента: 1" in only(facts.issues, "client-by-name").message


def test_thousands_of_rows_are_one_warning_with_few_examples(tmp_path: Path) -> None:
    rows = "".join(f"c{n};Firm {'abcdefgh'[n]};m1;1\n" for n in range(8))
    log = LOG + "".join(f"FIRM {'abcdefgh'[n % 8]};m1;2026-01-01;call\n" for n in range(2000))
    facts = read(
        tmp_path, clients="client_id;name;manager_id;potential\n" + rows, managers=MANAGERS, activities=log
    )
    issue = only(facts.issues, "client-by-name")
    assert issue.count == 2000
    assert "'FIRM e', …" in issue.message
    assert "FIRM f" not in issue.message


NAMES = ["ООО Вега", "Вега", "«Вега»", "ЗАО  вега", "Лютик", "c0", "c1", "7", ""]


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6), st.lists(st.sampled_from(NAMES), max_size=6))
def test_ids_go_first_and_no_name_of_two_clients_is_read(names: list[str], texts: list[str]) -> None:
    """Whatever the names are: an id is its client; a name is a client that bears it and no other one does."""
    base = replace(clients([NOBODY] * len(names)), name=text(names))
    asked = [*base.client_id.tolist(), *texts]
    table = Table("activities", "log.csv", ("client_id",), (text(asked),), np.arange(len(asked)))
    problems = Problems()
    found = KnownClients.of_clients(base).positions(Columns(table, {"client_id": 0}), problems).tolist()
    assert found[: len(names)] == list(range(len(names)))
    ids = base.client_id.tolist()
    for said, client in zip(texts, found[len(names) :], strict=True):
        bearers = [at for at, name in enumerate(names) if name and fold_spaces(name) == fold_spaces(said)]
        if said in ids:
            assert client == ids.index(said)
        elif bearers:
            assert client == (bearers[0] if len(bearers) == 1 else -1)
        else:
            assert client < 0 or read_name(names[client]).key == read_name(said).key
