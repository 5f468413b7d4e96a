"""Pairs by hand: what is listed, why, and which is surer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.duplicates import Match, Pair, find_duplicates
from assigner.identity import identify
from assigner.policy import Policy
from assigner.portfolio import Clients, Rule, RuleKind
from tests import builders
from tests.duplicates.cases import INN_A, INN_B, INN_C, OTHER_REGION, Card, base_of, shuffled
from tests.shared_data import adventureworks

EVERYTHING = Policy.model_validate({"identity": {"min_score": 0.0}})
PHONE, OTHER_PHONE = "8 (495) 123-45-67", "8 (495) 765-43-21"
SAME_PHONE = "+74951234567, 8 912 000-11-22"


def pairs_of(clients: Clients, policy: Policy | None = None) -> dict[tuple[int, int], Pair]:
    policy = policy or Policy()
    found = find_duplicates(clients, identify(clients), policy)
    return {(pair.a_idx, pair.b_idx): pair for pair in found}


def pair_of(a: Card, b: Card) -> Pair | None:
    """What is listed about two cards."""
    return pairs_of(base_of([a, b])).get((0, 1))


def score_of(a: Card, b: Card) -> float:
    """Score of two cards, 0 where they are not compared."""
    pair = pairs_of(base_of([a, b]), EVERYTHING).get((0, 1))
    return pair.score if pair else 0.0


def test_an_equal_valid_tax_id_is_exact_whatever_the_name() -> None:
    pair = pair_of(Card("ООО Ромашка", INN_A), Card("Василёк", INN_A, region=OTHER_REGION))
    assert pair is not None
    assert pair.exact
    assert pair.score >= 0.9
    assert pair.reasons == (Match.SAME_TAX_ID, Match.OTHER_SEGMENT)


def test_what_was_said_to_be_two_clients_is_not_listed_and_ties_no_group() -> None:
    # Three cards of one tax id are three pairs in one group. No to c2 and c0, in whatever order, leaves two
    # pairs in it; no to c1 and c2 as well leaves one; c1 and c0 alone says nothing of c2.
    clients = base_of([Card("Ромашка", INN_A), Card("Василёк", INN_A), Card("Лютик", INN_A)])

    def listed(*said: tuple[int, int]) -> list[tuple[int, int]]:
        distinct = [Rule(RuleKind.MERGE, a, b) for a, b in said]
        found = find_duplicates(clients, identify(clients), Policy(), distinct)
        assert set(found.group.tolist()) <= {0}
        return sorted(zip(found.a_idx.tolist(), found.b_idx.tolist(), strict=True))

    assert listed() == [(0, 1), (0, 2), (1, 2)]
    assert listed((2, 0)) == [(0, 1), (1, 2)]
    assert listed((2, 0), (1, 2)) == [(0, 1)]
    assert listed((1, 0), (2, 0), (1, 2)) == []


def test_a_lost_leading_zero_is_the_same_tax_id() -> None:
    pair = pair_of(Card("Ромашка", "0573000177"), Card("Ромашка", "573000177"))
    assert pair is not None
    assert pair.exact
    assert pair.reasons == (Match.SAME_TAX_ID, Match.SAME_NAME)


def test_two_valid_tax_ids_are_two_firms_whatever_else_agrees() -> None:
    card = Card("Ромашка", INN_A, phone=PHONE, email="info@romashka.ru")
    assert pair_of(card, replace(card, tax_id=INN_B)) is None


def test_a_mistyped_tax_id_supports_a_pair() -> None:
    # 7707083893 -> 7707083843, and two neighbours swapped.
    for wrong in ("7707083843", "7707038893"):
        pair = pair_of(Card("Ромашка", INN_A), Card("Ромашка", wrong, region=OTHER_REGION))
        assert pair is not None
        assert not pair.exact
        assert Match.SIMILAR_TAX_ID in pair.reasons
        assert Match.SAME_TAX_ID not in pair.reasons


def test_numbers_typed_to_get_past_a_form_join_nobody() -> None:
    assert score_of(Card("Ромашка", "0000000000"), Card("Василёк", "0000000000")) == 0


@pytest.mark.parametrize(
    "spelling",
    [
        "Газстрой ООО",
        "Gazstroy LLC",
        "ООО «ГАЗ-СТРОЙ»",
        "Общество с ограниченной ответственностью Газстрой",
    ],
)
def test_one_name_in_other_spellings_is_the_same_name(spelling: str) -> None:
    pair = pair_of(Card("ООО «Газстрой»"), Card(spelling))
    assert pair is not None
    assert pair.reasons == (Match.SAME_NAME,)
    assert pair.name_similarity == 1.0


def test_a_typing_mistake_is_a_similar_name() -> None:
    # uralgidromash / uralgidomash: one edit of 13 letters.
    pair = pair_of(Card("ООО УралГидроМаш"), Card("УралГидоМаш"))
    assert pair is not None
    assert pair.reasons == (Match.SIMILAR_NAME,)
    assert pair.name_similarity == pytest.approx(12 / 13)


def test_word_order_does_not_matter() -> None:
    assert pair_of(Card("Northfield Hydraulics Ltd"), Card("Hydraulics Northfield")) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ромашка 1", "Ромашка 2"),
        ("Северсталь", "Северсталь-Метиз"),
        ("Ромашка", "Торговый дом Ромашка"),
        ("Ромашка Сервис", "Ромашка Трейд"),
        ("Ромашка", "Василёк"),
        ("Магазин 5", "Магазин 5"),
    ],
)
def test_one_switchboard_makes_no_duplicates_of_different_firms(one: str, other: str) -> None:
    card = Card(one, phone=PHONE, industry="Металл")
    assert pair_of(card, replace(card, name=other)) is None
    # A branch has the holding's mail domain too.
    a = Card(one, phone=PHONE, email="info@firma.ru")
    b = Card(other, phone=PHONE, email="zakup@firma.ru")
    if "Магазин" not in one:
        assert pair_of(a, b) is None


def test_a_short_word_apart_is_not_a_typing_mistake() -> None:
    assert pair_of(Card("Northfield Hydraulics"), Card("Southfield Hydraulics")) is None
    assert pair_of(Card("Завод Альфа", phone=PHONE), Card("Завод Омега", phone=PHONE)) is None


def test_phone_and_name_make_a_pair_and_say_so() -> None:
    pair = pair_of(Card("УралГидроМаш", phone=PHONE), Card("УралГидоМаз", phone=SAME_PHONE))
    assert pair is not None
    assert pair.reasons == (Match.SAME_PHONE, Match.SIMILAR_NAME)


def test_same_mailbox_and_same_domain_are_told_apart() -> None:
    def reasons(one: str, other: str) -> tuple[Match, ...]:
        pair = pair_of(Card("Ромашка", email=one), Card("Ромашка", email=other))
        assert pair is not None
        return pair.reasons

    assert reasons("info@romashka.ru", "INFO@romashka.ru") == (Match.SAME_EMAIL, Match.SAME_NAME)
    assert reasons("info@romashka.ru", "buh@romashka.ru") == (Match.SAME_DOMAIN, Match.SAME_NAME)
    assert reasons("info@mail.ru", "buh@mail.ru") == (Match.SAME_NAME,)


def test_the_same_name_in_another_region_is_possible_and_no_more() -> None:
    here = score_of(Card("Ромашка"), Card("Ромашка"))
    there = score_of(Card("Ромашка"), Card("Ромашка", region=OTHER_REGION))
    pair = pair_of(Card("Ромашка"), Card("Ромашка", region=OTHER_REGION))
    assert pair is not None
    assert pair.reasons == (Match.SAME_NAME, Match.OTHER_SEGMENT)
    assert 0.8 <= there < 0.9 < here


def test_the_same_name_in_another_region_with_another_phone_is_another_firm() -> None:
    assert (
        pair_of(Card("Ромашка", phone=PHONE), Card("Ромашка", phone=OTHER_PHONE, region=OTHER_REGION)) is None
    )


def test_more_evidence_is_never_a_lower_score() -> None:
    steps = [
        score_of(Card("УралГидроМаш"), Card("УралГидоМаш", region=OTHER_REGION)),
        score_of(Card("УралГидроМаш"), Card("УралГидоМаш")),
        score_of(Card("УралГидроМаш"), Card("УралГидроМаш")),
        score_of(Card("УралГидроМаш", email="a@ugm.ru"), Card("УралГидроМаш", email="b@ugm.ru")),
        score_of(Card("УралГидроМаш", email="a@ugm.ru"), Card("УралГидроМаш", email="a@ugm.ru")),
        score_of(Card("УралГидроМаш", INN_A), Card("УралГидроМаш", INN_A)),
    ]
    assert steps == sorted(set(steps))


def test_another_legal_form_and_one_holding_speak_against() -> None:
    plain = score_of(Card("ООО Ромашка"), Card("Ромашка"))
    assert plain == score_of(Card("ООО Ромашка"), Card("Romashka LLC"))
    assert score_of(Card("ООО Ромашка"), Card("АО Ромашка")) < plain
    assert score_of(Card("ООО Ромашка"), Card("ИП Ромашка")) < score_of(
        Card("ООО Ромашка"), Card("АО Ромашка")
    )
    pair = pairs_of(base_of([Card("Ромашка", group="G1"), Card("Ромашка", group="G1")]), EVERYTHING)[0, 1]
    assert Match.SAME_GROUP in pair.reasons
    assert pair.score < plain


def test_a_phone_that_many_share_is_worth_less() -> None:
    def with_sharers(count: int) -> float:
        strangers = [Card(f"{word}онтора", phone=PHONE) for word in "бвгджзклмн"[:count]]
        cards = [Card("УралГидроМаш", phone=PHONE), Card("УралГидоМаз", phone=PHONE), *strangers]
        return pairs_of(base_of(cards), EVERYTHING)[0, 1].score

    assert with_sharers(0) > with_sharers(2) > with_sharers(8)


def test_excluded_clients_take_part() -> None:
    assert pair_of(Card("Ромашка", INN_A, excluded=True), Card("Ромашка", INN_A)) is not None


def test_cards_of_one_client_have_one_group_number() -> None:
    # 0-1 and 1-2 by tax id or name; 3-4 apart from them.
    cards = [
        Card("Ромашка", INN_A),
        Card("Ромашка", INN_A),
        Card("Ромашка"),
        Card("Лютик", INN_B),
        Card("Лютик", INN_B),
        Card("Василёк", INN_C),
    ]
    clients = base_of(cards)
    found = find_duplicates(clients, identify(clients), Policy())
    group = {
        card: int(n) for pair, n in zip(found, found.group, strict=True) for card in (pair.a_idx, pair.b_idx)
    }
    assert group.keys() == {0, 1, 2, 3, 4}
    assert group[0] == group[1] == group[2] != group[3] == group[4]
    assert found.score.tolist() == sorted(found.score, reverse=True)


def test_a_tax_id_on_very_many_cards_still_joins_them_all() -> None:
    clients = base_of([Card(f"{n}", INN_A) for n in range(200)])
    found = find_duplicates(clients, identify(clients), Policy())
    assert len(found) == 199  # a chain, not the 19,900 pairs
    assert set(found.group.tolist()) == {0}
    assert set(found.a_idx) | set(found.b_idx) == set(range(200))


def test_the_policy_cuts_the_list() -> None:
    clients = base_of([Card("Ромашка"), Card("Ромашка", region=OTHER_REGION)])
    strict = Policy.model_validate({"identity": {"min_score": 0.9}})
    assert pairs_of(clients)
    assert not pairs_of(clients, strict)


@pytest.mark.parametrize("count", [0, 1])
def test_bases_without_pairs(count: int) -> None:
    clients = builders.clients([0] * count)
    found = find_duplicates(clients, identify(clients), Policy())
    assert len(found) == 0
    assert list(found) == []


NAMES = [
    "ООО Газстрой",
    "Gazstroy LLC",
    "Газсторй",
    "АО Лютик",
    "Лютик 2",
    "Северсталь",
    "Северсталь-Метиз",
    "",
    "Sever Stal",
]
CARDS = st.builds(
    Card,
    name=st.sampled_from(NAMES),
    tax_id=st.sampled_from(["", INN_A, INN_B, "7707083843"]),
    phone=st.sampled_from(["", PHONE, SAME_PHONE]),
    email=st.sampled_from(["", "info@firma.ru", "buh@firma.ru", "firma@mail.ru"]),
    region=st.sampled_from(["", "Урал", OTHER_REGION]),
    group=st.sampled_from(["", "G1"]),
)


def by_id(clients: Clients) -> dict[frozenset[str], tuple[float, tuple[Match, ...], bool]]:
    return {
        frozenset([clients.client_id[a], clients.client_id[b]]): (
            round(pair.score, 9),
            pair.reasons,
            pair.exact,
        )
        for (a, b), pair in pairs_of(clients, EVERYTHING).items()
    }


@settings(max_examples=60, deadline=None)
@given(cards=st.lists(CARDS, max_size=12), seed=st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(cards: list[Card], seed: int) -> None:
    clients = base_of(cards)
    order = np.random.default_rng(seed).permutation(len(clients))
    assert by_id(shuffled(clients, order)) == by_id(clients)


@settings(max_examples=60, deadline=None)
@given(cards=st.lists(CARDS, max_size=12))
def test_case_does_not_matter_and_pairs_are_sound(cards: list[Card]) -> None:
    clients = base_of(cards)
    upper = {
        name: builders.text([cell.upper() for cell in getattr(clients, name)]) for name in ("name", "email")
    }
    found = by_id(clients)
    assert by_id(replace(clients, **upper)) == found
    assert all(0 < score <= 1 for score, _, _ in found.values())
    assert all(a < b for a, b in pairs_of(clients, EVERYTHING))
    tax_id = dict(zip(clients.client_id, clients.tax_id, strict=True))
    for pair, (_, _, exact) in found.items():
        ids = {tax_id[card] for card in pair}
        assert exact == (ids in ({INN_A}, {INN_B}))
        assert ids != {INN_A, INN_B}


@pytest.mark.shared_data
def test_adventureworks_has_two_names_twice() -> None:
    from assigner.tabular import Sources, read_portfolio

    folder = adventureworks()
    facts = read_portfolio(Sources(clients=folder / "clients.csv", managers=folder / "managers.csv"))
    found = pairs_of(facts.clients)
    names = sorted(facts.clients.name[a] for a, _ in found)
    assert names == ["Friendly Bike Shop", "Sports Products Store"]
    assert all(pair.reasons == (Match.SAME_NAME, Match.OTHER_SEGMENT) for pair in found.values())
    assert all(0.8 <= pair.score < 0.9 for pair in found.values())
