"""The arrays the search kernels work on, and the exact value of an answer.

A *chosen* array holds one pair per unit. Energies are score points: `pair_cost` and `level_price` carry
the aim's weights, so that energy + constant is the score of model §6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from assigner.levels import Levels
from assigner.portfolio import FloatArray, IntArray
from assigner.problem.model import Problem, block_entries, starts, weighted_count

SIDE_SLACK = 1e-10
"""Relative slack on hard limits: float noise, ten times inside what the checker allows."""


class Tables(NamedTuple):
    """Constants of one search. Rows are numbered cell * num_managers + manager."""

    num_managers: int
    pair_manager: IntArray
    pair_cost: FloatArray
    load_start: IntArray
    load_cell: IntArray
    load: FloatArray
    extra_start: IntArray  # by pair
    extra_cell: IntArray
    extra: FloatArray
    base_load: FloatArray  # by row
    low: FloatArray
    high: FloatArray
    inverse: FloatArray  # 1 / attainable target, 0 where there is no cell
    mean_weight: FloatArray  # percent points of imbalance per unit of violation, by row
    level_price: float  # score points per percent point of imbalance
    side_start: IntArray
    side_row: IntArray
    side_coef: FloatArray
    side_limit: FloatArray
    side_scale: FloatArray
    apart_start: IntArray
    apart_unit: IntArray


@dataclass(frozen=True, slots=True)
class Aim:
    """What a search minimises: weights of the three levels, and a cap on the imbalance (percent points)."""

    imbalance: float
    disruption: float
    fit: float
    imbalance_cap: float = np.inf

    @classmethod
    def weighted(cls, problem: Problem) -> Aim:
        """The weighted score of model §6."""
        weights = problem.objective.weights
        return cls(weights.imbalance, weights.disruption, weights.fit)

    def constant(self, problem: Problem) -> float:
        """What the locked clients add to the score."""
        return self.disruption * problem.const_disruption + self.fit * problem.const_unfit

    def pair_cost(self, problem: Problem) -> FloatArray:
        """Score points of every pair."""
        return self.disruption * problem.pair_disruption + self.fit * problem.pair_unfit


def build_tables(problem: Problem, aim: Aim) -> Tables:
    """Flatten a problem for the kernels."""
    cells, side = problem.cells, problem.side
    attainable = cells.attainable.ravel()
    inverse = np.divide(1.0, attainable, out=np.zeros_like(attainable), where=attainable > 0)
    scale = np.maximum(1.0, np.abs(side.asked))
    apart_start, apart_unit = _neighbours(problem)
    return Tables(
        num_managers=problem.num_managers,
        pair_manager=problem.pair_manager,
        pair_cost=aim.pair_cost(problem),
        load_start=problem.load_start,
        load_cell=problem.load_cell,
        load=problem.load,
        extra_start=problem.extra_start,
        extra_cell=problem.extra_cell,
        extra=problem.extra,
        base_load=cells.base_load.ravel().copy(),
        low=cells.low.ravel().copy(),
        high=cells.high.ravel().copy(),
        inverse=inverse,
        mean_weight=100 * cells.weight.ravel(),
        level_price=float(aim.imbalance),
        side_start=side.start,
        side_row=side.row,
        side_coef=side.coef,
        side_limit=side.limit + SIDE_SLACK * scale,
        side_scale=scale,
        apart_start=apart_start,
        apart_unit=apart_unit,
    )


def _neighbours(problem: Problem) -> tuple[IntArray, IntArray]:
    """Units that must be apart from each unit, as CSR."""
    both = np.concatenate([problem.apart, problem.apart[:, ::-1]])
    order = np.argsort(both[:, 0], kind="stable")
    counts = np.bincount(both[:, 0], minlength=problem.num_units).astype(np.int32)
    return starts(counts), both[order, 1].astype(np.int32)


def unit_cost(problem: Problem, aim: Aim) -> float:
    """Score points of one client's mean disruption: the natural unit of cost."""
    return 100 * max(aim.disruption, 0.01 * aim.imbalance, 1e-9) / max(1, problem.num_units)


def cost_grid(problem: Problem, aim: Aim) -> float:
    """The step that all costs are multiples of where they are whole and no balance counts, else 0."""
    if aim.imbalance > 0 and (problem.cells.attainable > 0).any():
        return 0.0
    cost = aim.pair_cost(problem)
    whole = len(cost) and (np.abs(cost) < 2**40).all() and (cost == np.rint(cost)).all()
    return float(np.gcd.reduce(cost.astype(np.int64))) if whole else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """Exact value of an answer: levels in percent, weighted energy without constant, rule excess."""

    imbalance: float
    disruption: float
    fit: float
    excess: float  # sum over side rows of (value - limit) / scale beyond the slack; 0 = rules kept
    num_clashes: int  # apart pairs that share a manager

    @property
    def feasible(self) -> bool:
        """Whether every hard rule holds."""
        return self.excess <= 0 and self.num_clashes == 0

    @property
    def levels(self) -> Levels:
        """The three levels."""
        return Levels(self.imbalance, self.disruption, self.fit)

    def score(self, aim: Aim) -> float:
        """Weighted score (model §6)."""
        return aim.imbalance * self.imbalance + aim.disruption * self.disruption + aim.fit * self.fit


def row_loads(problem: Problem, chosen: IntArray) -> FloatArray:
    """Counted load of every row when unit u takes pair `chosen[u]`."""
    unit, cell, load = problem.pair_loads(chosen)
    row = cell.astype(np.int64) * problem.num_managers + problem.pair_manager[chosen[unit]]
    return problem.cells.base_load.ravel() + weighted_count(row, load, problem.cells.base_load.size)


def side_loads(problem: Problem, chosen: IntArray) -> FloatArray:
    """Left-hand side of every hard limit."""
    side = problem.side
    _, entry = block_entries(side.start, chosen)
    return weighted_count(side.row[entry], side.coef[entry], len(side))


def violations(problem: Problem, chosen: IntArray) -> FloatArray:
    """Violation (cells, managers) of an answer, 0 where there is no cell (model §4)."""
    cells = problem.cells
    load = row_loads(problem, chosen).reshape(cells.base_load.shape)
    over = np.maximum(load - cells.high, cells.low - load)
    safe = np.where(cells.attainable > 0, cells.attainable, 1.0)
    return np.where(cells.attainable > 0, np.maximum(over, 0.0) / safe, 0.0)


def evaluate(problem: Problem, chosen: IntArray) -> Value:
    """Levels and rules of an answer, from scratch."""
    violation, cells = violations(problem, chosen), problem.cells
    worst = float(violation.max(initial=0.0))
    scale = np.maximum(1.0, np.abs(problem.side.asked))
    beyond = (side_loads(problem, chosen) - problem.side.limit) / scale - SIDE_SLACK
    managers = problem.pair_manager[chosen]
    return Value(
        imbalance=100 * (float((violation * cells.weight).sum()) + worst),
        disruption=problem.const_disruption + float(problem.pair_disruption[chosen].sum()),
        fit=problem.const_unfit + float(problem.pair_unfit[chosen].sum()),
        excess=float(np.maximum(beyond, 0.0).sum()),
        num_clashes=int((managers[problem.apart[:, 0]] == managers[problem.apart[:, 1]]).sum()),
    )
