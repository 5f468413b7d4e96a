"""What no merge may change: totals, touches, claimants; and that its order does not matter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.duplicates.claimants import claimants_of
from assigner.duplicates.merge import merge_cards
from assigner.errors import InputError
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Portfolio, Rule, RuleKind
from tests import builders

POLICY = Policy()
NUM_MANAGERS = 3


@st.composite
def bases(draw: st.DrawFn) -> Portfolio:
    """Up to eight cards with revenue, segments and touches, and merges that go into earlier cards only."""
    count = draw(st.integers(2, 8))
    cards = st.integers(0, count - 1)
    owners = draw(st.lists(st.integers(NOBODY, NUM_MANAGERS - 1), min_size=count, max_size=count))
    base = builders.clients(
        owners,
        revenue=draw(st.lists(st.integers(0, 1000), min_size=count, max_size=count)),
        potential=draw(st.lists(st.integers(0, 1000), min_size=count, max_size=count)),
        region=draw(st.lists(st.sampled_from(["", "N", "S"]), min_size=count, max_size=count)),
    )
    touches = draw(st.lists(st.tuples(cards, st.integers(0, NUM_MANAGERS - 1)), max_size=6))
    log = builders.activities([{"client": i, "manager": j, "at": "2026-05-01"} for i, j in touches])
    ties = draw(st.lists(st.tuples(cards, cards).filter(lambda pair: pair[0] < pair[1]), max_size=6))
    rules = [Rule(RuleKind.MERGE, a, b) for a, b in ties]
    return builders.portfolio(base, builders.managers(NUM_MANAGERS), log, rules)


def clients_by_card(done: Portfolio) -> dict[str, int]:
    """The client that each card is part of."""
    clients = {str(key): n for n, key in enumerate(done.clients.client_id)}
    return clients | {card.client_id: card.into_idx for card in done.merged}


@given(bases())
def test_totals_touches_and_segments_are_kept(portfolio: Portfolio) -> None:
    done = merge_cards(portfolio, POLICY)
    before, after = portfolio.clients, done.clients
    assert after.revenue_12m.sum() == before.revenue_12m.sum()
    assert after.potential.max() == before.potential.max()
    assert portfolio.activities is not None
    assert done.activities is not None
    assert len(done.activities) == len(portfolio.activities)
    assert done.activities.manager_idx.tolist() == portfolio.activities.manager_idx.tolist()
    assert len(after) + len(done.merged) == len(before)
    assert {card.into_idx for card in done.merged} == {card.into_idx for card in done.main_cards}
    for dimension in after.dimensions.values():
        assert set(dimension.codes.tolist()) == set(range(len(dimension.labels)))
    assert [rule for rule in done.rules if rule.kind is RuleKind.MERGE] == []
    order = [before.client_id.tolist().index(key) for key in after.client_id]
    assert order == sorted(order)


@given(bases())
def test_every_touch_stays_with_its_card(portfolio: Portfolio) -> None:
    done = merge_cards(portfolio, POLICY)
    assert portfolio.activities is not None
    assert done.activities is not None
    into = clients_by_card(done)
    cards = portfolio.clients.client_id[portfolio.activities.client_idx]
    assert done.activities.client_idx.tolist() == [into[card] for card in cards]


@given(bases())
def test_no_owner_is_lost_among_the_claimants(portfolio: Portfolio) -> None:
    done, base = merge_cards(portfolio, POLICY), portfolio.clients
    into = clients_by_card(done)
    owners = {(into[key], owner) for key, owner in zip(base.client_id, base.owner_idx.tolist(), strict=True)}
    claimed = {(client, one.manager_idx) for client, found in claimants_of(done).items() for one in found}
    single = set(into.values()) - {client for client, _ in claimed}
    owned = claimed | {(client, int(done.clients.owner_idx[client])) for client in single}
    assert {pair for pair in owned if pair[1] != NOBODY} == {pair for pair in owners if pair[1] != NOBODY}


@given(bases(), st.randoms(use_true_random=False))
def test_the_order_of_the_rules_does_not_matter(portfolio: Portfolio, chance: object) -> None:
    shuffled = list(portfolio.rules)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (
        merge_cards(portfolio, POLICY),
        merge_cards(replace(portfolio, rules=tuple(shuffled)), POLICY),
    )
    assert one.clients.client_id.tolist() == other.clients.client_id.tolist()
    assert np.array_equal(one.clients.owner_idx, other.clients.owner_idx)
    assert np.array_equal(one.clients.revenue_12m, other.clients.revenue_12m)
    assert one.merged == other.merged
    assert one.main_cards == other.main_cards


@given(bases(), st.integers(0, 7), st.integers(0, 7))
def test_two_cards_kept_apart_never_become_one(portfolio: Portfolio, a: int, b: int) -> None:
    a, b = a % portfolio.num_clients, b % portfolio.num_clients
    card, other = (str(portfolio.clients.client_id[n]) for n in (a, b))
    into = clients_by_card(merge_cards(portfolio, POLICY))
    kept_apart = replace(portfolio, rules=(*portfolio.rules, Rule(RuleKind.APART, a, b)))
    if into[card] == into[other] and portfolio.rules:
        with pytest.raises(InputError, match=card):
            merge_cards(kept_apart, POLICY)
    elif portfolio.rules:
        [left] = merge_cards(kept_apart, POLICY).rules
        assert (left.a_idx, left.b_idx) == (into[card], into[other])
