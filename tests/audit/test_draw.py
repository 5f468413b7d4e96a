"""The draw: sizes, strata, seeds (model §10)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.audit import Draw, draw_audit, list_claims
from assigner.audit.draw import allot
from assigner.portfolio import Portfolio
from tests import builders
from tests.audit.cases import base, claims_of_one, weigh
from tests.evidence.cases import touch


def drawn(facts: Portfolio, **options: Any) -> Draw:
    return draw_audit(facts, weigh(facts), **options)


def ids(facts: Portfolio, draw: Draw) -> set[tuple[str, str]]:
    """Ids of managers and clients drawn."""
    manager_id, client_id = facts.managers.manager_id, facts.clients.client_id
    return {(manager_id[claim.manager_idx], client_id[claim.client_idx]) for claim in draw.claims}


def test_the_sample_is_as_large_as_needed_and_no_claim_comes_twice() -> None:
    # 100 claims need 49 calls, see test_calls_by_hand
    facts = claims_of_one(100)
    draw = drawn(facts)
    (plan,) = draw.plans
    assert (plan.manager_idx, plan.num_claims, plan.num_calls) == (0, 100, 49)
    assert plan.margin == pytest.approx(0.0990, abs=5e-4)
    assert len({claim.client_idx for claim in draw.claims}) == len(draw.claims) == 49
    assert set(draw.claims) <= set(list_claims(facts, weigh(facts)))
    assert [claim.client_idx for claim in draw.claims] == sorted(claim.client_idx for claim in draw.claims)


def test_strata_are_drawn_in_proportion() -> None:
    # 100 claims, 30 active and 70 claimed, 49 calls: 14.7 and 34.3, the larger remainder is rounded up
    draw = drawn(claims_of_one(100, num_active=30))
    assert Counter(claim.stratum for claim in draw.claims) == {"active": 15, "claimed": 34}


def test_largest_remainders_by_hand() -> None:
    # 7 calls over 5, 3, 2: 3.5, 2.1, 1.4 -> 3, 2, 1 and one more for the first
    assert allot(7, np.array([5, 3, 2])).tolist() == [4, 2, 1]
    # equal remainders: the first one
    assert allot(1, np.array([4, 4])).tolist() == [1, 0]
    assert allot(0, np.array([4, 4])).tolist() == [0, 0]


@given(sizes=st.lists(st.integers(1, 60), min_size=1, max_size=7), data=st.data())
def test_largest_remainders_add_up_and_are_never_off_by_one(sizes: list[int], data: st.DataObject) -> None:
    calls = data.draw(st.integers(0, sum(sizes)))
    found = allot(calls, np.array(sizes))
    assert found.sum() == calls
    for share, size in zip(found.tolist(), sizes, strict=True):
        assert abs(share - calls * size / sum(sizes)) < 1
        assert 0 <= share <= size


def test_the_seed_decides() -> None:
    facts = claims_of_one(60)
    assert drawn(facts, seed=3) == drawn(facts, seed=3)
    samples = {frozenset(ids(facts, drawn(facts, seed=seed))) for seed in range(10)}
    assert len(samples) == 10


def test_every_claim_is_drawn_equally_often() -> None:
    # 40 claims, 29 calls, 400 seeds: each is drawn 290 times on average, standard deviation 9
    facts = claims_of_one(40)
    evidence = weigh(facts)
    seen: Counter[int] = Counter()
    for seed in range(400):
        seen.update(claim.client_idx for claim in draw_audit(facts, evidence, seed=seed).claims)
    assert sum(seen.values()) == 400 * 29
    assert all(abs(count - 290) < 4.5 * 9 for count in seen.values())


def test_max_calls_is_per_manager_and_tells_the_margin_left() -> None:
    rows = [touch(i, i % 2, 1 + i % 40) for i in range(80)]
    facts = base(rows, [i % 2 for i in range(80)])
    draw = drawn(facts, max_calls=10)
    assert [(plan.num_claims, plan.num_calls) for plan in draw.plans] == [(40, 10), (40, 10)]
    # n' = 10 x 39 / 30 = 13; 1.96 / (2 sqrt(13 + 3.84)) = 0.2388
    assert [round(plan.margin, 4) for plan in draw.plans] == [0.2388, 0.2388]
    assert Counter(claim.manager_idx for claim in draw.claims) == {0: 10, 1: 10}


def test_all_claims_are_rung_up_where_there_are_few() -> None:
    draw = drawn(claims_of_one(2))
    assert (draw.plans[0].num_calls, draw.plans[0].margin) == (2, 0.0)


def shuffled(facts: Portfolio, order: list[int]) -> Portfolio:
    """The same facts with managers in another order."""
    place = np.argsort(order).astype(np.int32)
    log = facts.activities
    assert log is not None
    managers = builders.managers(len(order))
    return replace(
        facts,
        clients=replace(facts.clients, owner_idx=place[facts.clients.owner_idx]),
        managers=replace(managers, manager_id=managers.manager_id[order]),
        activities=replace(log, manager_idx=place[log.manager_idx]),
    )


def test_other_managers_change_nothing() -> None:
    rows = [touch(i, i % 3, 1 + i % 40) for i in range(120)]
    facts = base(rows, [i % 3 for i in range(120)], 3)
    whole = ids(facts, drawn(facts, seed=5))
    other = shuffled(facts, [2, 0, 1])
    assert ids(other, drawn(other, seed=5)) == whole
    alone = base([row for row in rows if row["manager"] == 0], [i % 3 for i in range(120)], 3)
    assert ids(alone, drawn(alone, seed=5)) == {pair for pair in whole if pair[0] == "m0"}


def test_the_order_of_clients_changes_nothing() -> None:
    facts = claims_of_one(70)
    log = facts.activities
    assert log is not None
    clients = replace(facts.clients, client_id=facts.clients.client_id[::-1].copy())
    backwards = replace(
        facts, clients=clients, activities=replace(log, client_idx=(69 - log.client_idx).astype(np.int32))
    )
    assert ids(facts, drawn(facts)) == ids(backwards, drawn(backwards))


def test_without_claims_the_draw_is_empty() -> None:
    draw = drawn(base([], [0, 1]))
    assert (draw.plans, draw.claims) == ((), ())
