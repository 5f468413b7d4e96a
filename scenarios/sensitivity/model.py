"""The nouns of the sensitivity: a plan measured, a knob turned to both sides, the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assigner.solution import SolverConfig
from scenarios.frontier.model import Answer


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan by one yardstick, the base's own policy, whatever policy it was made under.

    `elsewhere` are the clients that end with another manager than in the base's plan; `breaks` the rules of
    the base's policy that it breaks.
    """

    answer: Answer
    elsewhere: int
    breaks: int
    key: str


@dataclass(frozen=True, slots=True)
class Side:
    """A knob turned to one side: the value tried, and the plan, or why there is none."""

    value: Any
    plan: Plan | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Swing:
    """A knob with its value in the policy and both sides, None where it can't be turned there."""

    path: str
    value: Any
    low: Side | None
    high: Side | None

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that were tried."""
        return tuple(side for side in (self.low, self.high) if side is not None)

    @property
    def elsewhere(self) -> int:
        """Clients that end elsewhere on the side where there are more of them."""
        return max((side.plan.elsewhere for side in self.sides if side.plan is not None), default=0)


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """What the plan hangs on. `swings` go from the strongest to the weakest.

    `seeds` are the same base solved again, from its own plan, with other seeds: what differs there is noise.
    """

    base_sha256: str
    clients: int  # that are serviceable
    plan: Plan
    seeds: tuple[Plan, ...]
    swings: tuple[Swing, ...]
    config: SolverConfig

    @property
    def noise(self) -> int:
        """Clients that end elsewhere by nothing but another seed, at most."""
        return max((plan.elsewhere for plan in self.seeds), default=0)
