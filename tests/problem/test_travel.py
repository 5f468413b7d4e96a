"""Workload that depends on who serves the client, number by number (model §1 travel, §3, §4).

Everybody stands on the equator and a degree costs an hour: m(i,j) = workload + degrees between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi
from typing import Any

import numpy as np
import pytest

from assigner.optimize.tables import row_loads
from assigner.policy import Policy
from assigner.portfolio import FloatArray
from assigner.problem import Problem
from tests import builders
from tests.checker.support import CLAIMED, PROVEN, case
from tests.problem.support import choices, coefficients, problem, side_row

HOUR_A_DEGREE = 1 / (6371.0088 * pi / 180)


def made(
    lon: Sequence[float],
    *,
    state: Any = None,
    team: dict[str, Any] | None = None,
    rules: Any = None,
    **base: Any,
) -> Problem:
    """Clients of m0 at these longitudes, 2 hours each at the door; m0 stands at longitude 0, m1 at 4."""
    count = len(lon)
    clients = builders.clients([0] * count, lat=[0.0] * count, lon=lon, workload=[2.0] * count, **base)
    managers = builders.managers(2, lat=[0.0, 0.0], lon=[0.0, 4.0], **(team or {}))
    policy = Policy.model_validate(
        {
            "balance": {"goals": [{"measure": "workload", "tolerance": 0.0}], "min_clients_per_manager": 0},
            "rules": {"loss_cap": {"enabled": False}} | (rules or {}),
            "travel": {"hours_per_km": HOUR_A_DEGREE},
        }
    )
    return problem(case(clients, managers, state=state or [CLAIMED] * count, policy=policy))


def extras(of: Problem) -> list[list[float]]:
    """What every pair adds to its unit's load."""
    return [part.tolist() for part in np.split(of.extra.round(9), of.extra_start[1:-1])]


def loads(of: Problem, managers: Sequence[int]) -> FloatArray:
    """Loads of both managers when unit u goes to `managers[u]`."""
    pairs = [choices(of)[u].index(j) + of.pair_start[u] for u, j in enumerate(managers)]
    return row_loads(of, np.array(pairs, dtype=np.int32))


def test_the_unit_brings_the_least_and_a_pair_the_way_beyond_it() -> None:
    """c0 at 0: 2 with m0, 6 with m1. c1 at 3: 5 with m0, 3 with m1. Means 4 and 4, so T = A = (4, 4).

    share = 4 cuts the loads: c0 2 or 4, c1 4 or 3.
    """
    of = made([0, 3])
    assert of.cells.target == pytest.approx(np.array([[4, 4]]))
    assert of.load == pytest.approx([2, 3])
    assert extras(of) == [[], [2], [1], []]
    assert loads(of, [0, 1]) == pytest.approx([2, 3])
    assert loads(of, [1, 0]) == pytest.approx([4, 4])


def test_no_way_where_a_coordinate_is_missing() -> None:
    """c1 has none: 2 hours with everybody."""
    of = made([1, float("nan")])
    assert of.load == pytest.approx([3, 2])  # c0: 3 with m0, 5 with m1, mean 4; share = (4 + 2) / 2 = 3
    assert extras(of) == [[], [], [], []]


def test_a_fixed_client_counts_with_its_manager() -> None:
    """c0 at 4 is locked to m0: 6 hours with him, 2 with m1, mean 4. c1..c3 at 2 are 4 with both.

    T = 16 / 2 = 8 each, share 8 cuts nothing. m0 holds 6 of his 8.
    """
    of = made([4, 2, 2, 2], state=[PROVEN, CLAIMED, CLAIMED, CLAIMED])
    assert of.cells.target == pytest.approx(np.array([[8, 8]]))
    assert of.cells.base_load == pytest.approx(np.array([[6, 0]]))
    assert loads(of, [0, 1, 1]) == pytest.approx([10, 8])


def test_fixed_loads_with_the_way_move_the_attainable_target() -> None:
    """c0 and c1 at 4 are locked to m0, c2 and c3 at 2 are free: means 4, T = 8 each, but m0 holds 6 + 6.

    A = (12, 16 - 12 = 4).
    """
    of = made([4, 4, 2, 2], state=[PROVEN, PROVEN, CLAIMED, CLAIMED])
    assert of.cells.target == pytest.approx(np.array([[8, 8]]))
    assert of.cells.attainable == pytest.approx(np.array([[12, 4]]))


def test_the_mean_is_over_eligible_managers_only() -> None:
    """c1 at 3 is m0's alone: 5 hours. c0 at 0: mean (2 + 6) / 2 = 4. T = (2 + 5, 2)."""
    of = made([0, 3], team={"eligible": {"motive": [None, {"x"}]}}, motive=["x", "y"])
    assert of.cells.target == pytest.approx(np.array([[7, 2]]))
    assert of.load == pytest.approx([2, 5])  # c1 counts 5 <= 7
    assert extras(of) == [[], [4], []]  # c0 with m1: 6 <= 7


def test_limits_count_raw_hours_of_every_pair() -> None:
    """max_workload 9 for all. Locked c0 at 4 takes 6 of m0's: 3 are left. c1 at 1: 3 with m0, 5 with m1."""
    of = made([4, 1], state=[PROVEN, CLAIMED], rules={"max_load": {"workload": 9}})
    assert coefficients(of, side_row(of, "max-load", 0)) == {(0, 0): pytest.approx(3)}
    assert coefficients(of, side_row(of, "max-load", 1)) == {(0, 1): pytest.approx(5)}
    assert of.side.limit == pytest.approx([3, 9])


def test_a_holding_adds_up_the_ways_of_its_members() -> None:
    """c0 at 0 and c1 at 4 go together: 2 + 6 with m0, 6 + 2 with m1. c2, c3 at 1: 3 or 5.

    Means 4 each: T = 8, nothing is cut; the holding is 8 with both.
    """
    of = made([0, 4, 1, 1], groups=["g", "g", "", ""])
    assert of.load == pytest.approx([8, 3, 3])
    assert extras(of) == [[], [], [], [2], [], [2]]


def test_segments_of_one_holding_count_apart() -> None:
    """The same holding over two regions: N has c0 (2 or 6), S has c1 (6 or 2): each cell its own least.

    Full time and half time: share = 4 x 2 / 3 = 8/3, so c0 counts 2 with m0 and 8/3 with m1, c1 turned.
    """
    clients = builders.clients(
        [0, 0], lat=[0.0, 0.0], lon=[0.0, 4.0], workload=[2.0, 2.0], groups=["g", "g"], region=["N", "S"]
    )
    managers = builders.managers(2, lat=[0.0, 0.0], lon=[0.0, 4.0], fte=[1, 0.5])
    goals = [{"measure": "workload", "dimension": "region", "tolerance": 0.0}]
    policy = Policy.model_validate(
        {
            "balance": {"goals": goals, "min_clients_per_manager": 0},
            "travel": {"hours_per_km": HOUR_A_DEGREE},
        }
    )
    of = problem(case(clients, managers, state=[CLAIMED, CLAIMED], policy=policy))
    assert of.load_cell.tolist() == [0, 1]
    assert of.load == pytest.approx([2, 2])
    assert of.extra_cell.tolist() == [1, 0]
    assert of.extra == pytest.approx([2 / 3, 2 / 3])


def test_no_travel_without_a_workload_column() -> None:
    clients = builders.clients([0, 0], lat=[0.0, 0.0], lon=[0.0, 4.0])
    managers = builders.managers(2, lat=[0.0, 0.0], lon=[0.0, 4.0])
    policy = Policy.model_validate({"travel": {"hours_per_km": 1.0}})
    of = problem(case(clients, managers, state=[CLAIMED, CLAIMED], policy=policy))
    assert len(of.extra) == 0
