"""The nouns of the trade-off curve: answers, bounds, runs, the curve.

Disruption and imbalance are in percent (model §4, §5), money is a year's, shares are fractions.
"""

from __future__ import annotations

from dataclasses import dataclass

from assigner.solution import SolverConfig
from scenarios.results import RunResult


@dataclass(frozen=True, slots=True)
class Answer:
    """What one division of the base costs and reaches; the checker computed all of it.

    `moved_capacity` is the share of the owned potential that changes hands.
    """

    disruption: float
    imbalance: float
    moved_clients: int
    moved_share: float
    moved_capacity: float
    revenue_at_risk: float
    commission_at_stake: float
    fixed_cost: float

    @property
    def money(self) -> float:
        """What the moves cost in a year."""
        return self.revenue_at_risk + self.commission_at_stake + self.fixed_cost


@dataclass(frozen=True, slots=True)
class Bound:
    """Proven: no plan with at most this disruption has less than this imbalance. Both may be infinite."""

    disruption: float
    imbalance: float


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One solve of the sweep.

    `epsilon` is how many points above the least disruption were allowed, None where imbalance came first;
    `cap` is the disruption that was allowed, infinite there.
    """

    name: str
    epsilon: float | None
    cap: float
    answer: Answer
    bounds: tuple[Bound, ...]
    result: RunResult


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """The curve: undominated answers from the least disruption on, and the staircase of bounds below them.

    `answers` have growing disruption and falling imbalance, `stairs` too. `knee` is a position among the
    answers, None where the curve has no bend. `config` is the effort of each run; `failed` are the sentences
    of runs without an answer.
    """

    base_sha256: str
    today: Answer
    runs: tuple[Run, ...]
    answers: tuple[Answer, ...]
    stairs: tuple[Bound, ...]
    knee: int | None
    config: SolverConfig
    worst_off_left_out: bool = False
    failed: tuple[str, ...] = ()
