"""Without an activities table (model §2, fifth paragraph)."""

from __future__ import annotations

from datetime import date

import numpy as np

from assigner.evidence import State, list_disputes, weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY
from tests import builders

RUN = date(2026, 6, 1)

# client:            0 revenue  1 deal  2 both  3 neither  4 free with both  5 excluded with revenue
BASE = builders.clients(
    [1, 0, 1, 0, NOBODY, 1],
    revenue=[10, 0, 10, 0, 10, 10],
    deal_amount=[0, 5, 5, 0, 5, 0],
    excluded=[False] * 5 + [True],
)
FACTS = builders.portfolio(BASE, builders.managers(2))


def test_states_without_a_log() -> None:
    state = weigh_evidence(FACTS, Policy(), today=RUN).state.tolist()
    assert state == [
        State.PROVEN,
        State.ACTIVE,
        State.PROVEN,
        State.CLAIMED,
        State.FREE,
        State.EXCLUDED,
    ]


def test_strength_is_one_for_the_owner_and_zero_for_others() -> None:
    evidence = weigh_evidence(FACTS, Policy(), today=RUN)
    assert evidence.owner_strength.tolist() == [1, 1, 1, 0, 0, 1]
    pairs = list(zip(evidence.pair_client.tolist(), evidence.pair_manager.tolist(), strict=True))
    assert pairs == [(0, 1), (1, 0), (2, 1), (5, 1)]
    assert evidence.pair_strength.tolist() == [1.0] * 4
    assert evidence.pair_proven.tolist() == [True, False, True, True]
    assert evidence.strength(0, 0) == 0.0


def test_points_are_finite_and_agree_with_the_strength() -> None:
    policy = Policy.model_validate({"evidence": {"strength_scale": 7}})
    points = weigh_evidence(FACTS, policy, today=RUN).pair_points
    assert np.isfinite(points).all()
    assert (1 - np.exp(-points / 7)).tolist() == [1.0] * 4


def test_nothing_is_disputed_or_discarded() -> None:
    evidence = weigh_evidence(FACTS, Policy(), today=RUN)
    assert not evidence.disputed.any()
    assert not evidence.lock_lifted.any()
    assert (evidence.rival_idx == NOBODY).all()
    assert evidence.discarded == {}
    assert list_disputes(FACTS, evidence) == ()
    assert not evidence.from_activities


def test_as_of_is_the_run_date_unless_asked_for() -> None:
    assert weigh_evidence(FACTS, Policy(), today=RUN).as_of == RUN
    assert weigh_evidence(FACTS, Policy(), as_of=date(2026, 3, 1), today=RUN).as_of == date(2026, 3, 1)
