"""Problems in which every manager has one limit on a load and nothing else: dense tables, fills, parts.

A *room* holds costs (score points) and loads of all pairs in whole numbers. A *fill* is the set of units that
one manager gets, chosen exactly by dynamic programming (Bellman 1957) at the prices of a relaxation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.optimize.compiled import jit
from assigner.optimize.eject_params import DiveParams
from assigner.optimize.tables import SIDE_SLACK, Aim
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem

WHOLE = 1e-9
"""Distance from a whole number that is float noise."""


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """Costs (managers, units), infinite where there is no pair; loads and limits in whole numbers."""

    cost: FloatArray
    load: IntArray
    limit: IntArray
    pair: IntArray  # (managers, units), -1 where there is none

    @property
    def num_managers(self) -> int:
        """Number of managers."""
        return len(self.limit)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some managers and some units of a room, the managers' prices of a load, and the LP's value."""

    managers: IntArray
    units: IntArray
    price: FloatArray  # by manager of the room
    value: float = 0.0

    def without(self, manager: int, units: IntArray) -> Part:
        """The part that is left when a manager has been given some units."""
        managers = self.managers[self.managers != manager]
        return replace(self, managers=managers, units=np.setdiff1d(self.units, units))


def has_room_only(problem: Problem, params: DiveParams) -> bool:
    """Whether each pair has one entry, in the one limit of its own manager, and no units are apart."""
    side = problem.side
    single = bool((np.diff(side.start) == 1).all()) and not len(problem.apart)
    if not single or problem.num_units * problem.num_managers > params.most_cells:
        return False
    own = bool((side.manager[side.row] == problem.pair_manager).all())
    return own and len(np.unique(side.manager)) == len(side) and bool((side.coef >= 0).all())


def build_room(problem: Problem, aim: Aim, params: DiveParams) -> Room:
    """Dense tables; loads are rounded up to a grid, so that what fits here fits there."""
    m, n, side = problem.num_managers, problem.num_units, problem.side
    place = (problem.pair_manager, problem.pair_unit)
    cost, pair = np.full((m, n), np.inf), np.full((m, n), -1, dtype=np.int32)
    cost[place], pair[place] = aim.pair_cost(problem), np.arange(problem.num_pairs)
    limit = np.zeros(m)
    limit[side.manager] = side.limit * (1 + 0.5 * SIDE_SLACK)
    scale = _scales(side.coef, limit[problem.pair_manager], problem.pair_manager, m, params.grid)
    load = np.zeros((m, n), dtype=np.int64)
    load[place] = np.ceil(side.coef * scale[problem.pair_manager] - WHOLE).astype(np.int64)
    return Room(cost, load, np.floor(np.maximum(limit, 0.0) * scale).astype(np.int64), pair)


def _scales(coef: FloatArray, limit: FloatArray, manager: IntArray, count: int, grid: int) -> FloatArray:
    """Steps of the grid in one unit of load: 1 where loads are whole and small, else as many as allowed."""
    scale, most = np.ones(count), np.zeros(count)
    np.maximum.at(most, manager, limit)
    broken = np.zeros(count, dtype=bool)
    np.logical_or.at(broken, manager, np.abs(coef - np.rint(coef)) > 0)
    fine = (broken | (most > grid)) & (most > 0)
    scale[fine] = grid / most[fine]
    return scale


def fill(room: Room, part: Part, manager: int) -> IntArray:
    """Units of the part for a manager, so that the Lagrangian bound of the others rises least."""
    others = part.managers[part.managers != manager]
    priced = (
        room.cost[np.ix_(others, part.units)]
        + part.price[others, None] * room.load[np.ix_(others, part.units)]
    )
    worth = np.minimum(priced.min(axis=0), 1e12) - room.cost[manager, part.units]
    load = room.load[manager, part.units]
    able = np.flatnonzero((worth > 0) & (load <= room.limit[manager]))
    taken = knapsack(load[able], worth[able], int(room.limit[manager]))
    return part.units[able[taken]]


@jit
def knapsack(load: IntArray, worth: FloatArray, limit: int) -> BoolArray:
    """Mask of the items of the largest worth within the limit, exact."""
    count = len(load)
    best, taken = np.zeros(limit + 1), np.zeros((count, limit + 1), dtype=np.bool_)
    for i in range(count):
        for room in range(limit, load[i] - 1, -1):
            value = best[room - load[i]] + worth[i]
            if value > best[room] + 1e-12:
                best[room] = value
                taken[i, room] = True
    chosen, left = np.zeros(count, dtype=np.bool_), limit
    for i in range(count - 1, -1, -1):
        if taken[i, left]:
            chosen[i] = True
            left -= load[i]
    return chosen
