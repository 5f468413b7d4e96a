"""The hard rules of model §3, as the policy states them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assigner.policy.parts import Measure, NonNegative, Part, Share


class KeepRule(Part):
    """§3 keep: who stays with its owner, always."""

    enabled: bool = Field(True, description="false switches the rule off")
    states: tuple[Literal["proven", "active", "dormant", "claimed"], ...] = Field(
        ("proven",), description="states that lock a client: proven, active, dormant, claimed"
    )
    pins: bool = Field(True, description="pinned clients go where they are pinned")
    open_deals: bool = Field(True, description="an open deal freezes its client until the expected close")


class Switch(Part):
    """A hard rule that is only on or off."""

    enabled: bool = Field(True, description="false switches the rule off")


class LoadRule(Part):
    """§3 max-load / min-load: limits for each manager, by measure; a manager's own limit goes first."""

    enabled: bool = Field(True, description="false switches the rule off")
    potential: NonNegative | None = Field(None, description="money a year")
    revenue: NonNegative | None = Field(None, description="money in 12 months")
    workload: NonNegative | None = Field(None, description="hours a month")
    count: NonNegative | None = Field(None, description="clients")

    def limit(self, measure: Measure) -> float | None:
        """The limit on a measure, None where there is none."""
        value: float | None = getattr(self, measure.value)
        return value if self.enabled else None


class LossCap(Part):
    """§3 loss-cap: a manager keeps at least (1 - cap) of today's commission."""

    enabled: bool = Field(True, description="false switches the rule off")
    cap: Share = Field(0.2, description="share of today's commission a manager may lose")


class MoveBudget(Part):
    """§3 move-budget: how much of what is owned may change hands; blank means no limit."""

    enabled: bool = Field(True, description="false switches the rule off")
    clients: Share | None = Field(None, description="share of the owned clients")
    revenue: Share | None = Field(None, description="share of the owned clients' revenue")


class Absorption(Part):
    """§3 absorption: how many new clients a manager can take on; blank means no limit."""

    enabled: bool = Field(True, description="false switches the rule off")
    clients: int | None = Field(None, ge=0, description="clients newly received by one manager")


class ScopeRule(Part):
    """§3 scope: clients change hands only away from some managers and only towards some."""

    enabled: bool = Field(True, description="false switches the rule off")
    givers: tuple[str, ...] | None = Field(
        None, description="ids of the managers whose clients may change hands; null: everybody's"
    )
    receivers: tuple[str, ...] | None = Field(
        None, description="ids of the managers to whom clients may go; null: to anybody"
    )

    @property
    def restricts(self) -> bool:
        """Whether the rule forbids anything at all."""
        return self.enabled and (self.givers is not None or self.receivers is not None)


class RulesPolicy(Part):
    """§3: the hard rules. Each can be switched off."""

    keep: KeepRule = Field(default_factory=KeepRule, description="who stays with its owner")
    eligible: Switch = Field(default_factory=Switch, description="managers' eligible_<dimension> columns")
    together: Switch = Field(default_factory=Switch, description="one manager for a holding")
    apart: Switch = Field(default_factory=Switch, description="competitors with different managers")
    scope: ScopeRule = Field(
        default_factory=ScopeRule, description="between whom clients change hands; null: between all"
    )
    banned: Switch = Field(default_factory=Switch, description="ban rows of the rules table")
    max_load: LoadRule = Field(
        default_factory=LoadRule, description="the most one manager may have; null: no limit"
    )
    min_load: LoadRule = Field(
        default_factory=LoadRule, description="the least one manager must have; null: no limit"
    )
    loss_cap: LossCap = Field(default_factory=LossCap, description="what a manager may lose")
    move_budget: MoveBudget = Field(
        default_factory=MoveBudget, description="how much may change hands; null: no limit"
    )
    absorption: Absorption = Field(
        default_factory=Absorption, description="how many new clients one manager can take on; null: no limit"
    )
