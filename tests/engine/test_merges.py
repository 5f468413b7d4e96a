"""Merged cards through the engine: from tables to a folder and back."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assigner.engine import load_case, load_proposal, propose, save_proposal
from assigner.errors import InputError
from assigner.policy import Policy
from assigner.proposal import Proposal
from assigner.tabular import Sources
from tests.engine.conftest import CONFIG, write_tables
from tests.engine.test_round_trip import assert_same

EXACT = Policy.model_validate({"identity": {"merge_exact": True}})
INN = "7707083893"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """A company whose first three cards are one client: two by their tax id, the third by decision."""
    folder = tmp_path_factory.mktemp("merges")
    tables = write_tables(folder)
    with tables.clients.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row["tax_id"] = INN if row["client_id"] in ("C00001", "C00002") else ""
    with tables.clients.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    decisions = folder / "decisions.csv"
    decisions.write_text("decision,kind,a,b,reason\nyes,merge,C00002,C00003,one phone\n", "utf-8")
    return replace(tables, rules=None, decisions=decisions)


@pytest.fixture(scope="module")
def proposal(sources: Sources) -> Proposal:
    """Solved with all merges."""
    return propose(load_case(sources, policy=EXACT), CONFIG)


def test_decisions_and_equal_tax_ids_merge_together(sources: Sources, proposal: Proposal) -> None:
    # C00002 is the a of the decision, so it is the main card of all three.
    facts = proposal.portfolio
    assert facts.num_clients == 78
    assert {card.client_id for card in facts.merged} == {"C00001", "C00003"}
    assert [card.client_id for card in facts.main_cards] == ["C00002"]
    plain = load_case(replace(sources, decisions=None)).portfolio
    assert (plain.num_clients, plain.merged) == (80, ())
    assert facts.clients.revenue_12m.sum() == pytest.approx(plain.clients.revenue_12m.sum())


def test_a_saved_proposal_is_loaded_with_its_merges(
    sources: Sources, proposal: Proposal, tmp_path: Path
) -> None:
    # The folder carries the decisions and the policy: it is read after the tables are gone.
    own = tmp_path / "own"
    assert sources.decisions is not None
    shutil.copytree(sources.clients.parent, own)
    moved = Sources(
        own / "clients.csv", own / "managers.csv", own / "activities.csv", decisions=own / "decisions.csv"
    )
    save_proposal(proposal, tmp_path / "out", sources=moved)
    shutil.rmtree(own)
    loaded = load_proposal(tmp_path / "out")
    assert_same(proposal, loaded)
    assert loaded.portfolio.merged == proposal.portfolio.merged
    assert loaded.portfolio.main_cards == proposal.portfolio.main_cards


def test_the_policy_says_whether_equal_tax_ids_are_merged(sources: Sources) -> None:
    decided = load_case(sources).portfolio
    assert [card.client_id for card in decided.merged] == ["C00003"]


def test_an_answer_of_an_audit_speaks_for_every_card_of_its_client(sources: Sources, tmp_path: Path) -> None:
    # The log gets one call of manager M on C00003 alone; the sheet names C00002, whose card it went into.
    log = tmp_path / "activities.csv"
    log.write_text(
        "activity_id,client_id,manager_id,occurred_at,kind,contact_name,contact_role,contact_phone,summary\n"
        "A1,C00003,M01,2026-05-01,call,Ann,buyer,+7 900 000 00 01,talked about the next order\n",
        "utf-8",
    )
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("client_id,manager_id,answer,until\nC00002,M01,refuted,2026-05-31\n", "utf-8")
    tables = replace(sources, activities=log)
    before, after = load_case(tables), load_case(replace(tables, audit=sheet))
    assert before.evidence.discarded == {}
    assert after.evidence.discarded == {"refuted": 1}
    assert "audit-without-touches" not in [issue.code for issue in after.portfolio.issues]
    assert after.portfolio.activities is not None
    assert np.array_equal(after.portfolio.activities.verified, [0])


def test_a_pin_to_a_leaver_is_told_with_the_other_problems_of_the_rules(
    sources: Sources, tmp_path: Path
) -> None:
    assert sources.managers is not None
    with sources.managers.open(encoding="utf-8-sig", newline="") as stream:
        team = list(csv.DictReader(stream))
    for row in team:
        row["leaving"] = "yes" if row["manager_id"] == "M01" else "no"
    managers = tmp_path / "managers.csv"
    with managers.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(team[0]))
        writer.writeheader()
        writer.writerows(team)
    rules = tmp_path / "rules.csv"
    rules.write_text("kind,a,b\npin,C00009,M01\nban,C00008,nobody\n", "utf-8")
    tables = replace(sources, managers=managers, rules=rules)
    with pytest.raises(InputError) as caught:
        load_case(tables)
    errors = [issue for issue in caught.value.issues if issue.severity == "error"]
    assert {(issue.code, issue.row) for issue in errors} == {
        ("pin-to-leaver", 2),
        ("unknown-rule-manager", 3),
    }
    rules.write_text("kind,a,b\npin,C00009,M01\n", "utf-8")
    off = Policy.model_validate({"rules": {"keep": {"pins": False}}})
    assert load_case(tables, policy=off).portfolio.num_clients == 79
