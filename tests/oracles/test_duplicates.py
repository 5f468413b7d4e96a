"""Second cards (model §11): what holds for every list of pairs, whatever the scores are worth."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.duplicates import Duplicates, Match, find_duplicates
from assigner.generate import CompanySpec, generate_company
from assigner.identity import identify
from assigner.policy import Policy
from assigner.portfolio import Clients
from tests import builders
from tests.duplicates.cases import Card, clients_of, shuffled
from tests.oracles.merging import exact_key
from tests.oracles.plain import TAX_IDS, pick

NAMES = (
    "ООО «Ромашка»", "Ромашка", "Romashka LLC", "Ромашка-2", "ЗАО Ромашкаа", "ИП Иванов И.И.", "Иванов Иван",
    "Газ-Строй", "ГазСтрой ООО", "Gazstroy", "Магазин", "Северсталь", "Северсталь-Метиз", "x", "№ 1",
)  # fmt: skip
PHONES = (
    "",
    "",
    "+7 495 123-45-67",
    "8 (495) 1234567; +7 812 3334455",
    "+7 812 3334455",
    "123",
    "+49 30 901820",
)
MAILS = ("", "", "info@romashka.ru", "sales@romashka.ru", "ivanov@mail.ru", "a@b", "x@gazstroy.ru")


def make_cards(seed: int, count: int) -> Clients:
    """Cards that agree and differ at random."""
    chance = np.random.default_rng(seed)
    cards = [
        Card(
            name=pick(chance, *NAMES),
            tax_id=pick(chance, "", *TAX_IDS),
            phone=pick(chance, *PHONES),
            email=pick(chance, *MAILS),
            region=pick(chance, "", "Урал", "Юг"),
            industry=pick(chance, "", "Опт"),
            group=pick(chance, "", "", "G"),
            excluded=pick(chance, False, False, True),
        )
        for _ in range(count)
    ]
    return _clients(cards)


def _clients(cards: list[Card]) -> Clients:
    plain = builders.clients(
        [0] * len(cards),
        excluded=[card.excluded for card in cards],
        groups=[card.group for card in cards],
        region=[card.region for card in cards],
        industry=[card.industry for card in cards],
    )
    words = ("name", "tax_id", "phone", "email")
    return replace(plain, **{word: builders.text([getattr(card, word) for card in cards]) for word in words})


def find(clients: Clients, min_score: float = 0.3) -> Duplicates:
    """The pairs of these cards."""
    policy = Policy.model_validate({"identity": {"min_score": min_score}})
    return find_duplicates(clients, identify(clients), policy)


def by_ids(clients: Clients, found: Duplicates) -> dict[frozenset[str], tuple[Any, ...]]:
    """Every pair by the ids of its cards."""
    ids = clients.client_id.tolist()
    return {
        frozenset((ids[pair.a_idx], ids[pair.b_idx])): (
            pytest.approx(pair.score, abs=1e-9),
            frozenset(pair.reasons),
            pair.exact,
            pytest.approx(pair.name_similarity, abs=1e-9),
        )
        for pair in found
    }


def components(count: int, pairs: list[tuple[int, int]]) -> list[int]:
    """The smallest card of the connected set of every card, by painting over."""
    colour = list(range(count))
    for a, b in pairs:
        new, old = sorted((colour[a], colour[b]))
        colour = [new if each == old else each for each in colour]
    return colour


def assert_sound(clients: Clients, found: Duplicates, min_score: float) -> None:
    keys = [exact_key(text) for text in clients.tax_id]
    pairs = list(zip(found.a_idx.tolist(), found.b_idx.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)
    assert all(a < b for a, b in pairs)
    assert all(min_score <= score <= 1 for score in found.score.tolist())
    assert all(0 <= alike <= 1 for alike in found.name_similarity.tolist())
    assert all(one >= other for one, other in pairwise(found.score.tolist()))
    assert not [(a, b) for a, b in pairs if keys[a] and keys[b] and keys[a] != keys[b]]
    assert found.exact.tolist() == [bool(keys[a]) and keys[a] == keys[b] for a, b in pairs]
    told = [Match.SAME_TAX_ID in reasons for reasons in found.reasons]
    assert all(same for same, exact in zip(told, found.exact, strict=True) if exact)
    assert min_score == 0 or all(found.reasons)
    assert_groups(len(clients), pairs, found)
    colour = components(len(clients), pairs)
    for n, key in enumerate(keys):
        assert not key or colour[n] == colour[keys.index(key)]


def assert_groups(count: int, pairs: list[tuple[int, int]], found: Duplicates) -> None:
    colour = components(count, pairs)
    named = {(int(group), colour[a]) for group, (a, _) in zip(found.group, pairs, strict=True)}
    assert len(named) == len({group for group, _ in named}) == len({card for _, card in named})


@given(st.integers(0, 2**32 - 1), st.integers(1, 14), st.sampled_from((0.0, 0.3, 0.8)))
@settings(max_examples=120, deadline=None)
def test_every_list_of_pairs_is_sound(seed: int, count: int, min_score: float) -> None:
    clients = make_cards(seed, count)
    assert_sound(clients, find(clients, min_score), min_score)


@given(st.integers(0, 2**32 - 1), st.integers(2, 14))
@settings(max_examples=80, deadline=None)
def test_the_order_of_the_cards_does_not_matter(seed: int, count: int) -> None:
    clients = make_cards(seed, count)
    other = shuffled(clients, np.random.default_rng(seed).permutation(count))
    assert by_ids(clients, find(clients)) == by_ids(other, find(other))


@given(st.integers(0, 2**32 - 1), st.integers(2, 14))
@settings(max_examples=60, deadline=None)
def test_a_stricter_list_is_the_head_of_a_looser_one(seed: int, count: int) -> None:
    clients = make_cards(seed, count)
    loose, strict = find(clients, 0.2), find(clients, 0.85)
    assert list(strict) == [pair for pair in loose if pair.score >= 0.85]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_made_up_company_in_any_order(language: Any) -> None:
    made = generate_company(CompanySpec.for_size(400, 6, 5, language, num_duplicates=60))
    clients = clients_of(made)
    found = find(clients, 0.8)
    assert_sound(clients, found, 0.8)
    other = shuffled(clients, np.random.default_rng(1).permutation(len(clients)))
    assert by_ids(clients, found) == by_ids(other, find(other, 0.8))


@pytest.mark.parametrize("count", [59, 60, 61, 150])
def test_a_tax_id_on_very_many_cards_ties_them_all(count: int) -> None:
    clients = _clients(
        [Card(f"Firm {n}", "7707083893") for n in range(count)] + [Card("Other", "7736050003")]
    )
    found = find(clients, 0.8)
    assert_sound(clients, found, 0.8)
    if count <= 59:
        assert len(found) == len(list(combinations(range(count), 2)))
