"""Explanations where workload has travel in it (model §1): on the equator, an hour for each degree."""

from __future__ import annotations

from math import pi
from typing import Any

import pytest

from assigner.evidence.model import State
from assigner.explain import explain_clients, render_why_not, why_not
from assigner.policy import Policy
from assigner.proposal import Proposal
from tests import builders
from tests.explain.cases import propose

POLICY = Policy.model_validate(
    {
        "balance": {"goals": [{"measure": "workload", "tolerance": 0.0}]},
        "rules": {"loss_cap": {"enabled": False}},
        "travel": {"hours_per_km": 1 / (6371.0088 * pi / 180)},
    }
)


def proposal(assignment: list[int]) -> Proposal:
    """c0, c1 at m0's door, c2, c3 at m1's, 4 degrees away; 2 hours each; today all are m0's."""
    clients: Any = builders.clients([0] * 4, lat=[0.0] * 4, lon=[0, 0, 4, 4], workload=[2.0] * 4)
    facts = builders.portfolio(clients, builders.managers(2, lat=[0.0, 0.0], lon=[0.0, 4.0]))
    return propose(facts, builders.evidence(facts, [State.CLAIMED] * 4), assignment, POLICY)


def test_another_manager_counts_his_own_way() -> None:
    # c3 to m0: he counts 4 + 6 = 10, m1 4 - 2 = 2; A = 8 each (see the checker's own example)
    answer = why_not(proposal([0, 0, 1, 1]), 3, 0)
    cells = {cell.manager_idx: cell for cell in answer.alone.cells}
    assert (cells[0].load_before, cells[0].load_after) == pytest.approx((4.0, 10.0))
    assert (cells[1].load_before, cells[1].load_after) == pytest.approx((4.0, 2.0))
    assert "the whole base (workload incl. travel)" in answer.verdict
    assert "the whole base (workload incl. travel)" in render_why_not(answer)
    assert "вся база, нагрузка с дорогой" in render_why_not(answer, "ru")


def test_a_stay_is_explained_by_what_its_own_manager_would_miss() -> None:
    # without c0 m0 would have 2 of 8: 75 % short; with the mean of 4 it would be nothing at all
    assert "without it Manager 0 would be 75% short of the whole base (workload incl. travel)" in str(
        explain_clients(proposal([0, 0, 1, 1])).text[0]
    )
