"""How even a division is: cells, targets, imbalance (model §4) and the figures of fairness (model §8)."""

from assigner.fairness.balance import Balance, MeasuredCells, imbalance, violations
from assigner.fairness.eligible import Eligible, Entitled
from assigner.fairness.figures import (
    Envy,
    Spread,
    coefficient_of_variation,
    envy_up_to_one,
    gini,
    jain,
    leximin,
    min_max_ratio,
    pain_by_manager,
    spread,
    worst_ratio,
)

__all__ = [
    "Balance",
    "Eligible",
    "Entitled",
    "Envy",
    "MeasuredCells",
    "Spread",
    "coefficient_of_variation",
    "envy_up_to_one",
    "gini",
    "imbalance",
    "jain",
    "leximin",
    "min_max_ratio",
    "pain_by_manager",
    "spread",
    "violations",
    "worst_ratio",
]
