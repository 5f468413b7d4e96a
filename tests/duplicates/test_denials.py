"""Merges that somebody said no to: stronger than tax ids, and no other merge overrides them (model §1)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.duplicates.merge import merge_cards
from assigner.errors import InputError, Issue, Severity
from assigner.policy import Policy
from assigner.portfolio import Portfolio, Rule, RuleKind
from tests import builders

POLICY = Policy()
EXACT = Policy.model_validate({"identity": {"merge_exact": True}})
INN, OTHER_INN = "7707083893", "7736050003"


def merge(a: int, b: int) -> Rule:
    """Card b goes into card a."""
    return Rule(RuleKind.MERGE, a, b)


def no(a: int, b: int, row: int = 2) -> Rule:
    """Somebody said that a and b are two clients."""
    return Rule(RuleKind.MERGE, a, b, "same tax id", "d.xlsx", row)


def base(tax_ids: list[str], *said: Rule, yes: tuple[Rule, ...] = ()) -> Portfolio:
    """Cards c0, c1, ... with these tax ids."""
    cards = replace(builders.clients([0] * len(tax_ids)), tax_id=builders.text(tax_ids))
    return replace(builders.portfolio(cards, builders.managers(1), rules=yes), distinct=said)


def ids(portfolio: Portfolio) -> list[str]:
    """Ids of the clients that are left."""
    return list(portfolio.clients.client_id)


def refused(portfolio: Portfolio, policy: Policy = POLICY) -> Issue:
    """The only contradiction found."""
    with pytest.raises(InputError) as caught:
        merge_cards(portfolio, policy)
    (issue,) = caught.value.issues
    assert issue.severity is Severity.ERROR
    return issue


def test_other_merges_do_not_override_a_no() -> None:
    # yes to c0-c1 and c0-c2, no to c1-c2: all three would be one client
    issue = refused(base([""] * 3, no(1, 2, row=7), yes=(merge(0, 1), merge(0, 2))))
    assert (issue.code, issue.file, issue.row, issue.value) == ("merged-denied", "d.xlsx", 7, "c2")
    assert issue.message.endswith(
        "Cards c1 and c2 were said to be two clients, but other merges join them: c1 – c0 – c2"
    )
    assert issue.remedy == "Say no to one of those merges, or yes here."


def test_yes_and_no_to_the_same_two_cards_contradict() -> None:
    issue = refused(base([""] * 2, no(1, 0), yes=(merge(0, 1),)))
    assert issue.message.endswith("join them: c1 – c0")


def test_a_no_is_stronger_than_an_equal_tax_id() -> None:
    # c0 and c1 are branches with one tax id; c2 and c3 were never asked about
    done = merge_cards(base([INN, INN, OTHER_INN, OTHER_INN], no(0, 1, row=4)), EXACT)
    assert ids(done) == ["c0", "c1", "c2"]
    (told,) = done.issues
    assert (told.severity, told.code) == (Severity.WARNING, "tax-id-denied")
    assert (told.file, told.row, told.value, told.count) == ("d.xlsx", 4, INN, 1)
    assert told.message.startswith("1 pair of cards with the same tax id stays two clients")
    assert "c0 and c1" in told.message


def test_without_equal_tax_ids_a_no_changes_nothing_and_tells_nothing() -> None:
    denied = base([INN, INN, ""], no(0, 1), no(1, 2))
    assert merge_cards(denied, POLICY) is denied
    done = merge_cards(base([INN, OTHER_INN, INN], no(0, 1)), EXACT)
    assert (ids(done), done.issues) == (["c0", "c1"], ())


def test_all_pairs_of_three_denied_stay_three() -> None:
    done = merge_cards(base([INN] * 3, no(0, 1), no(1, 2), no(2, 0)), EXACT)
    assert ids(done) == ["c0", "c1", "c2"]
    assert done.issues[0].count == 3


def test_a_third_card_that_could_go_with_either_must_be_decided() -> None:
    # nobody said with whom c1 goes: its tax id would tie c0 and c2 together
    issue = refused(base([INN] * 3, no(0, 2)), EXACT)
    assert issue.message.endswith("but tax ids join them: c0 – c1 – c2")
    assert issue.remedy == "Say yes or no to each pair of these cards, or do not merge by tax id."


def test_a_no_to_one_card_is_a_no_to_the_cards_merged_with_it() -> None:
    # c0 and c1 are one client by a rule, c2 is not c0: so c2 is not c1, for all their equal tax ids
    done = merge_cards(base([INN] * 3, no(0, 2), yes=(merge(0, 1),)), EXACT)
    assert ids(done) == ["c0", "c2"]
    # c3 shares its tax id with c2 and neither with c0 nor with c1 is it denied: it would tie them
    issue = refused(base([INN] * 4, no(0, 2), yes=(merge(0, 1),)), EXACT)
    assert issue.message.endswith("c0 – c3 – c2")


def test_two_pairs_of_four_cards() -> None:
    # c0 is neither c1 nor c3, c2 is neither: c0 goes with c2, c1 with c3
    done = merge_cards(base([INN] * 4, no(0, 1), no(0, 3), no(2, 1), no(2, 3)), EXACT)
    assert ids(done) == ["c0", "c1"]
    assert [(card.client_id, card.into_idx) for card in done.merged] == [("c2", 0), ("c3", 1)]
    assert {card.reason for card in done.merged} == {f"same tax id {INN}"}


def test_answers_are_about_the_clients_afterwards_each_pair_once() -> None:
    # c0 takes c1; c2 and c3 stay: clients 0, 1, 2. Said of c1 and c2, and of c2 and c0: the same two clients.
    done = merge_cards(base([""] * 4, no(1, 2, 3), no(2, 0, 4), no(3, 2, 5), yes=(merge(0, 1),)), POLICY)
    assert [(rule.a_idx, rule.b_idx, rule.row) for rule in done.distinct] == [(0, 1, 3), (2, 1, 5)]
    assert done.distinct[0].reason == "same tax id"
    assert merge_cards(done, EXACT).distinct == done.distinct


def joined(count: int, ties: list[tuple[int, int]]) -> list[int]:
    """Label of each card; tied cards have one label, transitively."""
    labels = list(range(count))
    for _ in range(count):
        for a, b in ties:
            labels[a] = labels[b] = min(labels[a], labels[b])
    return labels


def read_naively(
    tax_ids: list[str], yes: list[tuple[int, int]], denied: list[tuple[int, int]]
) -> list[int] | None:
    """The model's words, pair by pair; None where answers contradict each other."""
    count = len(tax_ids)
    said = joined(count, yes)
    apart = {frozenset((said[a], said[b])) for a, b in denied}
    equal = [
        (a, b)
        for a, b in combinations(range(count), 2)
        if tax_ids[a] == tax_ids[b] != ""
        and (said[a] == said[b] or frozenset((said[a], said[b])) not in apart)
    ]
    labels = joined(count, [*yes, *equal])
    return None if any(labels[a] == labels[b] for a, b in denied) else labels


PAIRS = st.tuples(st.integers(0, 6), st.integers(0, 6))


@given(
    st.lists(st.sampled_from([INN, INN, OTHER_INN, ""]), min_size=2, max_size=7),
    st.lists(PAIRS, max_size=4),
    st.lists(PAIRS, max_size=5),
)
def test_the_same_clients_as_a_naive_reading(
    tax_ids: list[str], yes: list[tuple[int, int]], denied: list[tuple[int, int]]
) -> None:
    count = len(tax_ids)
    yes = [(a, b) for a, b in yes if a < b < count]
    denied = [(a, b) for a, b in denied if max(a, b) < count and a != b]
    expected = read_naively(tax_ids, yes, denied)
    portfolio = base(tax_ids, *(no(a, b) for a, b in denied), yes=tuple(merge(a, b) for a, b in yes))
    if expected is None:
        with pytest.raises(InputError, match="were said to be two clients"):
            merge_cards(portfolio, EXACT)
        return
    done = merge_cards(portfolio, EXACT)
    into = {str(key): at for at, key in enumerate(done.clients.client_id)}
    into |= {card.client_id: card.into_idx for card in done.merged}
    for a, b in combinations(range(count), 2):
        assert (into[f"c{a}"] == into[f"c{b}"]) == (expected[a] == expected[b])
