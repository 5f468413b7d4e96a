"""Capacity of segments by manager: held, worked, free (model §11)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from assigner.capacity import measure_capacity
from assigner.capacity.segments import segment_tables
from assigner.evidence.model import State
from assigner.policy import Policy
from assigner.portfolio import NOBODY
from tests import builders
from tests.strategies import Case, cases

P, A, D, C, F, X = State.PROVEN, State.ACTIVE, State.DORMANT, State.CLAIMED, State.FREE, State.EXCLUDED


def test_held_worked_and_free_by_segment_and_manager() -> None:
    # North: m0 has c0 8 proven and c1 2 claimed, c2 5 is free; South: m1 has c3 4 active and c4 1 dormant
    base = builders.clients(
        [0, 0, NOBODY, 1, 1, 1],
        potential=[8, 2, 5, 4, 1, 100],
        excluded=[False] * 5 + [True],
        region=["North", "North", "North", "South", "South", "South"],
    )
    facts = builders.portfolio(base, builders.managers(2))
    total, region = segment_tables(facts, builders.evidence(facts, [P, C, F, A, D, X]))
    assert (total.dimension, total.labels) == ("total", ("total",))
    assert (region.dimension, region.labels) == ("region", ("North", "South"))
    assert region.num_clients.tolist() == [3, 2]
    assert region.capacity.tolist() == [15, 5]
    assert region.free.tolist() == [5, 0]
    assert region.held.tolist() == [[10, 0], [0, 5]]
    assert region.worked.tolist() == [[8, 0], [0, 4]]
    assert total.num_clients.tolist() == [5]
    assert total.held.tolist() == [[10, 5]]
    assert total.worked.tolist() == [[8, 4]]


def test_a_value_of_excluded_clients_only_is_listed_with_nothing() -> None:
    base = builders.clients([0, 0], excluded=[False, True], region=["North", "South"])
    facts = builders.portfolio(base, builders.managers(1))
    _, region = segment_tables(facts, builders.evidence(facts, [C, X]))
    assert region.num_clients.tolist() == [1, 0]
    assert region.capacity.tolist() == [1, 0]


def test_a_table_is_found_by_its_dimension() -> None:
    facts = builders.portfolio(builders.clients([0], region=["North"]), builders.managers(1))
    found = measure_capacity(facts, builders.evidence(facts, [C]), Policy())
    assert found.segment("region").labels == ("North",)
    assert found.segment("total").capacity.tolist() == [1]
    with pytest.raises(KeyError):
        found.segment("tier")


@settings(max_examples=60, deadline=None)
@given(case=cases(max_clients=9))
def test_held_and_free_make_the_capacity_and_worked_is_a_part_of_held(case: Case) -> None:
    clients = case.portfolio.clients
    found = measure_capacity(case.portfolio, case.evidence, case.policy)
    served = float(clients.potential[~clients.excluded].sum())
    assert [table.dimension for table in found.segments] == ["total", *clients.dimensions]
    for table in found.segments:
        np.testing.assert_allclose(table.held.sum(axis=1) + table.free, table.capacity, rtol=1e-9)
        assert (table.worked <= table.held).all()
        assert table.capacity.sum() == pytest.approx(served)
        assert table.num_clients.sum() == (~clients.excluded).sum()
        np.testing.assert_allclose(table.held.sum(axis=0), found.segments[0].held[0], rtol=1e-9)
