"""The policies of the sweep: one level first and held, the other one least under that (Haimes 1971).

In lexicographic mode (model §6) a level is held within its slack of the value *reached* for it, so the cap of
a run is what its certificate says plus epsilon, not the true minimum plus epsilon.

Fit takes no part in the curve. It can't be left out of the order of the levels, so it is made the same for
every plan: distance alone counts, and no distance on earth counts. The effort goes to the other two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assigner.policy import Policy
from scenarios.base import Base
from scenarios.frontier.model import Bound

LEAST_DISRUPTION = "least disruption"
LEAST_IMBALANCE = "least imbalance"

NO_DISTANCE_KM = 1e15
"""Full distance of the fit: nothing on earth is a noticeable part of it."""

MARGIN = 1e-5
"""Percent points by which a proven disruption is lowered before it is read as "below this".

Wider than what rounding may put an answer beyond its cap, so that no answer falls on the wrong side.
"""


def epsilon_base(base: Base, epsilon: float) -> Base:
    """Least imbalance with at most `epsilon` percent points above the least disruption."""
    return _ordered(base, ("disruption", "imbalance", "fit"), {"disruption": epsilon, "imbalance": 0.0})


def fairest_base(base: Base) -> Base:
    """Least disruption among the plans of least imbalance."""
    return _ordered(base, ("imbalance", "disruption", "fit"), {"imbalance": 0.0, "disruption": 0.0})


def _ordered(base: Base, order: tuple[str, ...], slack: dict[str, float]) -> Base:
    policy = base.policy
    objective = {
        "mode": "lexicographic",
        "order": order,
        "worst_off_first": False,
        "slack": policy.objective.slack.model_copy(update=slack),
    }
    fit = {"distance_weight": 1.0, "distance_full_km": NO_DISTANCE_KM}
    parts: dict[str, Any] = {
        "objective": policy.objective.model_copy(update=objective),
        "fit": policy.fit.model_copy(update=fit),
    }
    return replace(base, policy=Policy.model_validate(policy.model_copy(update=parts).model_dump()))


def levels(document: Any) -> dict[str, tuple[float, float]]:
    """Value reached and proven bound of each level of a run."""
    return {one["level"]: (one["value"], one["bound"]) for one in document["certificate"]["levels"]}


def proven(document: Any, epsilon: float | None) -> Iterator[Bound]:
    """What the certificate of a run says about all plans, whatever found it."""
    found = levels(document)
    imbalance, least = found["imbalance"]
    disruption, easiest = found["disruption"]
    if epsilon is not None:
        yield Bound(disruption + epsilon, least)
        yield Bound(easiest - MARGIN, float("inf"))
    else:
        yield Bound(float("inf"), least)
        yield Bound(easiest - MARGIN, imbalance)
