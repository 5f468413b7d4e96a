"""Workload that depends on who serves the client (model §1 travel, §3, §4).

Everybody stands on the equator and an hour is what one degree costs, so that distances can be told by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import pi
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.checker import check
from assigner.policy import Policy
from assigner.policy.model import TravelPolicy
from assigner.portfolio import NOBODY
from assigner.verdict import Verdict
from tests import builders
from tests.checker.naive import Naive
from tests.checker.support import broken, case, verdict
from tests.checker.test_against_naive import as_dict, assert_same
from tests.strategies import FEATURES, Case, make_case, random_assignment

HOUR_A_DEGREE = 1 / (6371.0088 * pi / 180)


def policy(hours_per_km: float = HOUR_A_DEGREE, **rules: Any) -> Policy:
    """Workload in total is the only goal, without tolerance."""
    return Policy.model_validate(
        {
            "balance": {"goals": [{"measure": "workload", "tolerance": 0.0}]},
            "rules": {"loss_cap": {"enabled": False}} | rules,
            "travel": {"hours_per_km": hours_per_km},
        }
    )


def team(**parts: Any) -> Any:
    """m0 at longitude 0, m1 at 4."""
    return builders.managers(2, lat=[0.0, 0.0], lon=[0.0, 4.0], **parts)


def base(owner: Sequence[int], lon: Sequence[float], workload: Sequence[float], **parts: Any) -> Any:
    """Clients on the equator."""
    return builders.clients(owner, lat=[0.0] * len(lon), lon=lon, workload=workload, **parts)


def four(**rules: Any) -> Case:
    """c0, c1 at m0's door, c2, c3 at m1's; 2 hours each; today all are m0's."""
    return case(base([0] * 4, [0, 0, 4, 4], [2.0] * 4), team(), policy=policy(**rules))


def test_loads_count_the_way_and_targets_its_mean() -> None:
    # m(i,j) is 2 at the door, 2 + 4 = 6 across; the mean is 4 for each client: T = A = 4 x 4 / 2 = 8
    cells = verdict(four(), [0, 0, 1, 1]).after.cells
    assert cells.target == pytest.approx([8.0, 8.0])
    assert cells.attainable == pytest.approx([8.0, 8.0])
    # h = h_j = 4: half of it is 0.25 of A
    assert cells.tolerance_high == pytest.approx([0.25, 0.25])
    assert cells.tolerance_low == pytest.approx([0.25, 0.25])
    # 2 + 2 each: 1 - 4 / 8 - 0.25
    assert cells.load == pytest.approx([4.0, 4.0])
    assert cells.violation == pytest.approx([0.25, 0.25])


def test_serving_across_counts_more() -> None:
    # 6 + 6 each: 12 / 8 - 1 - 0.25
    after = verdict(four(), [1, 1, 0, 0]).after
    assert after.cells.load == pytest.approx([12.0, 12.0])
    assert after.levels.imbalance == pytest.approx(100 * (0.25 + 0.25))
    assert after.managers.workload == pytest.approx([12.0, 12.0])


def test_before_is_the_way_of_todays_owner() -> None:
    # m0 has 2 + 2 + 6 + 6 = 16: 16 / 8 - 1 - 0.25; m1 nothing: 1 - 0.25
    before = verdict(four(), [0, 0, 1, 1]).before
    assert before.cells.load == pytest.approx([16.0, 0.0])
    assert before.cells.violation == pytest.approx([0.75, 0.75])
    assert before.managers.workload == pytest.approx([16.0, 0.0])


def test_counted_load_is_cut_at_the_largest_share() -> None:
    # means: c0 20 + 2 = 22, the others 2: T = (22 + 6) / 2 = 14 = share; counted means 14 + 3 x 2: T = 10
    of = case(base([0] * 4, [0] * 4, [20.0, 0, 0, 0]), team(), policy=policy())
    found = verdict(of, [1, 0, 0, 1])
    assert found.after.cells.target == pytest.approx([10.0, 10.0])
    # with m1 c0 takes 24 hours and counts 14, c3 takes and counts 4
    assert found.after.cells.load == pytest.approx([0.0, 18.0])
    assert found.after.managers.workload == pytest.approx([0.0, 28.0])
    assert [item.code for item in found.left_out] == ["indivisible"]


def test_mean_is_over_the_eligible_and_an_owner_outside_has_a_way_too() -> None:
    # m1 may serve North only; c3 (South) is m1's today: E = {m0}, m(3,0) = 2 + 4, m(3,1) = 2
    clients = base([0, 0, 1, 1], [0, 0, 4, 4], [2.0] * 4, region=["North"] * 3 + ["South"])
    of = case(clients, team(eligible={"region": [None, {"North"}]}), policy=policy())
    found = verdict(of, [0, 0, 1, 0])
    # three means of 4 shared by both, and 6 of m0 alone: T = 12 and 6
    assert found.after.cells.target == pytest.approx([12.0, 6.0])
    assert found.after.cells.load == pytest.approx([10.0, 2.0])
    assert found.before.cells.load == pytest.approx([4.0, 4.0])


def test_fixed_load_counts_the_way_of_its_manager() -> None:
    # c2 and c3 are pinned to m0: 6 + 6 = 12 for certain, above T = 8: A = 12 and the other 4
    of = case(base([0] * 4, [0, 0, 4, 4], [2.0] * 4, pinned=[NOBODY, NOBODY, 0, 0]), team(), policy=policy())
    assert verdict(of, [1, 1, 0, 0]).after.cells.attainable == pytest.approx([12.0, 4.0])


def test_limits_count_the_raw_hours_of_the_one_who_serves() -> None:
    of = four(max_load={"workload": 10.0}, min_load={"workload": 4.5})
    assert broken(of, [0, 0, 1, 0]) == ["min-load: Manager 1 (m1) would have workload of 2 hours a month "
                                        "incl. travel, the least is 4.50"]  # fmt: skip
    assert broken(of, [1, 1, 0, 0]) == [
        "max-load: Manager 0 (m0) would have workload of 12 hours a month incl. travel, the limit is 10",
        "max-load: Manager 1 (m1) would have workload of 12 hours a month incl. travel, the limit is 10",
    ]


def test_books_of_leavers_show_their_way_too() -> None:
    clients = base([1, 1, 0, 0], [0, 0, 0, 0], [2.0] * 4)
    found = verdict(case(clients, team(leaving=[False, True]), policy=policy()), [0] * 4)
    assert found.before.managers.workload == pytest.approx([4.0, 12.0])
    assert found.before.cells.load == pytest.approx([4.0])


def test_no_way_without_coordinates() -> None:
    clients = base([0] * 4, [0, 4, np.nan, 0], [2.0] * 4)
    of = case(clients, team(), policy=policy())
    assert verdict(of, [1, 1, 1, 1]).after.managers.workload == pytest.approx([0.0, 6 + 2 + 2 + 6])


def travel_notes(of: Case) -> list[str]:
    found: Verdict = verdict(of, [0] * len(of.portfolio.clients))
    return [note for note in found.notes if "travel" in note]


def test_notes_tell_what_travel_adds_and_where_it_is_missing() -> None:
    [told] = travel_notes(four())
    assert told == "workload includes travel: 0.90 hours a month for each 100 km between client and manager"
    clients = base([0] * 4, [0, 4, np.nan, 0], [2.0] * 4)
    assert travel_notes(case(clients, team(), policy=policy()))[1] == (
        "no travel is counted where coordinates are missing: 1 client, 0 managers"
    )


def test_no_travel_without_workload() -> None:
    clients = builders.clients([0] * 4, lat=[0.0] * 4, lon=[9.0] * 4)
    of = case(clients, team(), policy=policy(max_load={"workload": 1.0}))
    assert travel_notes(of) == ["travel is not counted: the clients have no workload"]
    assert broken(of, [0] * 4) == []
    assert verdict(of, [0] * 4).after.managers.workload == pytest.approx([0.0, 0.0])


def travelling(seed: int, num_clients: int, num_managers: int, hours: float) -> Case:
    """A random case with every feature, workload limits and travel."""
    drawn = make_case(seed, num_clients, num_managers, features=FEATURES)
    limits = drawn.policy.rules.model_copy(
        update={"max_load": drawn.policy.rules.max_load.model_copy(update={"workload": 8.0 * num_clients})}
    )
    goals = (*(drawn.policy.balance.goals or ()), *policy().balance.goals)  # type: ignore[misc]
    changed = drawn.policy.model_copy(
        update={
            "rules": limits,
            "balance": drawn.policy.balance.model_copy(update={"goals": goals}),
            "travel": TravelPolicy(hours_per_km=hours),
        }
    )
    return replace(drawn, policy=changed)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 3), st.sampled_from([0.0, 0.001, 0.02, 1.0])
)
def test_agrees_with_the_naive_model(seed: int, num_clients: int, num_managers: int, hours: float) -> None:
    of = travelling(seed, num_clients, num_managers, hours)
    assignment = random_assignment(of.portfolio, seed)
    found, naive = check(of.portfolio, of.evidence, of.policy, assignment), Naive(of)
    assert_same(found.after, naive.figures(as_dict(assignment)))
    assert_same(found.before, naive.figures(naive.today()))
    assert {item.rule for item in found.breaks} == naive.breaks(as_dict(assignment))
