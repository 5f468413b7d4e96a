"""Routing one by one: against the oracle, what is promised of one cell, and exact replay."""

from __future__ import annotations

import json
from math import fsum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.errors import InputError
from assigner.evidence.model import State
from assigner.fairness.balance import attainable_targets
from assigner.portfolio import NOBODY, IntArray
from assigner.routing import Code, Key, Ledger, NewClient, Routed, decide, from_bytes, routing_plan, to_bytes
from assigner.routing.filling import attainable_rows
from assigner.routing.reading import card_of
from tests import builders
from tests.routing.bases import case, plan_of, route
from tests.routing.oracle import Oracle
from tests.strategies import FEATURES, SCOPE, TRAVEL, Case, cases

AMOUNTS = st.one_of(st.none(), st.floats(0.01, 40).map(lambda x: round(x, 2)))

NEWCOMERS = st.lists(
    st.builds(
        NewClient,
        potential=AMOUNTS,
        revenue=AMOUNTS,
        workload=AMOUNTS,
        segments=st.fixed_dictionaries(
            {
                "region": st.sampled_from(["North", "South", "West", "East", ""]),
                "tier": st.sampled_from(["A", "B", "", "C"]),
            }
        ),
    ),
    min_size=1,
    max_size=8,
)

CARDS = st.lists(
    st.builds(
        NewClient,
        potential=AMOUNTS,
        name=st.sampled_from(["", "Луч", "Весна", "Client 1"]),
        tax_id=st.sampled_from(["", "7707083893", "7728168971", "12"]),
        phone=st.sampled_from(["", "8 495 123-45-67", "+74951234567", "+7 812 333 22 11"]),
        email=st.sampled_from(["", "a@luch.example", "b@luch.example", "a@mail.ru"]),
        client_id=st.sampled_from(["", "c0", "c5", "x1"]),
    ),
    min_size=1,
    max_size=12,
)


def answered(found: Case) -> IntArray:
    """The witness of a case."""
    assert found.witness is not None
    return found.witness


@settings(max_examples=80, deadline=None)
@given(cases(max_clients=14, feasible=True, features=(*FEATURES, SCOPE, *TRAVEL)), NEWCOMERS)
def test_every_decision_is_the_best_when_all_is_added_up_again(found: Case, clients: list[NewClient]) -> None:
    plan = routing_plan(found, answered(found))
    ledger, oracle = Ledger(plan), Oracle(found, answered(found))
    for client in clients:
        decision = route(ledger, client)
        behind, open_to = oracle.behind(client), oracle.open_to(client)
        assert decision.candidates == len(open_to)
        if decision.manager_id is None:
            assert (decision.code, open_to) == (Code.NOBODY, [])
            assert sum(decision.barred.values()) == len(oracle.team)
            continue
        chosen = next(j for j in oracle.team if found.portfolio.managers.manager_id[j] == decision.manager_id)
        assert chosen in open_to
        assert decision.shortfall == pytest.approx(behind[chosen], abs=1e-7)
        assert behind[chosen] >= max(behind[j] for j in open_to) - 1e-7
        oracle.routed.append((client, chosen))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_in_one_cell_nobody_gets_ahead_by_more_than_a_client_or_far_behind(data: st.DataObject) -> None:
    # Derived in docs/routing.md: shortfalls add up to the new client, so the largest is positive and whoever
    # gets it is ahead by less than it; and nobody falls behind by more than D + (H(M) - 1) x the largest.
    count = data.draw(st.integers(2, 5), label="managers")
    weights = data.draw(st.lists(st.sampled_from([0.25, 0.5, 1.0]), min_size=count, max_size=count))
    owner = data.draw(st.lists(st.integers(0, count - 1), min_size=2 * count, max_size=3 * count))
    potential = data.draw(st.lists(st.floats(1, 50), min_size=len(owner), max_size=len(owner)))
    state = data.draw(
        st.lists(st.sampled_from([State.PROVEN, State.CLAIMED]), min_size=len(owner), max_size=len(owner))
    )
    found = case(owner, builders.managers(count, fte=weights), potential=potential, state=state)
    ledger = Ledger(plan_of(found))
    before, largest = standing(ledger), 0.0
    for amount in data.draw(st.lists(st.floats(0.5, 60), max_size=25), label="routed"):
        (cell,) = route(ledger, NewClient(potential=amount)).cells
        largest = max(largest, cell.counted)
        now = standing(ledger)
        assert fsum(now) == pytest.approx(0, abs=1e-6)
        assert (-now <= np.maximum(-before, largest) + 1e-6).all()
        harmonic = sum(1 / k for k in range(2, count + 1))
        assert now.max() <= before.max() + harmonic * largest + 1e-6


def standing(ledger: Ledger) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Shortfalls of the first cell."""
    found = attainable_targets(ledger.target[0], ledger.fixed[0]) - ledger.load[0]
    return np.asarray(found)


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 5), st.lists(st.floats(0.5, 30), min_size=1, max_size=30))
def test_equal_managers_stay_within_the_largest_client(count: int, amounts: list[float]) -> None:
    # The one with the least load gets the next: loads differ by at most the largest client, in any order.
    ledger = Ledger(plan_of(case([*range(count)] * 2, builders.managers(count), potential=[20] * 2 * count)))
    for amount in amounts:
        route(ledger, NewClient(potential=amount))
        assert np.ptp(ledger.load[0]) <= min(max(amounts), 40) + 1e-6


@settings(max_examples=80, deadline=None)
@given(CARDS, st.integers(0, 2**16))
def test_a_journal_replayed_gives_the_same_ledger_to_the_last_bit(
    clients: list[NewClient], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    found = case(
        [0, 1, 2] * 3,
        builders.managers(3, max_clients=[5, 6, 20]),
        potential=rng.lognormal(size=9),
        phone={0: "+74951234567"},
        excluded=[False] * 8 + [True],
    )
    plan = plan_of(found, [*[0, 1, 2] * 2, 0, 1, NOBODY])
    ledger, journal = Ledger(plan), []
    for client in clients:
        entry = Routed(client=client, decision=decide(plan, ledger, client))
        ledger.apply(entry)
        journal.append(json.dumps(entry.document()))
    stored = [Routed.from_document(json.loads(line)) for line in journal]
    again = Ledger(from_bytes(to_bytes(plan)), stored)
    assert again.digest() == ledger.digest()
    assert [entry.document() for entry in stored] == [json.loads(line) for line in journal]
    assert decide(again.plan, again, clients[0]) == decide(plan, ledger, clients[0])


@settings(max_examples=100, deadline=None)
@given(CARDS)
def test_the_same_client_again_never_changes_hands_or_loads(clients: list[NewClient]) -> None:
    ledger = Ledger(plan_of(case([0, 1] * 3, builders.managers(2))))
    for client in clients:
        first, load = route(ledger, client), ledger.load.copy()
        second = route(ledger, client)
        if {key for key, _ in card_of(ledger.plan, client).keys} - {Key.NAME}:
            assert second.manager_id == first.manager_id
            assert (ledger.load == load).all()


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 5), st.integers(1, 6), st.integers(0, 2**16))
def test_rows_are_filled_as_one_by_one(rows: int, managers: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    target = rng.uniform(0, 10, (rows, managers)) * (rng.random((rows, managers)) < 0.8)
    fixed = rng.uniform(0, 1, (rows, managers)) * rng.choice([0, 5, 20], (rows, managers))
    one_by_one = np.array([attainable_targets(t, f) for t, f in zip(target, fixed, strict=True)])
    assert attainable_rows(target, fixed) == pytest.approx(one_by_one)


def test_a_journal_of_another_plan_is_refused() -> None:
    plan, other = (plan_of(case([0, 0, 1, 1], builders.managers(2))) for _ in range(2))
    ledger = Ledger(plan)
    first = route(ledger, NewClient(phone="84951234567"))
    again = decide(plan, ledger, NewClient(phone="84951234567"))
    with pytest.raises(InputError, match="does not follow"):
        Ledger(other, [Routed(client=NewClient(), decision=again)])
    smaller = plan_of(case([0, 0], builders.managers(1)))
    third = decide(plan, ledger, NewClient())
    assert (first.manager_id, third.manager_id) == ("m0", "m1")
    with pytest.raises(InputError, match="does not follow"):
        Ledger(smaller, [Routed(client=NewClient(), decision=third)])
    with pytest.raises(ValueError, match="another plan"):
        decide(other, ledger, NewClient())
