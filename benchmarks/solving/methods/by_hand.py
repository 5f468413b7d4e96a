"""How clients are divided without a solver: today's owners, a draft in turns, and dealing like cards.

Eligibility and locks hold by the problem itself. Limits that a choice could break (max-load, absorption, a
move budget) and apart rules are looked at before each choice; what must be reached or kept in sum (min-load,
loss cap) is not: nobody can see it from one client.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assigner.policy import Measure
from assigner.portfolio import FloatArray, IntArray
from assigner.problem import Problem
from assigner.problem.model import apart_from
from benchmarks.solving.answers import Answer, Report
from benchmarks.solving.records import Task

FREE = -1


class Table:
    """What lies on the table: who has which unit so far, and what room the limits leave."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.chosen = np.full(problem.num_units, FREE, dtype=np.int32)
        self.size, self.target, self.load = measured(problem)
        self._room = problem.side.limit + 1e-9
        self._apart = apart_from(problem)
        self.pair = [
            dict(zip(problem.pair_manager[a:b].tolist(), range(a, b), strict=True))
            for a, b in zip(problem.pair_start[:-1].tolist(), problem.pair_start[1:].tolist(), strict=True)
        ]

    def may(self, unit: int, manager: int) -> bool:
        """Whether nothing speaks against it: eligible, apart from nobody there, and room in every limit."""
        pair = self.pair[unit].get(manager)
        if pair is None or self.chosen[unit] != FREE:
            return False
        neighbours = (self.chosen[other] for other in self._apart.get(unit, ()))
        if any(taken != FREE and self.problem.pair_manager[taken] == manager for taken in neighbours):
            return False
        row, coef = self._entries(pair)
        return bool(((coef <= 0) | (coef <= self._room[row])).all())

    def give(self, unit: int, pair: int) -> None:
        """Let a unit take a pair."""
        row, coef = self._entries(pair)
        self._room[row] -= coef
        self.chosen[unit] = pair
        self.load[self.problem.pair_manager[pair]] += self.size[unit]

    def need(self) -> FloatArray:
        """What each manager still lacks, as a share of his target; without a target nothing."""
        lacks = (self.target - self.load) / np.where(self.target > 0, self.target, 1.0)
        return np.where(self.target > 0, lacks, -np.inf)

    def clear(self) -> IntArray:
        """Give what nobody could take to whom it hurts least, whatever the limits say; all choices."""
        for unit in np.flatnonzero(self.chosen == FREE).tolist():
            options = list(self.pair[unit].values())
            self.give(unit, min(options, key=lambda p: self.problem.pair_disruption[p]))
        return self.chosen

    def _entries(self, pair: int) -> tuple[IntArray, FloatArray]:
        side = self.problem.side
        part = slice(int(side.start[pair]), int(side.start[pair + 1]))
        return side.row[part], side.coef[part]


def measured(problem: Problem) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Size of every unit, target and load so far of every manager: total potential, else numbers of units."""
    cells = problem.cells
    totals = [c for c in range(len(cells)) if cells.goal[c].dimension is None]
    potential = [c for c in totals if cells.goal[c].measure is Measure.POTENTIAL]
    if not totals:
        share = np.bincount(problem.pair_manager, minlength=problem.num_managers) / problem.num_pairs
        return np.ones(problem.num_units), share * problem.num_units, np.zeros(problem.num_managers)
    cell = (potential or totals)[0]
    here = problem.load_cell == cell
    size = np.zeros(problem.num_units)
    size[problem.load_unit[here]] = problem.load[here]
    return size, cells.attainable[cell].copy(), cells.base_load[cell].copy()


def today(problem: Problem, task: Task, report: Report) -> Answer:
    """Every client with its owner, one without an owner who stays where it hurts least."""
    order = np.lexsort((problem.pair_disruption, problem.pair_unit))
    cheapest = order[problem.pair_start[:-1]]
    return Answer(np.where(problem.unit_owner >= 0, problem.unit_owner, cheapest).astype(np.int32))


def draft(problem: Problem, task: Task, report: Report) -> Answer:
    """Round-robin by need: whoever lacks most picks his largest own client, else a free one, else any."""
    table = Table(problem)
    lists = [wishes(table, j) for j in range(problem.num_managers)]
    need = table.need()
    while np.isfinite(need.max(initial=-np.inf)):
        manager = int(need.argmax())
        unit = next((u for u in lists[manager] if table.may(u, manager)), None)
        if unit is None:
            need[manager] = -np.inf
            continue
        table.give(unit, table.pair[unit][manager])
        need[manager] = table.need()[manager]
    return Answer(table.clear())


def wishes(table: Table, manager: int) -> Iterator[int]:
    """Units that a manager may have: his own, free ones, the others', the largest of each first.

    A pointer that only moves on: what was taken or did not fit once is not looked at again.
    """
    problem = table.problem
    pairs = np.flatnonzero(problem.pair_manager == manager)
    unit = problem.pair_unit[pairs]
    owner = problem.unit_owner[unit]
    tier = np.where(owner == pairs, 0, np.where(owner < 0, 1, 2))
    return iter(unit[np.lexsort((-table.size[unit], tier))].tolist())


def deal(problem: Problem, task: Task, report: Report) -> Answer:
    """Sort and deal: the largest first, to one manager after the other, skipping who may not have it."""
    table = Table(problem)
    turn, count = 0, problem.num_managers
    for unit in np.argsort(-table.size, kind="stable").tolist():
        order = ((turn + step) % count for step in range(count))
        manager = next((j for j in order if table.may(unit, j)), None)
        if manager is not None:
            table.give(unit, table.pair[unit][manager])
            turn = (manager + 1) % count
    return Answer(table.clear())
