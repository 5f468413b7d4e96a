"""The vectorised evidence against the slow one of `reference.py`."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from assigner.evidence import Discard, Evidence, State, weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import Portfolio
from tests.builders import AS_OF
from tests.evidence.reference import Reference
from tests.evidence.strategies import policies, portfolios


def by_pair(evidence: Evidence, values: object) -> dict[tuple[int, int], object]:
    pairs = zip(evidence.pair_client.tolist(), evidence.pair_manager.tolist(), strict=True)
    return dict(zip(pairs, values.tolist(), strict=True))  # type: ignore[attr-defined]


@settings(max_examples=200, deadline=None)
@given(facts=portfolios(), policy=policies())
def test_both_agree_on_everything(facts: Portfolio, policy: Policy) -> None:
    evidence = weigh_evidence(facts, policy, as_of=AS_OF)
    expected = Reference(facts, policy, AS_OF).answer()
    reasons = tuple(Discard)
    found = [None if code < 0 else reasons[code] for code in evidence.touch_discard.tolist()]
    assert found == expected.fates
    assert by_pair(evidence, evidence.pair_points) == pytest.approx(expected.points)
    assert by_pair(evidence, evidence.pair_num_recent) == expected.recent
    assert by_pair(evidence, evidence.pair_active) == expected.active
    assert by_pair(evidence, evidence.pair_proven) == expected.proven
    assert [State(code) for code in evidence.state.tolist()] == expected.state
    assert evidence.disputed.tolist() == [bool(rivals) for rivals in expected.rivals]
    assert evidence.rival_idx.tolist() == expected.rival
    assert evidence.lock_lifted.tolist() == expected.lifted
