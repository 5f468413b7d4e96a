"""Which answers count, what the bounds say together, and whether both can be true."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from assigner.errors import InternalError
from scenarios.frontier.model import Answer, Bound

TIE = 1e-9
"""Answers closer than this (percent points) are equally good."""

TOLERANCE = 1e-6
"""By so much, relative to max(1, value), a bound may exceed an answer: rounding of the solvers (model §7)."""


def undominated(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers that no other one beats in both figures, by growing disruption and falling imbalance."""
    kept: list[Answer] = []
    for answer in sorted(answers, key=lambda one: (one.disruption, one.imbalance)):
        if not kept or answer.imbalance < kept[-1].imbalance - TIE:
            kept.append(answer)
    return tuple(kept)


def staircase(bounds: Iterable[Bound]) -> tuple[Bound, ...]:
    """The bounds that say something, by growing disruption and falling imbalance.

    A bound under more freedom holds under less: one at a larger disruption counts at every smaller one.
    """
    kept: list[Bound] = []
    for bound in sorted(bounds, key=lambda one: (-one.disruption, -one.imbalance)):
        if bound.imbalance > (kept[-1].imbalance if kept else 0.0):
            kept.append(bound)
    return tuple(reversed(kept))


def bound_at(stairs: Sequence[Bound], disruption: float) -> float:
    """The least imbalance that any plan with at most this disruption can have, as far as it is proven."""
    return max((bound.imbalance for bound in stairs if bound.disruption >= disruption), default=0.0)


def best_within(answers: Iterable[Answer], cap: float) -> float:
    """The least imbalance found with at most this disruption; infinite where nothing was found."""
    return min((one.imbalance for one in answers if one.disruption <= cap + TIE), default=math.inf)


def refuse_contradictions(answers: Iterable[Answer], stairs: Sequence[Bound]) -> None:
    """Raise InternalError where a bound is above a lawful answer: one of them must be wrong."""
    for answer in answers:
        bound = bound_at(stairs, answer.disruption)
        if answer.imbalance + TOLERANCE * max(1.0, answer.imbalance) < bound:
            raise InternalError(
                f"a plan has imbalance {answer.imbalance!r} at disruption {answer.disruption!r}, "
                f"where {bound!r} is proven to be the least"
            )
