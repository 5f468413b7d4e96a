"""Estimates, and how often their interval holds the truth (model §10)."""

from __future__ import annotations

import numpy as np
import pytest

from assigner.audit import Answer, Interval, draw_audit, estimate, list_claims
from tests.audit.cases import answered, base, claims_of_one, weigh
from tests.evidence.cases import touch


def test_answers_are_counted_by_manager() -> None:
    facts = base([touch(i, i % 2, 10) for i in range(10)], [i % 2 for i in range(10)])
    answers = {
        (0, 0): Answer.CONFIRMED,
        (2, 0): Answer.REFUTED,
        (4, 0): Answer.CONFIRMED,
        (6, 0): Answer.UNREACHED,
        (1, 1): Answer.UNREACHED,
        (3, 0): Answer.REFUTED,  # manager 0 claims nothing about client 3: nobody drew this
    }
    first, second = estimate(list_claims(facts, weigh(facts)), answers)
    assert (first.manager_idx, first.num_claims) == (0, 5)
    assert (first.num_confirmed, first.num_refuted, first.num_unreached) == (2, 1, 1)
    # one of three is false, one of five is true for certain: 1 to 3 of 5 claims, whatever the interval says
    assert first.false_share == Interval(share=1 / 3, low=0.2, high=0.6, confidence=0.95)
    assert (second.manager_idx, second.num_unreached, second.false_share.high) == (1, 1, 1.0)


def test_managers_whom_nobody_asked_about_have_no_estimate() -> None:
    facts = claims_of_one(5)
    assert estimate(list_claims(facts, weigh(facts)), {}) == ()


@pytest.mark.parametrize(
    ("num_claims", "num_false"), [(84, 0), (84, 2), (84, 21), (84, 42), (30, 3), (150, 60)]
)
def test_the_interval_holds_the_planted_share_in_nine_of_ten_draws(num_claims: int, num_false: int) -> None:
    # 100 seeds here; benchmarks/audit.py takes 200 and more populations
    facts = claims_of_one(num_claims, num_active=num_claims // 3)
    evidence = weigh(facts)
    claims = list_claims(facts, evidence)
    lies = [(int(i), 0) for i in np.random.default_rng(1).choice(num_claims, num_false, replace=False)]
    held = 0
    for seed in range(100):
        drawn = draw_audit(facts, evidence, seed=seed).claims
        answers = answered([(claim.client_idx, claim.manager_idx) for claim in drawn], lies)
        (found,) = estimate(claims, answers)
        held += found.false_share.low <= num_false / num_claims <= found.false_share.high
    assert held >= 90
