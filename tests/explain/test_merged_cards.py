"""What is said of a client that is made of several cards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import pytest

from assigner.duplicates.merge import merge_cards
from assigner.evidence.model import State
from assigner.explain import explain_client, explain_clients
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Rule, RuleKind
from assigner.proposal import Proposal
from tests import builders
from tests.explain.cases import propose


def merged(owners: Sequence[int], merges: Sequence[tuple[int, int]], assignment: Sequence[int]) -> Proposal:
    """Cards with these owners, merged; every client is claimed."""
    rules = [Rule(RuleKind.MERGE, a, b) for a, b in merges]
    cards = builders.portfolio(builders.clients(owners), builders.managers(3), rules=rules)
    facts = merge_cards(cards, Policy())
    states = [State.FREE if owner == NOBODY else State.CLAIMED for owner in facts.clients.owner_idx.tolist()]
    return propose(facts, builders.evidence(facts, states), assignment)


@pytest.fixture(scope="module")
def three() -> Proposal:
    """c1 is m0's and takes c0 (m1's) and c3 (nobody's); c4 and c5 are one client of m2; c2 is one card."""
    return merged([1, 0, 2, NOBODY, 2, 2], [(1, 0), (1, 3), (4, 5)], [0, 2, 2])


def test_the_sentence_ends_with_the_cards_and_who_claims_them(three: Proposal) -> None:
    said = explain_clients(three).text
    assert said[0].endswith(" Made of 3 cards: c1, c0, c3; claimed by Manager 0, Manager 1.")
    assert said[2].endswith(" Made of 2 cards: c4, c5.")
    assert "Made of" not in said[1]


def test_it_is_said_in_russian(three: Proposal) -> None:
    said = explain_clients(three, "ru").text
    assert said[0].endswith(" Состоит из 3 карточек: c1, c0, c3; на него претендуют: Manager 0, Manager 1.")
    assert said[2].endswith(" Состоит из 2 карточек: c4, c5.")


def test_the_story_names_cards_and_claimants(three: Proposal) -> None:
    story = explain_client(three, 0)
    assert story.text == explain_clients(three).text[0]
    assert (story.cards, story.claimants) == (("c1", "c0", "c3"), ("Manager 0", "Manager 1"))
    assert json.loads(json.dumps(asdict(story)))["cards"] == ["c1", "c0", "c3"]
    alone = explain_client(three, 1)
    assert (alone.cards, alone.claimants) == ((), ())


def test_of_many_cards_the_first_are_named() -> None:
    # Eight cards: six ids, the number says how many there are.
    said = explain_clients(merged([0] * 9, [(0, b) for b in range(1, 8)], [0, 0])).text
    assert said[0].endswith(" Made of 8 cards: c0, c1, c2, c3, c4, c5, ….")
