"""The policy: every rule, goal, weight and number of the model, with its unit and default.

All parts are frozen pydantic models that refuse unknown keys, so a typing mistake in `policy.yaml` is an
error and never a silently ignored wish. Paragraph numbers ("§2") refer to docs/model.md.
"""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from assigner.policy.parts import Measure as Measure
from assigner.policy.parts import NonNegative, Part, Positive, Share
from assigner.policy.rules import Absorption as Absorption
from assigner.policy.rules import KeepRule as KeepRule
from assigner.policy.rules import LoadRule as LoadRule
from assigner.policy.rules import LossCap as LossCap
from assigner.policy.rules import MoveBudget as MoveBudget
from assigner.policy.rules import RulesPolicy as RulesPolicy
from assigner.policy.rules import ScopeRule as ScopeRule
from assigner.policy.rules import Switch as Switch
from assigner.portfolio import STANDARD_DIMENSIONS

TOTAL = "total"
"""The pseudo-dimension of a goal that balances the whole base."""


class Points(Part):
    """§2: points of one credible touch, before decay."""

    transaction: NonNegative = Field(3.0, description="a contract, order, shipment or payment")
    meeting: NonNegative = Field(2.0, description="a meeting")
    proposal: NonNegative = Field(1.5, description="an offer sent")
    call: NonNegative = Field(1.0, description="a call")
    email: NonNegative = Field(0.5, description="a letter")
    other: NonNegative = Field(0.25, description="anything else")


class EvidencePolicy(Part):
    """§2: when a logged touch is believed, and what it is worth."""

    time_zone: str = Field("UTC", description="the time zone in which a day begins and ends")
    min_summary_chars: int = Field(
        15, ge=0, description="a credible touch says what was talked about: characters"
    )
    max_clients_per_summary: int = Field(
        5, ge=1, description="the same summary on more clients than this is copy and paste"
    )
    max_clients_per_phone: int = Field(
        5,
        ge=1,
        description="one contact phone on more clients than this, outside one holding, is not believed",
    )
    max_touches_per_hour: int = Field(
        40, ge=1, description="more touches of one manager in one hour are not believed"
    )
    points: Points = Field(default_factory=Points, description="points of one touch by kind")
    half_life_days: Positive = Field(180, description="days after which a touch is worth half")
    transaction_half_life_days: Positive = Field(365, description="the same for transactions")
    strength_scale: Positive = Field(3, description="strength = 1 - exp(-points / scale)")
    active_touches: int = Field(
        2, ge=1, description="active: credible touches on that many different days ..."
    )
    active_days: int = Field(90, ge=0, description="... within so many days,")
    active_transaction_days: int = Field(
        180, ge=0, description="or a transaction within so many days (capital goods: 365)"
    )
    proven_days: int = Field(
        730, ge=0, description="proven: a transaction by that manager within so many days"
    )
    revenue_days: int = Field(365, ge=1, description="the days that revenue_12m covers")
    dispute_ratio: Positive = Field(
        0.8, description="disputed: a rival has this share of the owner's points ..."
    )
    dispute_strength: Share = Field(0.3, description="... and at least this strength")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"unknown time zone {name!r}; use a name like Europe/Moscow") from None
        return name


class IdentityPolicy(Part):
    """§1: how cards of clients are read and compared."""

    country: str = Field(
        "RU", pattern="^[A-Z]{2}$", description="country of phones without a country code, two letters"
    )
    merge_exact: bool = Field(
        False, description="cards with the same valid tax id are one client (as --merge-exact)"
    )
    min_score: Share = Field(0.8, description="cards at least this alike are listed as possible duplicates")


class QualityPolicy(Part):
    """§11: what the inspection of the base finds odd. None of it changes a plan."""

    outlier_factor: Annotated[float, Field(gt=1)] = Field(
        20.0, description="a potential so many times above or below the median of its segment is implausible"
    )
    card: tuple[str, ...] = Field(
        ("manager_id", "potential", "tax_id", "phone", "email", "contact_name"),
        description="columns that make a card complete, beside the standard segments; those the table has",
    )


class CapacityPolicy(Part):
    """§11: how the base is divided into classes. None of it changes a plan."""

    abc_measure: Measure = Field(Measure.POTENTIAL, description="what ABC classes go by")
    abc_dimension: str = Field(
        TOTAL,
        description="classes are made inside each value of this segment column; 'total': of the whole base",
    )
    abc_a: Share = Field(
        0.8, description="class A: the largest clients with this share of the measure together"
    )
    abc_b: Share = Field(0.95, description="class A and B together; the rest is class C")
    look_alikes: int = Field(20, ge=0, description="look-alikes listed per manager")

    @model_validator(mode="after")
    def _class_a_inside_b(self) -> CapacityPolicy:
        if self.abc_a > self.abc_b:
            raise ValueError(
                f"abc_a ({self.abc_a:g}) must be at most abc_b ({self.abc_b:g}), which holds A and B"
            )
        return self


class WeightPolicy(Part):
    """§1: what counts as a full share."""

    ramp: tuple[Share, ...] = Field(
        (0.25, 0.5, 0.75, 1.0),
        min_length=1,
        description="share of a new manager in each step after the start date; the last one stays",
    )
    ramp_step_months: int = Field(3, ge=1, description="length of one step in months")
    commission_rate: NonNegative = Field(
        0.05, description="for managers without a rate of their own: share of revenue"
    )


class Goal(Part):
    """§4: balance one measure in total or inside every value of a dimension."""

    measure: Measure = Field(description="potential, revenue, workload or count")
    dimension: str = Field(TOTAL, description="a segment column, or 'total'")
    tolerance: NonNegative = Field(description="deviation from the target that costs nothing, as a share")
    weight: Positive = Field(1.0, description="weight of the goal among the goals")

    @property
    def key(self) -> str:
        """Short name of the goal: `potential/region`."""
        return f"{self.measure.value}/{self.dimension}"


class BalancePolicy(Part):
    """§4: the balance goals. `goals` given replaces the default set."""

    total_tolerance: NonNegative = Field(0.05, description="default goal: potential in total")
    workload_tolerance: NonNegative = Field(0.10, description="default goal: workload in total, where given")
    segment_tolerance: NonNegative = Field(
        0.15, description="default goal: potential inside each standard dimension"
    )
    min_clients_per_manager: NonNegative = Field(
        2, description="a cell with fewer clients per eligible manager is too small to balance"
    )
    goals: tuple[Goal, ...] | None = Field(
        None,
        description="own goals instead of the default ones: "
        "[{measure: potential, dimension: region, tolerance: 0.1, weight: 1}, ...]",
    )

    @model_validator(mode="after")
    def _no_goal_twice(self) -> BalancePolicy:
        keys = [goal.key for goal in self.goals or ()]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"goal given twice: {', '.join(twice)}")
        return self

    def resolve(self, dimensions: tuple[str, ...], has_workload: bool) -> tuple[Goal, ...]:
        """The goals in force for a base with these dimensions (model §4)."""
        if self.goals is not None:
            return self.goals
        goals = [Goal(measure=Measure.POTENTIAL, tolerance=self.total_tolerance)]
        if has_workload:
            goals.append(Goal(measure=Measure.WORKLOAD, tolerance=self.workload_tolerance))
        goals += [
            Goal(measure=Measure.POTENTIAL, dimension=name, tolerance=self.segment_tolerance)
            for name in STANDARD_DIMENSIONS
            if name in dimensions
        ]
        return tuple(goals)


class DisruptionPolicy(Part):
    """§5: what a move costs, in money."""

    kappa: NonNegative = Field(
        0.1, description="share of the potential that counts as value beside revenue and deals"
    )
    risk: Share = Field(0.15, description="share of a client's value lost in a year when its seller changes")
    similarity_discount: Share = Field(
        0.5, description="how much of the risk a perfectly similar manager takes away"
    )
    fixed_share: NonNegative = Field(
        0.02, description="fixed cost of a move, as a share of the mean pain of one client"
    )


class FitPolicy(Part):
    """§6: how well a client suits a manager."""

    distance_weight: Share = Field(0.0, description="share of distance in unfit, where coordinates exist")
    distance_full_km: Positive = Field(500.0, description="distance that counts as no fit at all, in km")


class TravelPolicy(Part):
    """§1: workload that depends on who serves the client."""

    hours_per_km: NonNegative = Field(
        0.0,
        description="hours a month that each km between client and manager adds to the client's workload, "
        "where both have coordinates; needs a workload column; 0: none",
    )


class LevelWeights(Part):
    """§6: weights of the levels in the score."""

    imbalance: NonNegative = Field(20.0, description="points of score per per cent of imbalance")
    disruption: NonNegative = Field(1.0, description="points of score per per cent of disruption")
    fit: NonNegative = Field(0.1, description="points of score per per cent of unfit")


class LevelSlack(Part):
    """§6 lexicographic mode: how far a level may fall behind its best value later, in percent points."""

    imbalance: NonNegative = Field(0.1, description="percent points of imbalance")
    disruption: NonNegative = Field(0.1, description="percent points of disruption")
    fit: NonNegative = Field(0.1, description="percent points of unfit")
    worst_off: NonNegative = Field(
        0.1, description="worst_off_first: percent points of the target that a guarantee may give up"
    )


class ObjectivePolicy(Part):
    """§6: what is minimised."""

    mode: Literal["weighted", "lexicographic"] = Field(
        "weighted", description="weighted: one sum of the levels; lexicographic: one level after the other"
    )
    order: tuple[Literal["imbalance", "disruption", "fit"], ...] = Field(
        ("imbalance", "disruption", "fit"), description="lexicographic mode: the levels, most important first"
    )
    worst_off_first: bool = Field(
        False,
        description="true: before anything else raise the share of the manager who is worst off, then of the "
        "next one, and so on; what each reaches there is guaranteed to him",
    )
    weights: LevelWeights = Field(
        default_factory=LevelWeights, description="weights of the levels in the score"
    )
    slack: LevelSlack = Field(
        default_factory=LevelSlack,
        description="lexicographic mode: what a level may give up for the next ones",
    )

    @field_validator("order")
    @classmethod
    def _each_level_once(cls, order: tuple[str, ...]) -> tuple[str, ...]:
        if sorted(order) != ["disruption", "fit", "imbalance"]:
            raise ValueError("order must name imbalance, disruption and fit, each once")
        return order


class Policy(Part):
    """All of it. `Policy()` is the documented default."""

    evidence: EvidencePolicy = Field(default_factory=EvidencePolicy, description="what counts as real work")
    managers: WeightPolicy = Field(default_factory=WeightPolicy, description="what counts as a full share")
    identity: IdentityPolicy = Field(
        default_factory=IdentityPolicy, description="how cards of clients are read and compared"
    )
    quality: QualityPolicy = Field(default_factory=QualityPolicy, description="what the inspection finds odd")
    capacity: CapacityPolicy = Field(
        default_factory=CapacityPolicy, description="ABC classes and look-alikes"
    )
    rules: RulesPolicy = Field(default_factory=RulesPolicy, description="the hard rules")
    balance: BalancePolicy = Field(
        default_factory=BalancePolicy, description="what is balanced, and how closely"
    )
    disruption: DisruptionPolicy = Field(default_factory=DisruptionPolicy, description="what a move costs")
    fit: FitPolicy = Field(default_factory=FitPolicy, description="how well a client suits a manager")
    travel: TravelPolicy = Field(
        default_factory=TravelPolicy, description="workload that depends on who serves the client"
    )
    objective: ObjectivePolicy = Field(default_factory=ObjectivePolicy, description="what is minimised")
