"""Value, pain, its parts and the divisor on hand-made bases (model §5)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assigner.disruption import MoveCosts, client_values
from assigner.evidence.model import State
from assigner.policy import Policy
from assigner.policy.model import DisruptionPolicy
from tests import builders


def idx(*positions: int) -> Any:
    return np.array(positions, dtype=np.int32)


def costs(
    owner: list[int],
    strength: dict[tuple[int, int], float],
    *,
    revenue: list[float],
    rate: list[float],
    leaving: list[bool] | None = None,
    excluded: list[bool] | None = None,
) -> MoveCosts:
    """A base without potential, deals and dimensions: value is revenue, similarity 0.5 everywhere."""
    base = builders.clients(owner, revenue=revenue, potential=[0.0] * len(owner), excluded=excluded)
    facts = builders.portfolio(base, builders.managers(len(rate), rate=rate, leaving=leaving))
    states = [State.CLAIMED] * len(owner)
    return MoveCosts.of(facts, builders.evidence(facts, states, strength), Policy())


def test_value_is_revenue_deals_and_a_tenth_of_potential() -> None:
    base = builders.clients([0], revenue=[100.0], deal_amount=[30.0], potential=[500.0])
    # 100 + 30 + 0.1 x 500
    assert client_values(base, DisruptionPolicy()) == pytest.approx([180.0])


def test_fixed_cost_and_divisor() -> None:
    # exposed: 100 x (0.15 + 0.05) = 20 and 300 x (0.15 + 0.10) = 75, mean 47.5; fixed = 2 % = 0.95
    # D = 20 + 75 + 2 x 0.95 = 96.9; the free client and the excluded one are not owned
    model = costs(
        [0, 1, -1, 0],
        {},
        revenue=[100.0, 300.0, 1000.0, 1000.0],
        rate=[0.05, 0.10],
        excluded=[False, False, False, True],
    )
    assert model.fixed_cost == pytest.approx(0.95)
    assert model.divisor == pytest.approx(96.9)


def test_clients_of_leavers_count_in_the_divisor() -> None:
    # both owned: 100 x 0.20 + 100 x 0.20 = 40, fixed 0.4 each
    model = costs([0, 1], {}, revenue=[100.0, 100.0], rate=[0.05, 0.05], leaving=[False, True])
    assert model.divisor == pytest.approx(40.8)


def test_nobody_owned_has_no_divisor_and_no_disruption() -> None:
    model = costs([-1], {(0, 0): 0.5}, revenue=[100.0], rate=[0.05])
    sums = model.sums(idx(0), idx(0))
    assert (model.divisor, model.fixed_cost, model.disruption(sums)) == (0.0, 0.0, 0.0)


def test_move_from_a_strong_owner() -> None:
    # 0.8 -> 0.3: 0.5 x 100 = 50 exposed; risk 50 x 0.15 x (1 - 0.5 x 0.5) = 5.625; commission 50 x 0.1
    model = costs([0], {(0, 0): 0.8, (0, 1): 0.3}, revenue=[100.0], rate=[0.1, 0.05])
    pain = model.pain(idx(0), idx(1))
    assert pain.revenue_at_risk == pytest.approx([5.625])
    assert pain.commission == pytest.approx([5.0])
    # fixed = 2 % of 100 x (0.15 + 0.1)
    assert pain.fixed == pytest.approx([0.5])
    assert pain.total == pytest.approx([11.125])


def test_staying_with_the_strongest_costs_nothing() -> None:
    model = costs([0], {(0, 0): 0.8, (0, 1): 0.3}, revenue=[100.0], rate=[0.1, 0.05])
    assert model.pain(idx(0), idx(0)).total == pytest.approx([0.0])


def test_staying_with_a_weaker_owner_is_evidence_mismatch() -> None:
    # the rival is 0.4 stronger: 40 exposed at his rate: 40 x (0.15 x 0.75 + 0.05) = 6.5, no fixed cost
    model = costs([0], {(0, 0): 0.2, (0, 1): 0.6}, revenue=[100.0], rate=[0.1, 0.05])
    sums = model.sums(idx(0), idx(0))
    assert sums.evidence_mismatch == pytest.approx(6.5)
    assert (sums.revenue_at_risk, sums.commission_at_stake, sums.fixed_cost) == (0.0, 0.0, 0.0)


def test_move_to_the_strongest_costs_only_the_fixed_part() -> None:
    model = costs([0], {(0, 0): 0.2, (0, 1): 0.6}, revenue=[100.0], rate=[0.1, 0.05])
    assert model.pain(idx(0), idx(1)).total == pytest.approx([model.fixed_cost])


def test_ties_take_the_owners_rate_else_the_largest() -> None:
    # m0, m1 and m2 equally strong; c0 owned by m0, c1 free
    strength = {(i, j): 0.5 for i in range(2) for j in range(3)}
    model = costs([0, -1], strength, revenue=[100.0, 100.0], rate=[0.03, 0.09, 0.06])
    assert model.best_rate == pytest.approx([0.03, 0.09])


def test_leavers_client_keeps_his_strength_but_no_commission_and_no_fixed_cost() -> None:
    # the leaver held 0.6, nobody else anything: 60 exposed, 60 x 0.15 x 0.75 = 6.75
    model = costs([1], {(0, 1): 0.6}, revenue=[100.0], rate=[0.1, 0.1], leaving=[False, True])
    pain = model.pain(idx(0), idx(0))
    assert (pain.revenue_at_risk[0], pain.commission[0], pain.fixed[0]) == pytest.approx((6.75, 0.0, 0.0))


def test_strength_of_a_leaver_does_not_count_for_a_client_whose_owner_stays() -> None:
    model = costs([0], {(0, 0): 0.3, (0, 1): 0.9}, revenue=[100.0], rate=[0.1, 0.1], leaving=[False, True])
    assert model.best_strength == pytest.approx([0.3])


def test_free_client_is_priced_by_the_strongest_manager_without_fixed_cost() -> None:
    # m0 holds 0.4 of a free client: giving it to m1 exposes 40: 40 x 0.15 x 0.75 + 40 x 0.1
    model = costs([-1, 0], {(0, 0): 0.4}, revenue=[100.0, 100.0], rate=[0.1, 0.05])
    pain = model.pain(idx(0, 0), idx(1, 0))
    assert pain.total == pytest.approx([8.5, 0.0])
    assert pain.fixed == pytest.approx([0.0, 0.0])


def test_disruption_is_pain_over_the_divisor() -> None:
    # 11.125 of D = 100 x 0.25 + 0.5 = 25.5
    model = costs([0], {(0, 0): 0.8, (0, 1): 0.3}, revenue=[100.0], rate=[0.1, 0.05])
    assert model.disruption(model.sums(idx(0), idx(1))) == pytest.approx(100 * 11.125 / 25.5)


def test_unfit_is_weighted_by_value() -> None:
    # without dimensions unfit is 0.5 for everybody, whatever the values
    model = costs([0, 0], {}, revenue=[100.0, 900.0], rate=[0.1])
    assert model.unfit(idx(0, 1), idx(0, 0)) == pytest.approx(50.0)
    assert costs([0], {}, revenue=[0.0], rate=[0.1]).unfit(idx(0), idx(0)) == 0.0
