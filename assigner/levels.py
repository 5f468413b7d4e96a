"""The levels of the objective (model §6)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Levels:
    """The three levels of the objective, in percent (model §6)."""

    imbalance: float
    disruption: float
    fit: float
