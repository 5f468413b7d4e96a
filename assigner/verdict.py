"""What the independent checker says of an assignment: rules, levels, score, figures before and after.

Only nouns; `assigner.checker` makes them. Units: money in the user's currency, levels and score in percent
as in model §6, `*_share`, `worst_deviation`, `mean_violation` and `worst_violation` as fractions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assigner.fairness.figures import Envy, Spread
from assigner.levels import Levels as Levels
from assigner.portfolio import FloatArray, IntArray, StrArray


@dataclass(frozen=True, slots=True)
class RuleBreak:
    """One hard rule that an assignment breaks: its id (`keep`, `loss-cap`, ...), and what is wrong."""

    rule: str
    message: str

    def __str__(self) -> str:
        """`max-load: Petrova (m1) would have 132 clients, the limit is 120`."""
        return f"{self.rule}: {self.message}"


@dataclass(frozen=True, slots=True)
class RuleException:
    """A rule that gave way to a stronger one, as §3 foresees: listed, not an error."""

    rule: str
    message: str
    client_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class CellTable:
    """One entry per cell value and manager with a positive target; arrays of one length (model §4)."""

    goal: StrArray  # key of the goal, e.g. "potential/region"
    measure: StrArray
    dimension: StrArray  # "total" for the whole base
    value: StrArray  # label of the segment value; "" for the total
    manager_idx: IntArray
    load: FloatArray  # counted load
    target: FloatArray  # ideal target T
    attainable: FloatArray  # attainable target A
    tolerance_low: FloatArray
    tolerance_high: FloatArray
    violation: FloatArray  # v, a fraction

    def __len__(self) -> int:
        return len(self.manager_idx)


@dataclass(frozen=True, slots=True, eq=False)
class ManagerTable:
    """One entry per manager, those without weight too. Raw sums over the manager's serviceable clients."""

    weight: FloatArray
    clients: IntArray
    potential: FloatArray
    revenue: FloatArray
    workload: FloatArray
    commission: FloatArray  # rate x revenue
    target: FloatArray  # ideal target of total potential (counted), 0 without weight
    load: FloatArray  # counted load of total potential


FIGURES = (
    "worst_deviation",
    "mean_violation",
    "worst_violation",
    "moved_clients",
    "moved_share",
    "kept_proven",
    "proven_total",
    "revenue_at_risk",
    "commission_at_stake",
    "fixed_cost",
    "evidence_mismatch",
)
"""Figures of a division that are one number each, named as in proposal.json; without score and levels."""


@dataclass(frozen=True, slots=True, eq=False)
class PlanFigures:
    """All figures of one division of the base: today's or a proposal's.

    `spread` and `envy` are about the counted load of total potential over its target (model §8).
    """

    score: float
    levels: Levels
    worst_deviation: float
    mean_violation: float
    worst_violation: float
    moved_clients: int
    moved_share: float  # of the owned clients
    kept_proven: int
    proven_total: int
    revenue_at_risk: float
    commission_at_stake: float
    fixed_cost: float
    evidence_mismatch: float
    cells: CellTable
    managers: ManagerTable
    spread: Spread | None = None
    envy: tuple[Envy, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A cell value that is not balanced, and why (`too_small`), or a client cut in a cell (`indivisible`)."""

    code: str
    goal: str
    value: str
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """The checker's answer. `notes` are plain remarks, such as an inactive loss cap."""

    after: PlanFigures
    before: PlanFigures
    breaks: tuple[RuleBreak, ...]
    exceptions: tuple[RuleException, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    locked: NDArray[np.bool_]  # (num_clients,), model §3

    @property
    def ok(self) -> bool:
        """Whether the assignment keeps every hard rule."""
        return not self.breaks
