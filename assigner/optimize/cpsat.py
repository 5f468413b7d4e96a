"""Exact model of a part of the units (or of all) in CP-SAT, in integers (model §3-§6).

Two ways to round, since CP-SAT counts in integers:
- *safe*: hard limits are rounded against us, so that an answer never breaks one; used to polish;
- *relaxed*: everything is rounded in our favour, so that the solver's bound is one of the true model; used to
  prove.
Balance terms and costs are rounded down in both; every answer is evaluated exactly afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from assigner.errors import InternalError
from assigner.optimize.clock import Clock
from assigner.optimize.tables import SIDE_SLACK, Aim, evaluate, row_loads, side_loads
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem


@dataclass(frozen=True, slots=True)
class CpParams:
    """Resolution in bits: of loads relative to the target, of the worst violation, of the score.

    `sum_bits` bounds the coefficients of one row together. With presolve they must stay below 32 bits: CP-SAT
    9.15 was seen to cut off the optimum in presolve where they were larger (tests/optimize/test_bounds.py).
    """

    load_bits: int = 20
    worst_bits: int = 20
    score_bits: int = 32
    sum_bits: int = 31
    presolve: bool = True


POLISH = CpParams()
PROVE = CpParams(load_bits=26, worst_bits=26, score_bits=42)
PROVE_FINE = CpParams(load_bits=34, worst_bits=34, score_bits=52, sum_bits=52, presolve=False)
"""For small cases: rounding stays below what counts as proven optimal."""


@dataclass(frozen=True, slots=True)
class CpLimits:
    """When CP-SAT stops: wall seconds (None: never), deterministic seconds (None: never)."""

    seconds: float | None
    work: float | None
    seed: int = 0
    workers: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class CpAnswer:
    """`chosen` is None where no answer was found; `bound` is of the energy (score without constant)."""

    chosen: IntArray | None
    bound: float
    infeasible: bool
    complete: bool  # the solver finished: nothing better exists under the given restrictions
    work: float  # deterministic seconds used


class CpModel:
    """CP-SAT model of the units in `free` with their `allowed` pairs; the other units stay at `chosen`."""

    def __init__(
        self,
        problem: Problem,
        aim: Aim,
        chosen: IntArray,
        free: IntArray,
        allowed: BoolArray,
        *,
        params: CpParams,
        relaxed: bool,
    ) -> None:
        self.problem, self.aim, self.chosen, self.params, self.relaxed = problem, aim, chosen, params, relaxed
        self.model = cp_model.CpModel()
        self.is_free = np.zeros(problem.num_units, dtype=bool)
        self.is_free[free] = True
        self.pairs = np.flatnonzero(allowed & self.is_free[problem.pair_unit]).astype(np.int32)
        self.unit = problem.pair_unit[self.pairs]
        self.x = {int(p): self.model.new_bool_var("") for p in self.pairs}
        self.most = self._worst_of_interest()
        self.scale = self._score_scale()
        self.objective: list[tuple[cp_model.IntVar, int]] = []
        self.constant = 0.0
        self._one_owner()
        self._costs()
        if aim.imbalance > 0 or np.isfinite(aim.imbalance_cap):
            self._balance()
        self._side_limits()
        self._apart()
        self._minimise()

    def _score_scale(self) -> float:
        """Integer units per score point: as fine as asked for, but no objective may leave 60 bits."""
        costs = np.zeros(self.problem.num_units)
        np.maximum.at(costs, self.unit, self.aim.pair_cost(self.problem)[self.pairs])
        largest = float(costs.sum()) + self.aim.imbalance * 200 * (self.most + 1e-3) + 1.0
        return float(2.0 ** min(self.params.score_bits, np.floor(60 - np.log2(largest))))

    def _one_owner(self) -> None:
        """Sum of x(u, p) over the pairs of u = 1."""
        by_unit: dict[int, list[cp_model.IntVar]] = {int(u): [] for u in np.flatnonzero(self.is_free)}
        for p, u in zip(self.pairs.tolist(), self.unit.tolist(), strict=True):
            by_unit[u].append(self.x[p])
        for choices in by_unit.values():
            self.model.add_exactly_one(choices)

    def _down(self, value: float) -> int:
        """A cost in integer score units, never above its true value."""
        return int(np.floor(value * self.scale))

    def _costs(self) -> None:
        cost = self.aim.pair_cost(self.problem)
        self.objective += [(self.x[p], self._down(cost[p])) for p in self.pairs.tolist()]
        self.constant += float(cost[self.chosen[~self.is_free]].sum())

    def _rest_loads(self) -> FloatArray:
        """Loads of all rows without the free units."""
        problem = self.problem
        rest, free = row_loads(problem, self.chosen), self.chosen[self.is_free]
        position, cell, load = problem.pair_loads(free)
        row = cell.astype(np.int64) * problem.num_managers + problem.pair_manager[free[position]]
        np.subtract.at(rest, row, load)
        return rest

    def _terms(self) -> dict[int, list[tuple[int, float]]]:
        """Pairs and their loads by row."""
        problem = self.problem
        terms: dict[int, list[tuple[int, float]]] = {}
        position, cell, load = problem.pair_loads(self.pairs)
        row = cell.astype(np.int64) * problem.num_managers + problem.pair_manager[self.pairs[position]]
        for r, p, size in zip(row.tolist(), self.pairs[position].tolist(), load.tolist(), strict=True):
            terms.setdefault(r, []).append((p, size))
        return terms

    def _balance(self) -> None:
        """Excess e >= load - high, e >= low - load; worst >= e / A; untouched rows are constants."""
        cells = self.problem.cells
        rest, terms = self._rest_loads(), self._terms()
        attainable, low, high = (x.ravel() for x in (cells.attainable, cells.low, cells.high))
        over = np.maximum(0.0, np.maximum(rest - high, low - rest))
        still = attainable > 0
        still[list(terms)] = False
        fixed = np.where(still, over / np.where(still, attainable, 1.0), 0.0)
        weight = 100 * cells.weight.ravel()
        floor = float(fixed.max(initial=0.0))
        mean_constant = float((weight * fixed).sum())
        self.constant += self.aim.imbalance * mean_constant
        unit = 2**self.params.worst_bits
        self.most = max(self.most, floor) + 1 / unit
        self.worst = self.model.new_int_var(
            int(np.floor(floor * unit)), int(np.ceil(self.most * unit)), "worst"
        )
        self.level: list[tuple[cp_model.IntVar, float]] = [(self.worst, 100 / unit)]
        for row in sorted(terms):
            if attainable[row] > 0:
                numbers = (float(x[row]) for x in (rest, low, high, attainable, weight))
                self._row(terms[row], *numbers)
        self.objective += [(v, self._down(self.aim.imbalance * c)) for v, c in self.level]
        if np.isfinite(self.aim.imbalance_cap):
            self._cap(self.aim.imbalance_cap - mean_constant)

    def _worst_of_interest(self) -> float:
        """A worst violation above this can't be part of anything better than the present answer."""
        most = min(self._largest_ratio(), self.aim.imbalance_cap / 100)
        present = evaluate(self.problem, self.chosen)
        if not present.feasible or self.aim.imbalance <= 0:
            return most
        return min(most, present.score(self.aim) / (100 * self.aim.imbalance))

    def _largest_ratio(self) -> float:
        """The whole load of a cell over its smallest target: no violation can be larger."""
        problem, cells = self.problem, self.problem.cells
        movable = np.bincount(problem.load_cell, weights=problem.load, minlength=len(cells))
        movable += np.bincount(problem.extra_cell, weights=problem.extra, minlength=len(cells))
        total = cells.base_load.sum(axis=1) + movable
        smallest = np.where(cells.attainable > 0, cells.attainable, np.inf).min(axis=1, initial=np.inf)
        return float((total / smallest).max(initial=1.0)) + 1.0

    def _row(
        self,
        terms: list[tuple[int, float]],
        rest: float,
        low: float,
        high: float,
        attainable: float,
        weight: float,
    ) -> None:
        """One row; loads in units of target / 2^load_bits, rounded in our favour on both sides."""
        total = rest + sum(load for _, load in terms)
        bits = self._row_bits(max(total, high) / attainable)
        grain = 2.0**bits / attainable
        most = min(max(total - high, low - rest, 0.0), self.most * attainable)
        excess = self.model.new_int_var(0, int(np.ceil(most * grain)) + len(terms) + 2, "")
        variables = [self.x[p] for p, _ in terms]
        under = [int(np.floor(load * grain)) for _, load in terms]
        above = [int(np.ceil(load * grain)) for _, load in terms]
        weighted = cp_model.LinearExpr.weighted_sum
        self.model.add(weighted(variables, under) - excess <= int(np.ceil((high - rest) * grain)))
        self.model.add(weighted(variables, above) + excess >= int(np.floor((low - rest) * grain)))
        shift = bits - self.params.worst_bits
        if shift >= 0:  # the worst violation in coarser units than the row: rounded down
            self.model.add(self.worst * 2**shift >= excess - (2**shift - 1))
        else:
            self.model.add(self.worst >= excess * 2**-shift)
        self.level.append((excess, weight / (grain * attainable)))

    def _row_bits(self, ratio: float) -> int:
        """Resolution of a row whose largest load is `ratio` targets."""
        return int(min(self.params.load_bits, np.floor(self.params.sum_bits - np.log2(max(1.0, ratio)))))

    def _cap(self, cap: float) -> None:
        """Imbalance <= cap (lexicographic mode)."""
        scale = 2.0 ** min(self.params.score_bits, np.floor(60 - np.log2(200 * (self.most + 1))))
        turn = np.floor if self.relaxed else np.ceil
        variables = [v for v, _ in self.level]
        coefs = [int(turn(c * scale)) for _, c in self.level]
        limit = np.ceil(cap * scale) if self.relaxed else np.floor(cap * scale)
        self.model.add(cp_model.LinearExpr.weighted_sum(variables, coefs) <= int(limit))

    def _side_limits(self) -> None:
        """Sum of coef x <= limit for every hard limit that the free units touch."""
        problem, side = self.problem, self.problem.side
        rest = side_loads(problem, self.chosen)
        fixed_part = np.zeros(len(side))
        for p in self.chosen[self.is_free]:
            for e in range(side.start[p], side.start[p + 1]):
                fixed_part[side.row[e]] += side.coef[e]
        terms: dict[int, list[tuple[int, float]]] = {}
        for p in self.pairs.tolist():
            for e in range(side.start[p], side.start[p + 1]):
                terms.setdefault(int(side.row[e]), []).append((p, float(side.coef[e])))
        everything = len(self.pairs) and self.is_free.all()
        for row in range(len(side)) if everything else sorted(terms):
            room = float(side.limit[row] - rest[row] + fixed_part[row])
            self._limit(terms.get(row, []), room, max(1.0, abs(float(side.asked[row]))))

    def _limit(self, terms: list[tuple[int, float]], room: float, asked: float) -> None:
        size = sum(abs(c) for _, c in terms) + abs(room) + 1e-9
        grain = 2.0 ** min(30, np.floor(self.params.sum_bits - np.log2(size)))
        allowed = (room + SIDE_SLACK * asked) * grain
        turn = np.floor if self.relaxed else _ceil_noise
        coefs = [int(turn(c * grain)) for _, c in terms]
        limit = int(np.ceil(allowed)) if self.relaxed else int(np.floor(allowed))
        self.model.add(cp_model.LinearExpr.weighted_sum([self.x[p] for p, _ in terms], coefs) <= limit)

    def _apart(self) -> None:
        """Two units that must be apart never share a manager."""
        problem = self.problem
        for a, b in problem.apart.tolist():
            if self.is_free[a] and self.is_free[b]:
                there = {int(problem.pair_manager[p]): p for p in self._pairs_of(b)}
                for p in self._pairs_of(a):
                    twin = there.get(int(problem.pair_manager[p]))
                    if twin is not None:
                        self.model.add_at_most_one(self.x[p], self.x[twin])
            elif self.is_free[a] or self.is_free[b]:
                self._avoid(*((a, b) if self.is_free[a] else (b, a)))

    def _avoid(self, unit: int, still: int) -> None:
        manager = self.problem.pair_manager[self.chosen[still]]
        for p in self._pairs_of(unit):
            if self.problem.pair_manager[p] == manager:
                self.model.add(self.x[p] == 0)

    def _pairs_of(self, unit: int) -> list[int]:
        first, last = self.problem.pair_start[unit], self.problem.pair_start[unit + 1]
        return [p for p in range(first, last) if p in self.x]

    def _minimise(self) -> None:
        variables = [v for v, _ in self.objective]
        self.model.minimize(cp_model.LinearExpr.weighted_sum(variables, [c for _, c in self.objective]))
        for p, u in zip(self.pairs.tolist(), self.unit.tolist(), strict=True):
            self.model.add_hint(self.x[p], bool(self.chosen[u] == p))

    def solve(self, limits: CpLimits, clock: Clock) -> CpAnswer:
        """Run CP-SAT; the hint is the present answer."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = limits.seed
        parameters.catch_sigint_signal = False  # signals are the caller's
        parameters.num_workers = limits.workers
        parameters.cp_model_presolve = self.params.presolve
        parameters.interleave_search = limits.workers > 1 and limits.work is not None
        if limits.seconds is not None:
            parameters.max_time_in_seconds = max(0.05, limits.seconds)
        if limits.work is not None:
            parameters.max_deterministic_time = limits.work
        with clock.watching(solver):
            status = solver.solve(self.model)
        if status == cp_model.MODEL_INVALID:
            raise InternalError(f"CP-SAT refuses the model: {self.model.validate()}")
        infeasible = status == cp_model.INFEASIBLE
        bound = np.inf if infeasible else solver.best_objective_bound / self.scale + self.constant
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        work = solver.response_proto.deterministic_time
        complete = status == cp_model.OPTIMAL or infeasible
        return CpAnswer(self._read(solver) if found else None, float(bound), infeasible, complete, work)

    def _read(self, solver: cp_model.CpSolver) -> IntArray:
        chosen = self.chosen.copy()
        for p, u in zip(self.pairs.tolist(), self.unit.tolist(), strict=True):
            if solver.boolean_value(self.x[p]):
                chosen[u] = p
        return chosen


def _ceil_noise(value: float) -> float:
    """Round up, but not because of float noise just above an integer."""
    return float(np.ceil(value - 1e-6))
