"""What becomes of cards, columns and rules when cards are one client (model §1, merged cards)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assigner.duplicates.claimants import Claimant, claimants_of
from assigner.duplicates.merge import merge_cards
from assigner.errors import InputError
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Answers, Clients, Portfolio, Rule, RuleKind
from tests import builders

POLICY = Policy()
EXACT = Policy.model_validate({"identity": {"merge_exact": True}})
INN, OTHER_INN = "7707083893", "7736050003"
SHORT_INN = "0105018196"  # 105018196 in a spreadsheet


def merge(a: int, b: int, reason: str = "") -> Rule:
    """Card b goes into card a."""
    return Rule(RuleKind.MERGE, a, b, reason)


def rule(kind: RuleKind, a: int, b: int) -> Rule:
    """Any other rule."""
    return Rule(kind, a, b)


def with_words(base: Clients, **columns: list[str]) -> Clients:
    """Clients with text columns filled."""
    return replace(base, **{name: builders.text(values) for name, values in columns.items()})


def facts(base: Clients, *rules: Rule, managers: int = 3, **rest: Any) -> Portfolio:
    """A portfolio with these rules."""
    return replace(builders.portfolio(base, builders.managers(managers), rules=rules), **rest)


def ids(portfolio: Portfolio) -> list[str]:
    """Ids of the clients that are left."""
    return list(portfolio.clients.client_id)


def codes(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    """Codes of the problems that were told."""
    return [issue.code for issue in error.value.issues]


def test_every_column_of_a_merged_client() -> None:
    # c2 and c0 go into c1, the main card; c3 stays. The cards of the client in their order: c1, c0, c2.
    base = builders.clients(
        [0, 1, 2, NOBODY],
        potential=[100, 40, 70, 5],  # largest: 100
        revenue=[10, 20, 3, 1],  # added up: 33
        workload=[2, 8, 4, 1],  # largest: 8
        groups=["", "", "G", "H"],  # c1 and c0 blank, so that of c2
        deal_amount=[0, 50, 25, 0],  # added up: 75
        deal_close=[
            "2027-12-31",
            "2026-07-01",
            "2026-09-01",
            None,
        ],  # c0 has no deal: the latest is that of c2
        lat=[55.0, np.nan, 59.0, 1.0],  # c1 has no place; c0 comes before c2
        lon=[37.0, 30.0, 30.0, 2.0],
        region=["North", "", "South", "East"],  # c1 blank, so that of c0; South is nobody's any more
        tier=["A", "B", "A", "C"],  # that of c1; A is nobody's any more
    )
    base = with_words(
        base,
        tax_id=["", "", INN, ""],
        phone=["1", "2", "3", "4"],
        email=["zero@x.ru", "", "two@x.ru", ""],
        contact_name=["", "", "", "Eve"],
    )
    base = replace(base, row=np.array([2, 3, 4, 5]))
    portfolio = facts(base, merge(1, 2, "the same firm"), merge(1, 0), files={"clients": "c.csv"})
    done = merge_cards(portfolio, POLICY)
    clients = done.clients

    assert ids(done) == ["c1", "c3"]
    assert clients.name.tolist() == ["Client 1", "Client 3"]
    assert clients.potential.tolist() == [100, 5]
    assert clients.revenue_12m.tolist() == [33, 1]
    assert clients.workload is not None
    assert clients.workload.tolist() == [8, 1]
    assert clients.group_ids == ("G", "H")
    assert clients.group_idx.tolist() == [0, 1]
    assert clients.open_deal_amount.tolist() == [75, 0]
    assert clients.open_deal_close.astype(str).tolist() == ["2026-09-01", "NaT"]
    assert (clients.lat.tolist(), clients.lon.tolist()) == ([55.0, 1.0], [37.0, 2.0])
    assert clients.dimensions["region"].labels == ("East", "North")
    assert clients.dimensions["region"].codes.tolist() == [1, 0]
    assert clients.dimensions["tier"].labels == ("B", "C")
    assert clients.dimensions["tier"].codes.tolist() == [0, 1]
    assert clients.tax_id.tolist() == [INN, ""]
    assert clients.phone.tolist() == ["2", "4"]
    assert clients.email.tolist() == ["zero@x.ru", ""]
    assert clients.contact_name.tolist() == ["", "Eve"]
    assert clients.row is not None
    assert clients.row.tolist() == [3, 5]
    assert clients.owner_idx.tolist() == [1, NOBODY]
    assert done.rules == ()
    assert done.files == {"clients": "c.csv"}
    # what the cards said by themselves
    assert [(card.client_id, card.owner_idx, card.row) for card in done.merged] == [
        ("c0", 0, 2),
        ("c2", 2, 4),
    ]
    assert [card.into_idx for card in done.merged] == [0, 0]
    assert [card.reason for card in done.merged] == ["", "the same firm"]
    assert [(card.potential, card.revenue_12m, card.open_deal_amount) for card in done.merged] == [
        (100, 10, 0),
        (70, 3, 25),
    ]
    assert [(card.client_id, card.owner_idx, card.revenue_12m) for card in done.main_cards] == [("c1", 1, 20)]


def test_nothing_to_merge_is_the_same_portfolio() -> None:
    base = with_words(builders.clients([0, 1]), tax_id=[INN, INN])
    portfolio = facts(base, rule(RuleKind.TOGETHER, 0, 1))
    assert merge_cards(portfolio, POLICY) is portfolio
    different = facts(with_words(builders.clients([0, 1]), tax_id=[INN, OTHER_INN]))
    assert merge_cards(different, EXACT) is different


def test_activities_go_to_the_client() -> None:
    log = builders.activities(
        [{"client": i, "manager": 0, "at": "2026-05-01"} for i in (0, 1, 2, 3, 1)]
    )  # c1 goes into c2, so that c0, c2, c3 are 0, 1, 2
    portfolio = facts(builders.clients([0] * 4), merge(2, 1), activities=log)
    done = merge_cards(portfolio, POLICY)
    assert done.activities is not None
    assert done.activities.client_idx.tolist() == [0, 1, 1, 2, 1]
    assert done.activities.client_idx.dtype == log.client_idx.dtype
    assert len(done.activities) == len(log)


def test_potential_that_stands_for_revenue_adds_up_and_that_counts_clients_does_not() -> None:
    base = builders.clients([0, 0], potential=[10, 20], revenue=[10, 20])
    for source, found in (("revenue", 30), ("potential", 20)):
        done = merge_cards(facts(replace(base, potential_source=source), merge(0, 1)), POLICY)
        assert done.clients.potential.tolist() == [found]
    counted = replace(base, potential=np.ones(2), potential_source="count")
    assert merge_cards(facts(counted, merge(0, 1)), POLICY).clients.potential.tolist() == [1]


@pytest.mark.parametrize(
    ("excluded", "reasons", "merged"),
    [
        ([True, True], ["", "closed"], (True, "closed")),
        ([False, True], ["", "closed"], (False, "")),
        ([True, False], ["closed", ""], (False, "")),
    ],
)
def test_a_client_is_excluded_only_if_every_card_is(
    excluded: list[bool], reasons: list[str], merged: tuple[bool, str]
) -> None:
    base = with_words(builders.clients([0, 0], excluded=excluded), excluded_reason=reasons)
    clients = merge_cards(facts(base, merge(0, 1)), POLICY).clients
    assert (bool(clients.excluded[0]), clients.excluded_reason[0]) == merged


@pytest.mark.parametrize(
    ("merges", "left"),
    [
        ([(0, 1), (1, 2)], ["c0", "c3"]),  # a chain: c0 is no b
        ([(2, 1), (1, 0)], ["c2", "c3"]),  # the other way round
        ([(3, 1), (2, 1)], ["c0", "c2"]),  # two mains of one card are one client; c2 comes first in the table
        ([(1, 0), (1, 0)], ["c1", "c2", "c3"]),  # said twice
    ],
)
def test_merges_are_transitive_and_the_main_card_is_no_b(
    merges: list[tuple[int, int]], left: list[str]
) -> None:
    done = merge_cards(facts(builders.clients([0] * 4), *(merge(a, b) for a, b in merges)), POLICY)
    assert ids(done) == left
    assert len(done.merged) == 4 - len(left)
    assert len(done.main_cards) == 1


@pytest.mark.parametrize(
    ("merges", "named"),
    [([(0, 1), (1, 0)], "c0, c1, c0"), ([(3, 1), (0, 1), (1, 2), (2, 0)], "c0, c1, c2, c0")],
)
def test_merges_in_a_circle_are_an_error(merges: list[tuple[int, int]], named: str) -> None:
    with pytest.raises(InputError) as caught:
        merge_cards(facts(builders.clients([0] * 4), *(merge(a, b) for a, b in merges)), POLICY)
    assert codes(caught) == ["merge-circle"]
    cards = str(caught.value.issues[0].message).split(": ")[1].split(", ")
    turns = [cards[n:-1] + cards[:n] for n in range(len(cards) - 1)]
    assert named.split(", ")[:-1] in turns


def test_equal_valid_tax_ids_are_merged_where_the_policy_says_so() -> None:
    # Valid: INN twice and the short one with and without its leading zero. Not good enough: an invalid one,
    # a foreign one and blanks, however equal they are.
    tax_id = [
        INN,
        "105018196",
        "7707083890",
        "",
        INN,
        SHORT_INN,
        "7707083890",
        "",
        "LT123456789",
        "LT123456789",
    ]
    base = with_words(builders.clients([0] * 10), tax_id=tax_id)
    done = merge_cards(facts(base), EXACT)
    assert ids(done) == ["c0", "c1", "c2", "c3", "c6", "c7", "c8", "c9"]
    assert [(card.client_id, card.into_idx) for card in done.merged] == [("c4", 0), ("c5", 1)]
    assert done.merged[0].reason == f"same tax id {INN}"
    assert merge_cards(done, EXACT) is done


def test_a_rule_and_a_tax_id_make_one_client_and_the_rule_names_the_main_card() -> None:
    # c0 and c2 have one tax id, c1 takes c2: c1 is an a and no b: the main card, though c0 comes first.
    base = with_words(builders.clients([0, 1, 2]), tax_id=[INN, "", INN])
    done = merge_cards(facts(base, merge(1, 2)), EXACT)
    assert ids(done) == ["c1"]
    assert [card.client_id for card in done.merged] == ["c0", "c2"]


def test_rules_about_cards_are_about_the_client() -> None:
    # c0 <- c2 and c3 <- c4: clients 0 (c0, c2), 1 (c1), 2 (c3, c4), 3 (c5).
    portfolio = facts(
        builders.clients([0] * 6),
        merge(0, 2),
        rule(RuleKind.TOGETHER, 0, 2),  # between cards of one client: nothing
        rule(RuleKind.TOGETHER, 2, 1),
        rule(RuleKind.APART, 4, 5),
        rule(RuleKind.APART, 3, 5),  # the same once more
        rule(RuleKind.BAN, 4, 2),  # manager 2 stays manager 2
        rule(RuleKind.PIN, 2, 1),
        merge(3, 4),
    )
    assert merge_cards(portfolio, POLICY).rules == (
        rule(RuleKind.TOGETHER, 0, 1),
        rule(RuleKind.APART, 2, 3),
        rule(RuleKind.BAN, 2, 2),
        rule(RuleKind.PIN, 0, 1),
    )


def test_pins_that_agree_are_the_pin_of_the_client() -> None:
    base = builders.clients([0, 0, 0], pinned=[NOBODY, 2, 2])
    portfolio = facts(base, merge(0, 1), merge(0, 2), rule(RuleKind.PIN, 0, 2))
    assert merge_cards(portfolio, POLICY).clients.pinned_idx.tolist() == [2]


def test_contradictions_are_told_all_at_once_with_the_cards_they_are_about() -> None:
    # c1 and c2 go into c0. Pins: c1 to m1, c2 (by rule) to m2. c1 and c2 must be apart. c0 is banned from m1.
    # c3 is in one holding with c0 and must be apart from c2.
    base = builders.clients([0] * 4, pinned=[NOBODY, 1, NOBODY, NOBODY], groups=["G", "", "", "G"])
    base = replace(base, row=np.array([2, 3, 4, 5]))
    portfolio = facts(
        base,
        merge(0, 1),
        merge(0, 2),
        rule(RuleKind.PIN, 2, 2),
        rule(RuleKind.APART, 1, 2),
        rule(RuleKind.APART, 3, 2),
        rule(RuleKind.BAN, 0, 1),
        files={"clients": "c.csv", "rules": "r.csv"},
    )
    with pytest.raises(InputError) as caught:
        merge_cards(portfolio, POLICY)
    pins, inside, tied, ban = caught.value.issues
    assert codes(caught) == ["merged-pins", "merged-apart", "merged-apart", "merged-pin-and-ban"]
    assert (pins.file, pins.row) == ("r.csv", None)  # the pin that differs stands in the rules
    assert "c1 and c2 are one client, but pinned to m1 and m2" in pins.message
    assert (inside.file, inside.row) == ("r.csv", None)
    assert "c1 and c2 are one client" in inside.message
    assert "c3 and c2 must be apart" in tied.message
    assert "c1 and c0 are one client" in ban.message


def test_pins_by_rule_are_told_once_though_the_column_has_them_too() -> None:
    # Reading puts the pins of rules into the column; c0 and c1 are one client.
    base = replace(builders.clients([0] * 2, pinned=[0, 1]), row=np.array([2, 3]))
    pins = [rule(RuleKind.PIN, 0, 0), rule(RuleKind.PIN, 1, 1)]
    with pytest.raises(InputError) as caught:
        merge_cards(facts(base, merge(0, 1), *pins, files={"clients": "c.csv", "rules": "r.csv"}), POLICY)
    assert [(issue.code, issue.file) for issue in caught.value.issues] == [("merged-pins", "r.csv")]
    with pytest.raises(InputError) as caught:
        merge_cards(facts(base, merge(0, 1), files={"clients": "c.csv", "rules": "r.csv"}), POLICY)
    assert [(issue.file, issue.row) for issue in caught.value.issues] == [("c.csv", 3)]


def test_contradictions_are_told_where_the_rules_stand() -> None:
    # c0 and c1 are one client: pinned to two managers, banned from one of them, and kept apart.
    def stands(found: Rule, row: int) -> Rule:
        return replace(found, file="d.xlsx", row=row)

    pins = [stands(rule(RuleKind.PIN, 0, 0), 3), stands(rule(RuleKind.PIN, 1, 1), 4)]
    others = [stands(rule(RuleKind.BAN, 0, 1), 5), stands(rule(RuleKind.APART, 0, 1), 6)]
    files = {"clients": "c.csv", "decisions": "d.xlsx"}
    base = builders.clients([0] * 2, pinned=[0, 1])
    with pytest.raises(InputError) as caught:
        merge_cards(facts(base, stands(merge(0, 1), 2), *pins, *others, files=files), POLICY)
    told = [(issue.code, issue.file, issue.row) for issue in caught.value.issues]
    assert told == [
        ("merged-pins", "d.xlsx", 4),
        ("merged-apart", "d.xlsx", 6),
        ("merged-pin-and-ban", "d.xlsx", 5),
    ]
    circle = [stands(merge(1, 2), 7), stands(merge(0, 1), 8), stands(merge(1, 0), 9)]
    with pytest.raises(InputError) as caught:
        merge_cards(facts(builders.clients([0] * 3), *circle, files=files), POLICY)
    assert [(issue.file, issue.row) for issue in caught.value.issues] == [("d.xlsx", 8)]


def test_answers_about_cards_of_one_client_must_agree() -> None:
    # c0 confirmed m1's contacts up to May, c1 refuted them: up to the same day, or to another one. Nobody was
    # reached at c2.
    def asked(until: str) -> Portfolio:
        days = builders.days(["2026-05-01", until, "2026-05-01"], 3)
        people = {"client_idx": np.arange(3), "manager_idx": np.full(3, 1), "rows": np.array([2, 3, 4])}
        answers = Answers(**people, answer=np.array([1, 0, -1]), until=days)
        base = facts(builders.clients([0, 0, 0]), merge(0, 1), merge(0, 2), files={"audit": "a.csv"})
        return replace(base, answers=answers)

    with pytest.raises(InputError, match="their answers about m1 differ") as caught:
        merge_cards(asked("2026-05-01"), POLICY)
    [issue] = caught.value.issues
    assert (issue.code, issue.file, issue.row, issue.value) == ("merged-answers", "a.csv", 3, "c1")
    merged = merge_cards(asked("2026-05-02"), POLICY)
    assert merged.answers is not None
    assert merged.answers.client_idx.tolist() == [0, 0, 0]


def test_excluded_clients_tie_nobody_together() -> None:
    # c0 (excluded, with c1 in it) is of the holding of c2; c2 and c3 are tied through c1 only.
    base = builders.clients([0] * 4, excluded=[True, True, False, False], groups=["G", "", "G", ""])
    ties = [rule(RuleKind.TOGETHER, 1, 3), rule(RuleKind.APART, 2, 3), rule(RuleKind.APART, 1, 2)]
    assert len(merge_cards(facts(base, merge(0, 1), *ties), POLICY).rules) == 3


def test_two_holdings_do_not_become_one() -> None:
    # c0 is of G and takes c1 of H: the client is of G, c2 is alone in H, so that c0 and c2 may be apart.
    base = builders.clients([0, 0, 0], groups=["G", "H", "H"])
    done = merge_cards(facts(base, merge(0, 1), rule(RuleKind.APART, 0, 2)), POLICY)
    assert done.clients.group_idx.tolist() == [0, 1]
    assert done.clients.group_ids == ("G", "H")


def test_claimants_are_the_owners_of_the_cards() -> None:
    # c1 takes c0, c2 and c3; c3 is nobody's. m1 owns the main card and c2.
    base = builders.clients([0, 1, 1, NOBODY, 2], revenue=[5, 10, 20, 40, 80], deal_amount=[1, 2, 3, 4, 5])
    done = merge_cards(facts(base, merge(1, 0), merge(1, 2), merge(1, 3)), POLICY)
    assert claimants_of(done) == {0: (Claimant(1, 30, 5, True), Claimant(0, 5, 1, False))}


def test_a_card_without_an_owner_takes_that_of_the_next() -> None:
    base = builders.clients([NOBODY, NOBODY, 2])
    done = merge_cards(facts(base, merge(0, 1), merge(0, 2)), POLICY)
    assert done.clients.owner_idx.tolist() == [2]
    assert claimants_of(done) == {0: (Claimant(2, 0, 0, False),)}
