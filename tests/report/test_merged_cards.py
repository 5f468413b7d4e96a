"""Merged cards in the files: what a CRM writes back, and which card went into which client."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from jsonschema import Draft202012Validator

from assigner.duplicates.merge import merge_cards
from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.ownership import settle_owners
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Rule, RuleKind
from assigner.report import write_proposal
from assigner.report.document import document, schema
from assigner.report.merged_clients import merged_clients
from assigner.report.page import render_page
from assigner.report.tables import write_assignment, write_merged, write_moves
from assigner.report.view import PlanView, plan_view
from assigner.report.workbook import write_workbook
from tests import builders
from tests.report import plans


@pytest.fixture(scope="module")
def view() -> PlanView:
    """Cards c1 (m1), c2 (m2) and c3 (nobody's) went into c0 (m0), which is m1's by evidence and goes to m2.

    c4 stays with m0. c6 went into c5; both are excluded.
    """
    cards = builders.clients(
        [0, 1, 2, NOBODY, 0, 1, 1],
        potential=[10, 20, 30, 40, 50, 9, 9],
        excluded=[False] * 5 + [True] * 2,
        region=["North"] * 7,
    )
    rules = [Rule(RuleKind.MERGE, 0, b, f"=as {b}") for b in (1, 2, 3)] + [Rule(RuleKind.MERGE, 5, 6)]
    merged = merge_cards(builders.portfolio(cards, builders.managers(3), rules=rules), Policy())
    owner = np.array([1, 0, 1], dtype=np.int32)
    facts = replace(merged, clients=replace(merged.clients, owner_idx=owner))
    evidence = builders.evidence(facts, [State.CLAIMED, State.PROVEN, State.EXCLUDED])
    plan = plans.proposal(facts, evidence, [2, 0, NOBODY])
    return plan_view(plan, plans.reasons(plan))


def test_every_card_that_changes_hands_is_written_back(view: PlanView, tmp_path: Path) -> None:
    # c0 and c1 name m0 and m1, c3 names nobody: three rows. c2 names m2 already, who gets the client. c0 is
    # the main card, but evidence gave the client to m1 before the plan: its row says so.
    write_moves(view, tmp_path / "m.csv")
    assert (tmp_path / "m.csv").read_text("utf-8").splitlines() == [
        "client_id,client_name,previous_manager_id,previous_manager,manager_id,manager,reason",
        "c0,Client 0,m0,Manager 0,m2,Manager 2,"
        "This client is made of several cards; by evidence it is that of Manager 1. Makes the books even.",
        "c1,Client 1,m1,Manager 1,m2,Manager 2,This card is part of client c0. Makes the books even.",
        "c3,Client 3,,,m2,Manager 2,This card is part of client c0. Makes the books even.",
    ]
    write_moves(view, tmp_path / "ru.csv", language="ru")
    assert "Эта карточка входит в клиента c0. Makes" in (tmp_path / "ru.csv").read_text("utf-8")


def test_a_main_card_that_already_names_the_new_manager_is_not_written_back(
    view: PlanView, tmp_path: Path
) -> None:
    # The client goes from m1 (by evidence) to m0, whom c0 names: only c1, c2 and c3 change in the CRM.
    plan = replace(view.proposal, assignment=np.array([0, 0, NOBODY], dtype=np.int32))
    write_moves(plan_view(plan, view.reasons), tmp_path / "m.csv")
    with (tmp_path / "m.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["client_id"] for row in csv.DictReader(stream)] == ["c1", "c2", "c3"]


def test_the_assignment_has_one_row_per_client(view: PlanView, tmp_path: Path) -> None:
    write_assignment(view, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as stream:
        rows = [
            (row["client_id"], row["previous_manager_id"], row["manager_id"])
            for row in csv.DictReader(stream)
        ]
    assert rows == [("c0", "m1", "m2"), ("c4", "m0", "m0"), ("c5", "m1", "")]


def test_merged_cards_are_listed_with_their_reasons(view: PlanView, tmp_path: Path) -> None:
    write_merged(view, tmp_path / "merged.csv")
    assert (tmp_path / "merged.csv").read_text("utf-8").splitlines() == [
        "merged_client_id,client_id,previous_manager_id,manager_id,reason",
        "c1,c0,m1,m2,'=as 1",
        "c2,c0,m2,m2,'=as 2",
        "c3,c0,,m2,'=as 3",
        "c6,c5,m1,,",
    ]


def test_the_document_lists_them_as_its_schema_says(view: PlanView) -> None:
    said = document(view)
    Draft202012Validator(schema()).validate(said)
    assert [card["merged_client_id"] for card in said["merged_cards"]] == ["c1", "c2", "c3", "c6"]
    assert said["merged_cards"][2] == {
        "merged_client_id": "c3",
        "name": "Client 3",
        "client_id": "c0",
        "previous_manager_id": None,
        "manager_id": "m2",
        "reason": "=as 3",
    }
    assert said["merged_cards"][3]["manager_id"] is None


def test_people_are_told_whose_the_cards_were_and_why_the_owner_owns(view: PlanView, tmp_path: Path) -> None:
    # The owners of the fixture are set by hand, so that only the words about the cards are looked at here.
    tr = Translator()
    first, second = sorted(merged_clients(tr, view), key=lambda client: client.client_id)
    assert [(card.card_id, card.owner, card.main) for card in first.cards] == [
        ("c0", "Manager 0", True),
        ("c1", "Manager 1", False),
        ("c2", "Manager 2", False),
        ("c3", "", False),
    ]
    assert (first.owner, first.manager) == ("Manager 1", "Manager 2")
    assert (second.owner, second.why, second.manager) == ("Manager 1", "nobody else is named on a card", "")
    page = render_page(view, tr)
    assert 'id="cards"' in page
    assert "Cards, and whose they were" in page
    write_workbook(view, "en", tmp_path / "p.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx")["Merged cards"]
    found = {row[2]: (row[4], row[7]) for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert found["c0"] == ("Manager 0", "main card")
    assert found["c1"] == ("Manager 1", "'=as 1")


@pytest.mark.parametrize(
    ("points", "revenue", "why"),
    [
        ({(0, 1): 0.9}, [0, 0], "has the most evidence of work"),
        ({}, [0, 5], "equal evidence; has more revenue on the own cards"),
        ({}, [0, 0], "equal evidence; is named on the main card"),
    ],
)
def test_the_reason_is_the_first_thing_in_which_the_owner_is_ahead(
    points: dict[tuple[int, int], float], revenue: list[float], why: str
) -> None:
    # Two cards, c0 of m0 and c1 of m1; the last case leaves the client with its main card's m0.
    cards = builders.clients([0, 1], revenue=revenue)
    facts = merge_cards(
        builders.portfolio(cards, builders.managers(2), rules=[Rule(RuleKind.MERGE, 0, 1)]), Policy()
    )
    evidence = builders.evidence(facts, [State.CLAIMED], points)
    facts = settle_owners(facts, evidence, Policy())
    plan = plans.proposal(facts, evidence, [0])
    (client,) = merged_clients(Translator(), plan_view(plan, plans.reasons(plan)))
    assert client.why == why


def test_the_file_is_written_only_where_cards_were_merged(view: PlanView, tmp_path: Path) -> None:
    out = tmp_path / "out"
    written = write_proposal(view.proposal, view.reasons, out)
    assert out / "merged.csv" in written
    plan = plans.tiny_plan()
    again = write_proposal(plan, plans.reasons(plan), out, force=True)
    assert out / "merged.csv" not in again
    assert not (out / "merged.csv").exists()
    assert (out / "moves.csv").exists()
