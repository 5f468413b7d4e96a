"""A plan on merged cards in its files: every card once, moves exactly where the owner of a card changes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assigner.generate import CompanySpec, generate_company, write_company
from tests.cli.runs import assigner, document, rows, tables
from tests.oracles.merging import exact_key

Row = dict[str, str]


@dataclass(frozen=True)
class Plan:
    """The tables that went in and what came out."""

    cards: dict[str, Row]
    merges: list[tuple[str, str]]
    out: Path
    figures: Any

    def table(self, name: str) -> list[Row]:
        return rows(self.out / name)


@pytest.fixture(scope="module", params=[1, 2])
def plan(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """A plan for a company with second cards: some merged by rules, others by their tax ids."""
    folder = tmp_path_factory.mktemp("plan")
    made = generate_company(CompanySpec.for_size(120, 5, request.param, "ru", num_duplicates=24))
    write_company(made, folder)
    planted = made.truth["duplicates"]
    merges = [(each["of"], each["card"]) for each in planted[::2]]
    with (folder / "rules.csv").open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(("merge", a, b, "one buyer") for a, b in merges)
    asked = [*tables(folder), "--merge-exact", "--as-of", "2026-06-01", "--work-limit", 0.1]
    done = assigner("propose", *asked, "--out", folder / "out")
    assert done.exit_code == 0, done.output
    cards = {row["client_id"]: row for row in rows(folder / "clients.csv")}
    return Plan(cards, merges, folder / "out", document(folder / "out"))


def clients_by_hand(plan: Plan) -> dict[str, set[str]]:
    """The set of cards that each card is one client with."""
    ties = list(plan.merges)
    keys = {card: exact_key(row["tax_id"]) for card, row in plan.cards.items()}
    first: dict[str, str] = {}
    ties += [(first.setdefault(key, card), card) for card, key in keys.items() if key]
    sets = {card: {card} for card in plan.cards}
    for a, b in ties:
        both = sets[a] | sets[b]
        for card in both:
            sets[card] = both
    return sets


def test_every_card_stands_once_in_assignment_or_merged(plan: Plan) -> None:
    assigned = [row["client_id"] for row in plan.table("assignment.csv")]
    merged = {row["merged_client_id"]: row["client_id"] for row in plan.table("merged.csv")}
    excluded = {card for card, row in plan.cards.items() if row["excluded"] == "yes"}
    families = clients_by_hand(plan)
    assert sorted([*assigned, *merged]) == sorted(plan.cards)
    assert len(set(assigned)) == len(assigned)
    assert len(plan.table("merged.csv")) == len(merged)
    assert excluded < set(plan.cards)
    for family in map(frozenset, families.values()):
        [main] = family & set(assigned)
        assert {merged[card] for card in family - {main}} <= {main}
    assert [card for card in plan.cards if card in set(assigned)] == assigned


def test_moves_are_the_cards_whose_owner_changes(plan: Plan) -> None:
    now = {row["client_id"]: row["manager_id"] for row in plan.table("assignment.csv")}
    merged = {row["merged_client_id"]: row for row in plan.table("merged.csv")}
    into = {card: card if card in now else merged[card]["client_id"] for card in plan.cards}
    changed = {
        card: (row["manager_id"], now[into[card]])
        for card, row in plan.cards.items()
        if now[into[card]] and row["manager_id"] != now[into[card]]
    }
    moves = plan.table("moves.csv")
    assert {row["client_id"]: (row["previous_manager_id"], row["manager_id"]) for row in moves} == changed
    assert len(moves) == len(changed)
    assert {row["client_id"]: row["client_name"].strip(" '") for row in moves} == {
        card: plan.cards[card]["name"].strip(" '") for card in changed
    }
    for card, row in merged.items():
        assert (row["previous_manager_id"], row["manager_id"]) == (
            plan.cards[card]["manager_id"],
            now[into[card]],
        )


def test_the_document_tells_the_same(plan: Plan) -> None:
    assigned, figures = plan.table("assignment.csv"), plan.figures
    merged = [
        {name: card[name] or "" for name in ("merged_client_id", "client_id", "manager_id", "reason")}
        for card in figures["merged_cards"]
    ]
    assert merged == [{name: row[name] for name in merged[0]} for row in plan.table("merged.csv")]
    served = [row for row in assigned if row["state"] != "excluded"]
    assert figures["base"]["clients"] == len(assigned)
    assert figures["moved_clients"] == sum(row["moved"] == "1" for row in assigned)
    assert figures["moved_clients"] == sum(
        row["previous_manager_id"] not in ("", row["manager_id"]) for row in served
    )
    assert figures["base"]["placed_clients"] == sum(not row["previous_manager_id"] for row in served)
    states = [row["state"] for row in assigned]
    assert {state: count for state, count in figures["base"]["states"].items() if count} == {
        state: states.count(state) for state in set(states)
    }
    for manager in figures["managers"]:
        own = [row for row in served if row["manager_id"] == manager["manager_id"]]
        assert manager["after"]["clients"] == len(own)
    pain = figures["revenue_at_risk"] + figures["commission_at_stake"] + figures["fixed_cost"]
    pains = [float(row["pain_money"] or 0) for row in served]
    assert sum(pains) == pytest.approx(pain + figures["evidence_mismatch"])


def test_money_of_the_merged_base_is_that_of_the_cards(plan: Plan) -> None:
    families = {frozenset(family) for family in clients_by_hand(plan).values()}
    revenue, potential = 0.0, 0.0
    for family in families:
        own = [plan.cards[card] for card in family]
        if any(row["excluded"] != "yes" for row in own):
            revenue += sum(float(row["revenue_12m"] or 0) for row in own)
            potential += max(float(row["potential"] or 0) for row in own)
    base = plan.figures["base"]
    assert (base["revenue"], base["potential"]) == (pytest.approx(revenue), pytest.approx(potential))
