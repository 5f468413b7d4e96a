"""What the answers say about each manager's log (model §10)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from assigner.audit.model import Answer, Claim, ManagerEstimate
from assigner.audit.wilson import whole_claims, wilson

Answers = Mapping[tuple[int, int], Answer]
"""Answers by (client_idx, manager_idx)."""


def estimate(
    claims: Iterable[Claim], answers: Answers, *, confidence: float = 0.95
) -> tuple[ManagerEstimate, ...]:
    """The share of false claims of every manager with an answer, in the order of the managers.

    Wilson's interval with n' and n the answered claims, widened to whole claims (`whole_claims`).
    `claims` are all claims that the sample was drawn from, not only those drawn. An answer about a pair that
    is no claim is left out: nobody drew it, so it says nothing about the others.
    """
    num_claims: Counter[int] = Counter()
    told: defaultdict[int, Counter[Answer]] = defaultdict(Counter)
    for claim in claims:
        num_claims[claim.manager_idx] += 1
        answer = answers.get((claim.client_idx, claim.manager_idx))
        if answer is not None:
            told[claim.manager_idx][answer] += 1
    return tuple(
        _of_manager(manager, num_claims[manager], told[manager], confidence) for manager in sorted(told)
    )


def _of_manager(manager: int, num_claims: int, told: Counter[Answer], confidence: float) -> ManagerEstimate:
    confirmed, refuted = told[Answer.CONFIRMED], told[Answer.REFUTED]
    counts = refuted, confirmed + refuted, num_claims
    return ManagerEstimate(
        manager_idx=manager,
        num_claims=num_claims,
        num_confirmed=confirmed,
        num_refuted=refuted,
        num_unreached=told[Answer.UNREACHED],
        false_share=whole_claims(wilson(*counts, confidence), *counts),
    )
