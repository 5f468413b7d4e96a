"""Capacity of a base as a whole, and what nobody works (model §11)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from assigner.capacity import measure_capacity
from assigner.capacity.measure import idle_clients
from assigner.errors import InputError
from assigner.evidence import weigh_evidence
from assigner.evidence.model import State
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Kind
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import sale, touch
from tests.strategies import Case, cases


def test_nobody_works_a_client_without_an_active_or_proven_pair() -> None:
    # c0 claimed, one call; c1 free, but sold to by manager 1; c2 claimed, but worked by manager 1; c3 free;
    # c4 proven by revenue alone; c5 excluded; c6 proven once, by its owner
    base = builders.clients(
        [0, NOBODY, 0, NOBODY, 0, 0, 0],
        potential=[5, 1, 1, 9, 1, 1, 1],
        revenue=[0, 0, 0, 0, 7, 0, 0],
        excluded=[i == 5 for i in range(7)],
    )
    rows = [touch(0, 0, 0), sale(1, 1, 600), touch(2, 1, 0, Kind.CALL), touch(2, 1, 5), sale(6, 0, 700)]
    facts = builders.portfolio(base, builders.managers(2), builders.activities(rows))
    evidence = weigh_evidence(facts, Policy(), as_of=AS_OF)
    assert evidence.state[[4, 6]].tolist() == [State.DORMANT, State.DORMANT]
    assert idle_clients(facts, evidence).tolist() == [3, 0]


def test_without_a_log_idle_is_who_has_neither_revenue_nor_a_deal() -> None:
    base = builders.clients([0, 0, 0, NOBODY], revenue=[1, 0, 0, 0], deal_amount=[0, 1, 0, 0])
    facts = builders.portfolio(base, builders.managers(1))
    assert idle_clients(facts, weigh_evidence(facts, Policy(), as_of=AS_OF)).tolist() == [2, 3]


def test_a_policy_that_asks_for_an_unknown_dimension_is_refused() -> None:
    facts = builders.portfolio(builders.clients([0]), builders.managers(1))
    policy = Policy.model_validate({"capacity": {"abc_dimension": "region"}})
    with pytest.raises(InputError, match=r"Use one of: total\."):
        measure_capacity(facts, builders.evidence(facts, [State.CLAIMED]), policy)


def test_an_empty_base_has_no_capacity() -> None:
    facts = builders.portfolio(builders.clients([]), builders.managers(1))
    found = measure_capacity(facts, builders.evidence(facts, []), Policy())
    assert found.segment("total").capacity.tolist() == [0]
    assert (found.idle.tolist(), found.look_alikes, found.abc.codes.tolist()) == ([], ((),), [])


@settings(max_examples=60, deadline=None)
@given(case=cases(max_clients=9))
def test_idle_clients_are_serviceable_not_worked_and_ordered(case: Case) -> None:
    found = measure_capacity(case.portfolio, case.evidence, case.policy)
    clients, evidence = case.portfolio.clients, case.evidence
    assert not clients.excluded[found.idle].any()
    assert set(evidence.state[found.idle].tolist()) <= {State.CLAIMED, State.FREE}
    known = set(evidence.pair_client[evidence.pair_active | evidence.pair_proven].tolist())
    assert known.isdisjoint(found.idle.tolist())
    potential = clients.potential[found.idle].tolist()
    assert potential == sorted(potential, reverse=True)
