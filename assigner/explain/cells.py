"""Which balance cell a client matters most in (model §4).

A move is explained by the goal in which it relieves the violations of today most; a client that stays though
it could move, by the goal in which its manager would miss it most in the proposal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assigner.checker.facts import Facts
from assigner.explain.grounds import Grounds
from assigner.policy import TOTAL, Goal, Measure
from assigner.portfolio import Clients, FloatArray, IntArray

Grid = NDArray[np.float64]
"""One number per value of a dimension and manager, (V, M); NaN where there is no cell."""

_NOTHING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class GoalCells:
    """The cells of one goal as grids, with value code and counted measure of every client (N,)."""

    goal: Goal
    labels: tuple[str, ...]
    codes: IntArray
    counted: FloatArray
    share: FloatArray  # the largest fair share of each value, (V,)
    facts: Facts
    factor: float  # what one unit of violation weighs in the mean of imbalance
    before: Grid
    after: Grid
    attainable: Grid
    low: Grid
    high: Grid

    @property
    def travel(self) -> bool:
        """Whether what a client counts depends on the manager (model §1, travel)."""
        return self.goal.measure is Measure.WORKLOAD and bool(self.facts.travel)

    def counted_with(self, clients: IntArray, managers: IntArray) -> FloatArray:
        """What each of these clients counts with the manager at the same place (model §4)."""
        if not self.travel:
            return self.counted[clients]
        raw = self.facts.amounts(self.goal.measure)[clients]
        return np.minimum(raw + self.facts.travel.hours(clients, managers), self.share[self.codes[clients]])

    def short_by(self, load: FloatArray, codes: IntArray, managers: IntArray) -> FloatArray:
        """Shortfall against the attainable target, a fraction; below 0 is excess, NaN where no cell."""
        return 1 - load / self.attainable[codes, managers]

    def violation(self, load: FloatArray, codes: IntArray, managers: IntArray) -> FloatArray:
        """Weighted violation v of loads, 0 where there is no cell."""
        short = self.short_by(load, codes, managers)
        beyond = np.maximum(short - self.low[codes, managers], -short - self.high[codes, managers])
        return self.factor * np.nan_to_num(np.maximum(beyond, 0.0))


def _values(base: Clients, dimension: str) -> tuple[tuple[str, ...], IntArray]:
    """Labels and codes of a goal's dimension; the total is one value, ""."""
    if dimension == TOTAL:
        return ("",), np.zeros(len(base), dtype=np.int32)
    found = base.dimensions[dimension]
    return found.labels, found.codes


def _goal_cells(grounds: Grounds, position: int, total_weight: float) -> GoalCells:
    """The grids of one goal that has cells."""
    balance, facts = grounds.scale.balance, grounds.facts
    goal = balance.goals[position]
    mine = np.flatnonzero(balance.goal_idx == position)
    labels, client_codes = _values(facts.portfolio.clients, goal.dimension)
    rows = grounds.scale.rows
    counted = np.zeros(len(client_codes))
    counted[rows] = balance.measured[position].counted

    def grid(column: FloatArray) -> Grid:
        found = np.full((len(labels), facts.portfolio.num_managers), np.nan)
        found[balance.code[mine], balance.manager_idx[mine]] = column[mine]
        return found

    return GoalCells(
        goal=goal,
        labels=labels,
        codes=client_codes,
        counted=counted,
        share=balance.measured[position].share,
        facts=facts,
        factor=goal.weight / total_weight / len(mine),
        before=grid(balance.loads(facts.today[rows])),
        after=grid(balance.loads(grounds.manager[rows])),
        attainable=grid(balance.attainable),
        low=grid(balance.tolerance_low),
        high=grid(balance.tolerance_high),
    )


def goal_cells(grounds: Grounds) -> tuple[GoalCells, ...]:
    """The grids of all goals that have cells."""
    balance = grounds.scale.balance
    live = np.unique(balance.goal_idx).tolist()
    total = sum(balance.goals[position].weight for position in live)
    return tuple(_goal_cells(grounds, position, total) for position in live)


def relief(cells: GoalCells, clients: IntArray, giver: IntArray, receiver: IntArray) -> FloatArray:
    """How much today's weighted violation falls by moving each of the clients, 0 for a giver without cells.

    `giver` and `receiver` are of every client (N,).
    """
    gain = np.zeros(len(clients))
    for managers, step in ((giver[clients], -1.0), (receiver[clients], 1.0)):
        at = np.flatnonzero(managers >= 0)
        who, hand = clients[at], managers[at]
        codes = cells.codes[who]
        load = cells.before[codes, hand]
        changed = load + step * cells.counted_with(who, hand)
        gain[at] += cells.violation(load, codes, hand) - cells.violation(changed, codes, hand)
    return gain


def need(cells: GoalCells, clients: IntArray, manager: IntArray) -> FloatArray:
    """How much the weighted violation of the proposal would rise if the managers lost each of the clients."""
    loss = np.zeros(len(clients))
    at = np.flatnonzero(manager[clients] >= 0)
    who = clients[at]
    codes, hand = cells.codes[who], manager[who]
    load = cells.after[codes, hand]
    without = load - cells.counted_with(who, hand)
    loss[at] = cells.violation(without, codes, hand) - cells.violation(load, codes, hand)
    return loss


def most(per_goal: Sequence[FloatArray], count: int) -> IntArray:
    """Position of the goal with the largest number of each client, -1 where none is above 0."""
    best = np.full(count, _NOTHING)
    where = np.full(count, -1, dtype=np.int32)
    for position, gain in enumerate(per_goal):
        better = gain > best
        best[better] = gain[better]
        where[better] = position
    return where
