"""Who inherits: worked clients by similarity, the rest by fairness, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Rule, RuleKind
from scenarios.base import Base
from scenarios.onboarding.estate import Estate
from scenarios.onboarding.estate_words import bequest_words, estate_headline
from scenarios.onboarding.following import Searching
from scenarios.onboarding.inheriting import divide_estate
from tests import builders
from tests.builders import AS_OF
from tests.scenarios.onboarding.cases import EFFORT, base_of, sold
from tests.strategies import make_case

NORTH, SOUTH = "North", "South"


def two_regions(**more: Any) -> Base:
    """m0 leaves c0, c1 in the North and c2, c3 in the South, all proven, and c4, c5, claimed.

    m1 has two proven clients in the North, m2 two in the South; m3 has nobody.
    """
    owner = [0] * 6 + [1, 1, 2, 2]
    region = [NORTH, NORTH, SOUTH, SOUTH, NORTH, SOUTH, NORTH, NORTH, SOUTH, SOUTH]
    log = [sold(i, owner[i]) for i in (0, 1, 2, 3, 6, 7, 8, 9)]
    return base_of(owner, builders.managers(4), log, region=region, **more)


def heirs(found: Estate) -> dict[str, str]:
    """Heir of each client."""
    return {one.client_id: one.to_id for one in found.bequests}


def test_proven_clients_go_to_who_has_worked_such_clients_and_claimed_ones_fill_books() -> None:
    """Northern ones suit m1 (similarity 1, m2 has 0), southern ones m2; the claimed two go to m3.

    Fair is a third of ten clients: m1 and m2 have four after the proven ones are divided, m3 gets the rest.
    """
    found = divide_estate(two_regions(), "m0", EFFORT)
    given_to = heirs(found)
    assert [given_to[f"c{i}"] for i in range(6)] == ["m1", "m1", "m2", "m2", "m3", "m3"]
    assert found.mean("similarity") == found.mean("best_similarity") == 1.0
    assert found.mean("mean_similarity") == 0.5
    assert found.broken == ()


def test_the_reason_in_words() -> None:
    found = divide_estate(two_regions(), "m0", EFFORT)
    people = {one.manager_id: one for one in found.heirs}
    first, last = found.bequests[0], found.bequests[-1]
    assert bequest_words(Translator(), first, people[first.to_id]) == (
        "Goes to Manager 1: similarity 1.00, number 1 of 2 who may have it (best 1.00, mean 0.50); "
        "with everything inherited the book is at 120% of a fair share."
    )
    assert "no proven clients yet" in bequest_words(Translator(), last, people[last.to_id])
    assert "The 4 proven ones go to managers who suit them" in estate_headline(Translator(), found)
    assert "сходство" in estate_headline(Translator("ru"), found)


def test_others_keep_their_clients_and_what_is_nobodys_stays_so() -> None:
    base = two_regions()
    free = replace(base.portfolio.clients, owner_idx=base.portfolio.clients.owner_idx.copy())
    owner = free.owner_idx.copy()
    owner[5] = NOBODY
    clients = replace(free, owner_idx=owner)
    found = divide_estate(replace(base, portfolio=replace(base.portfolio, clients=clients)), "m0", EFFORT)
    assert len(found.bequests) == 5
    assert found.left_free == 1


def test_a_pin_of_the_leavers_client_holds_and_decisions_on_others_wait() -> None:
    """c0 is pinned to m2, who has no experience in the North; c6 is banned from m1 and stays all the same."""
    rules = [Rule(RuleKind.PIN, 0, 2), Rule(RuleKind.BAN, 6, 1)]
    found = divide_estate(two_regions(rules=rules), "m0", EFFORT)
    assert heirs(found)["c0"] == "m2"
    pinned = next(one for one in found.bequests if one.client_id == "c0")
    heir = next(one for one in found.heirs if one.manager_id == "m2")
    assert bequest_words(Translator(), pinned, heir).startswith("Goes to Manager 2: pinned by a decision")
    assert found.broken == ()


def test_clients_apart_hold_for_what_is_inherited_and_wait_where_nobody_moves() -> None:
    """c6 and c7 are with m1, who stays: no reason to refuse. c0 and c1, which both suit m1 best, part."""
    rules = [Rule(RuleKind.APART, 6, 7), Rule(RuleKind.APART, 0, 1)]
    found = divide_estate(two_regions(rules=rules), "m0", EFFORT)
    given_to = heirs(found)
    assert "m1" in (given_to["c0"], given_to["c1"])
    assert given_to["c0"] != given_to["c1"]
    assert found.broken == ()


def test_a_holding_is_inherited_as_one() -> None:
    found = divide_estate(two_regions(groups=["", "", "", "g", "", "g", "", "", "", ""]), "m0", EFFORT)
    assert heirs(found)["c3"] == heirs(found)["c5"]


def test_who_is_unknown_or_has_nothing_to_leave_is_an_input_error() -> None:
    for name in ("m9", "m3"):
        with pytest.raises(InputError):
            divide_estate(two_regions(), name, EFFORT)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(15, 40))
def test_in_any_company_everything_is_inherited_lawfully(seed: int, clients: int) -> None:
    drawn = make_case(seed, clients, 4, features=("segments", "free", "rates", "groups"), feasible=True)
    owner = drawn.portfolio.clients.owner_idx
    base = Base(drawn.portfolio, Policy(), AS_OF)
    found = divide_estate(base, "m0", EFFORT)
    assert len(found.bequests) == int((owner == 0).sum())
    assert "m0" not in heirs(found).values()
    assert found.broken == ()
    assert sum(one.clients for one in found.heirs) == len(found.bequests)


def test_whoever_follows_hears_of_both_searches() -> None:
    heard: list[Searching] = []
    divide_estate(two_regions(), "m0", EFFORT, on_search=heard.append)
    opened = [(one.number, one.total, one.about) for one in heard if one.latest is None]
    assert opened == [(0, 2, "worked"), (1, 2, "rest")]
    assert {one.about for one in heard if one.latest is not None} == {"worked", "rest"}
