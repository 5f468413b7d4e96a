"""Every default is the number that docs/model.md states, and every key is described."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import BaseModel, ValidationError

from assigner.policy.model import Goal, Measure, Policy
from assigner.policy.parts import Part
from assigner.policy.problems import inner_parts

# Each key with the number of model.md's paragraph; a key without a line here fails the test below.
DEFAULTS: dict[str, object] = {
    # §1: "The ramp steps are 25 / 50 / 75 / 100 %, three months each"; "commission rate ... else 0.05"
    "managers.ramp": (0.25, 0.5, 0.75, 1.0),
    "managers.ramp_step_months": 3,
    "managers.commission_rate": 0.05,
    # §1 merged cards, §11 inspection
    "identity.country": "RU",
    "identity.merge_exact": False,
    "identity.min_score": 0.8,
    "quality.outlier_factor": 20,
    "quality.card": ("manager_id", "potential", "tax_id", "phone", "email", "contact_name"),
    "capacity.abc_measure": Measure.POTENTIAL,
    "capacity.abc_dimension": "total",
    "capacity.abc_a": 0.8,
    "capacity.abc_b": 0.95,
    "capacity.look_alikes": 20,
    # §2 credibility and gaming
    "evidence.time_zone": "UTC",
    "evidence.min_summary_chars": 15,
    "evidence.max_clients_per_summary": 5,
    "evidence.max_clients_per_phone": 5,
    "evidence.max_touches_per_hour": 40,
    # §2 points, half-lives, strength = 1 - exp(-points / 3)
    "evidence.points.transaction": 3,
    "evidence.points.meeting": 2,
    "evidence.points.proposal": 1.5,
    "evidence.points.call": 1,
    "evidence.points.email": 0.5,
    "evidence.points.other": 0.25,
    "evidence.half_life_days": 180,
    "evidence.transaction_half_life_days": 365,
    "evidence.strength_scale": 3,
    # §2 states: 2 touches within 90 days or a transaction within 180; proven within 730; revenue of 365 days
    "evidence.active_touches": 2,
    "evidence.active_days": 90,
    "evidence.active_transaction_days": 180,
    "evidence.proven_days": 730,
    "evidence.revenue_days": 365,
    # §2 disputed: ">= 0.8 of the owner's and the rival's strength is >= 0.3"
    "evidence.dispute_ratio": 0.8,
    "evidence.dispute_strength": 0.3,
    # §3: keep locks proven, pins and open deals; no limits but the loss cap of 20 %
    "rules.keep.enabled": True,
    "rules.keep.states": ("proven",),
    "rules.keep.pins": True,
    "rules.keep.open_deals": True,
    "rules.eligible.enabled": True,
    "rules.together.enabled": True,
    "rules.apart.enabled": True,
    "rules.scope.enabled": True,
    "rules.scope.givers": None,
    "rules.scope.receivers": None,
    "rules.banned.enabled": True,
    "rules.max_load.enabled": True,
    "rules.max_load.potential": None,
    "rules.max_load.revenue": None,
    "rules.max_load.workload": None,
    "rules.max_load.count": None,
    "rules.min_load.enabled": True,
    "rules.min_load.potential": None,
    "rules.min_load.revenue": None,
    "rules.min_load.workload": None,
    "rules.min_load.count": None,
    "rules.loss_cap.enabled": True,
    "rules.loss_cap.cap": 0.2,
    "rules.move_budget.enabled": True,
    "rules.move_budget.clients": None,
    "rules.move_budget.revenue": None,
    "rules.absorption.enabled": True,
    "rules.absorption.clients": None,
    # §4: "potential in total 5 %, workload in total 10 %, ... 15 %"; "fewer than 2 clients per manager"
    "balance.total_tolerance": 0.05,
    "balance.workload_tolerance": 0.10,
    "balance.segment_tolerance": 0.15,
    "balance.min_clients_per_manager": 2,
    "balance.goals": None,
    # §5: value has 0.1 x potential; p has 0.15 x (1 - 0.5 x sim); fixed = 2 %
    "disruption.kappa": 0.1,
    "disruption.risk": 0.15,
    "disruption.similarity_discount": 0.5,
    "disruption.fixed_share": 0.02,
    # §6: km / 500, g = 0; score = 20 x imbalance + disruption + 0.1 x unfit
    "fit.distance_weight": 0,
    "fit.distance_full_km": 500,
    "objective.mode": "weighted",
    "objective.order": ("imbalance", "disruption", "fit"),
    "objective.weights.imbalance": 20,
    "objective.weights.disruption": 1,
    "objective.weights.fit": 0.1,
    # The model leaves the slack to the policy ("its stated slack").
    "objective.slack.imbalance": 0.1,
    "objective.slack.disruption": 0.1,
    "objective.slack.fit": 0.1,
    "objective.slack.worst_off": 0.1,
    "objective.worst_off_first": False,
    "travel.hours_per_km": 0,
}


def leaves(part: BaseModel, above: str = "") -> Iterator[tuple[str, object]]:
    """Every key of a policy that holds a value, with its dotted path."""
    for name, value in part:
        if isinstance(value, BaseModel):
            yield from leaves(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def kinds(part: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A kind of part and all kinds inside it."""
    yield part
    for spec in part.model_fields.values():
        for inner in inner_parts(spec.annotation):
            yield from kinds(inner)


def test_every_default_is_the_number_of_the_model() -> None:
    assert dict(leaves(Policy())) == DEFAULTS


@pytest.mark.parametrize("kind", sorted(set(kinds(Policy)), key=str))
def test_every_key_is_described(kind: type[BaseModel]) -> None:
    blank = [name for name, spec in kind.model_fields.items() if not (spec.description or "").strip()]
    assert blank == []
    assert issubclass(kind, Part)


def test_default_goals_follow_the_columns_of_the_base() -> None:
    # §4: total potential 5 %, workload 10 % where the column exists, 15 % inside each standard dimension
    # present; `motive` is no standard dimension, so nobody balances it unasked.
    goals = Policy().balance.resolve(("tier", "region", "motive"), has_workload=True)
    assert [(goal.key, goal.tolerance, goal.weight) for goal in goals] == [
        ("potential/total", 0.05, 1),
        ("workload/total", 0.10, 1),
        ("potential/region", 0.15, 1),
        ("potential/tier", 0.15, 1),
    ]


def test_own_goals_replace_the_default_ones() -> None:
    own = Goal(measure=Measure.COUNT, dimension="motive", tolerance=0.3)
    policy = Policy.model_validate({"balance": {"goals": [own.model_dump()]}})
    assert policy.balance.resolve(("region",), has_workload=True) == (own,)


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_a_number_is_finite(number: float) -> None:
    with pytest.raises(ValidationError, match="finite"):
        Policy.model_validate({"evidence": {"half_life_days": number}})


def test_a_switched_off_limit_is_no_limit() -> None:
    rules = Policy.model_validate({"rules": {"max_load": {"enabled": False, "count": 40}}}).rules
    assert rules.max_load.count == 40
    assert rules.max_load.limit(Measure.COUNT) is None


def test_class_a_is_a_part_of_a_and_b_together() -> None:
    assert Policy.model_validate({"capacity": {"abc_a": 0.95}}).capacity.abc_b == 0.95
    with pytest.raises(ValidationError, match=r"abc_a \(0\.96\) must be at most abc_b \(0\.95\)"):
        Policy.model_validate({"capacity": {"abc_a": 0.96}})
