"""A part of the units (or all of them) as a mixed integer program, in floating point, for SCIP (model §3-§6).

Variables: one binary per pair, one violation per balance row, the worst violation. Rows that the free
units don't touch are constants. Every answer is evaluated exactly afterwards; why and by how much the
solver's bound is lowered before it is believed is the matter of `scip.py` (docs/adr/0009).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import sparse

from assigner.optimize.relax import live_rows, load_matrix, side_matrix
from assigner.optimize.tables import SIDE_SLACK, Aim, row_loads, side_loads, violations
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem

ROUNDING = 1e-9
"""Relative allowance for float noise where a violation or a load is compared with its limit."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is known of the worst violation of every answer better than the present one."""

    least: float = 0.0
    most: float = np.inf


class Lines(NamedTuple):
    """Some linear constraints `low <= matrix x variables <= high`; `fine`: relative loads, read finely."""

    matrix: sparse.csr_array
    low: FloatArray
    high: FloatArray
    fine: bool = False


class MipModel:
    """The program: `pairs` are its binaries, in front of the violations and the worst violation.

    `strict` keeps hard limits a little below what is allowed, so that the solver's tolerance never breaks
    one; without it they get their slack, so that the bound is one of the true model. Pairs that alone
    would violate a row by more than `window.most` are left out; those of `chosen` never are.
    """

    def __init__(
        self,
        problem: Problem,
        aim: Aim,
        chosen: IntArray,
        free: IntArray,
        allowed: BoolArray,
        *,
        window: Window,
        strict: bool,
        margin: float = 0.0,
    ) -> None:
        self.problem, self.aim, self.chosen = problem, aim, chosen
        self.is_free = np.zeros(problem.num_units, dtype=bool)
        self.is_free[free] = True
        self.pair_unit = problem.pair_unit
        self.mine = chosen[self.is_free]
        self.margin = -margin if strict else SIDE_SLACK
        self.balanced = aim.imbalance > 0 or bool(np.isfinite(aim.imbalance_cap))
        self.cost: FloatArray = aim.pair_cost(problem)
        self._balance_rows(window)
        self.pairs = self._columns(allowed)
        self._assemble()

    def worst_only(self) -> None:
        """Minimise the worst violation alone; the energy is then that violation, a fraction."""
        self.cost = np.zeros(len(self.cost))
        self.cost[-1], self.constant = 1.0, 0.0

    def _balance_rows(self, window: Window) -> None:
        """Relative room of every live row without the free units."""
        problem = self.problem
        self.live = live_rows(problem)
        loads = row_loads(problem, self.chosen)
        position, cell, load = problem.pair_loads(self.mine)
        number = cell.astype(np.int64) * problem.num_managers + problem.pair_manager[self.mine[position]]
        np.subtract.at(loads, number, load)
        rest = loads[self.live.number] / self.live.attainable
        self.low, self.high = self.live.low - rest, self.live.high - rest
        capped = self.aim.imbalance_cap / 100
        self.window = Window(window.least, min(window.most, capped) * (1 + ROUNDING) + ROUNDING)

    def _columns(self, allowed: BoolArray) -> IntArray:
        """Pairs of the free units that are allowed, clash with no unit at rest and fit their rows alone."""
        problem = self.problem
        pairs = np.flatnonzero(allowed & self.is_free[self.pair_unit])
        pairs = pairs[~self._clashes(pairs)]
        if self.balanced and len(pairs):
            loads = load_matrix(problem, self.live, pairs).tocoo()
            over = loads.data - self.high[loads.row] > self.window.most + ROUNDING
            fits = np.ones(len(pairs), dtype=bool)
            fits[loads.col[over]] = False
            pairs = pairs[fits]
        return np.union1d(pairs, self.mine).astype(np.int32)

    def _clashes(self, pairs: IntArray) -> BoolArray:
        """Whether each pair has the manager of a unit at rest that its unit must be apart from."""
        problem = self.problem
        both = np.concatenate([problem.apart, problem.apart[:, ::-1]])
        both = both[self.is_free[both[:, 0]] & ~self.is_free[both[:, 1]]].astype(np.int64)
        taken = both[:, 0] * problem.num_managers + problem.pair_manager[self.chosen[both[:, 1]]]
        return np.isin(self._key(pairs), taken)

    def _key(self, pairs: IntArray) -> IntArray:
        return (
            self.pair_unit[pairs].astype(np.int64) * self.problem.num_managers
            + (self.problem.pair_manager[pairs])
        )

    def _assemble(self) -> None:
        """Constraints, costs and limits of the variables: pairs, violations, worst."""
        loads = load_matrix(self.problem, self.live, self.pairs)
        touched = np.diff(loads.indptr) > 0 if self.balanced else np.zeros(loads.shape[0], dtype=bool)
        self.row = np.flatnonzero(touched)
        still = np.flatnonzero(~touched) if self.balanced else self.row[:0]
        fixed = np.maximum(0.0, np.maximum(-self.high[still], self.low[still]))
        self.mean_constant = float((self.live.mean_weight[still] * fixed).sum())
        self.floor = max(self.window.least, float(fixed.max(initial=0.0)))
        cost = self.cost
        self.constant = float(cost[self.chosen[~self.is_free]].sum())
        self.constant += self.aim.imbalance * self.mean_constant
        weight = self.aim.imbalance
        parts = [cost[self.pairs]]
        if self.balanced:
            parts += [weight * self.live.mean_weight[self.row], np.array([100 * weight])]
        self.cost = np.concatenate(parts)
        lines = [self._one_owner(), *self._balance(loads[self.row]), self._limits(), self._apart()]
        self.lines = [self._widen(one) for one in lines if len(one.low)]

    def _widen(self, lines: Lines) -> Lines:
        """The constraints over all variables."""
        matrix = lines.matrix.copy()
        matrix.resize(matrix.shape[0], len(self.cost))
        return Lines(matrix, lines.low, lines.high, lines.fine)

    def _one_owner(self) -> Lines:
        units, number = np.unique(self.pair_unit[self.pairs], return_inverse=True)
        ones = np.ones(len(units))
        place = (number, np.arange(len(self.pairs)))
        shape = (len(units), len(self.pairs))
        return Lines(sparse.csr_array((np.ones(len(self.pairs)), place), shape=shape), ones, ones)

    def _balance(self, loads: sparse.csr_array) -> list[Lines]:
        """Load - e <= high, load + e >= low, e <= worst; lines that can't be broken are left out."""
        if not self.balanced:
            return []
        number = len(self.row)
        low, high = self.low[self.row], self.high[self.row]
        nothing = np.full(number, np.inf)
        eye = sparse.eye_array(number, format="csr")
        over = np.asarray(loads.sum(axis=1)).ravel() > high
        under = low > 0
        worst = sparse.hstack([sparse.csr_array(loads.shape), eye, -np.ones((number, 1))], format="csr")
        above = Lines(sparse.hstack([loads, -eye], format="csr")[over], -nothing[over], high[over], fine=True)
        below = Lines(sparse.hstack([loads, eye], format="csr")[under], low[under], nothing[under], fine=True)
        lines = [above, below, Lines(worst, -nothing, np.zeros(number), fine=True)]
        return [*lines, self._cap()] if np.isfinite(self.aim.imbalance_cap) else lines

    def _cap(self) -> Lines:
        """Imbalance <= cap (lexicographic mode)."""
        mean = self.live.mean_weight[self.row]
        matrix = sparse.csr_array(np.r_[np.zeros(len(self.pairs)), mean, 100.0][None, :])
        room = self.aim.imbalance_cap - self.mean_constant + 100 * max(self.margin, -ROUNDING)
        return Lines(matrix, np.array([-np.inf]), np.array([room]))

    def _limits(self) -> Lines:
        """Hard limits that the free units touch."""
        side = self.problem.side
        matrix, limit = side_matrix(self.problem, self.pairs)
        mine, _ = side_matrix(self.problem, self.mine)
        scale = np.maximum(1.0, np.abs(side.asked))
        now = side_loads(self.problem, self.chosen) / scale
        room = limit - now + np.asarray(mine.sum(axis=1)).ravel()
        lawful = now <= limit + self.margin
        room += np.where(lawful, self.margin, SIDE_SLACK)
        touched = (np.diff(matrix.indptr) > 0) | bool(self.is_free.all())
        return Lines(matrix[touched], np.full(int(touched.sum()), -np.inf), room[touched])

    def _apart(self) -> Lines:
        """At most one of two free units that must be apart is with each manager."""
        problem, apart = self.problem, self.problem.apart.astype(np.int64)
        apart = apart[self.is_free[apart].all(axis=1)]
        managers = np.arange(problem.num_managers)
        order = np.argsort(self._key(self.pairs), kind="stable")
        keys = self._key(self.pairs)[order]
        ends = (apart[:, :, None] * problem.num_managers + managers).transpose(0, 2, 1).reshape(-1, 2)
        spot = np.minimum(np.searchsorted(keys, ends), len(keys) - 1)
        known = (keys[spot] == ends).all(axis=1)
        twins = order[spot[known]]
        place = (np.repeat(np.arange(len(twins)), 2), twins.ravel())
        matrix = sparse.csr_array((np.ones(2 * len(twins)), place), shape=(len(twins), len(self.pairs)))
        return Lines(matrix, np.full(len(twins), -np.inf), np.ones(len(twins)))

    @property
    def highest(self) -> FloatArray:
        """Upper limits of the variables."""
        more = np.full(len(self.cost) - len(self.pairs), self.window.most)
        more[-1:] = max(self.window.most, self.floor)
        return np.concatenate([np.ones(len(self.pairs)), more])

    @property
    def lowest(self) -> FloatArray:
        """Lower limits of the variables."""
        least = np.zeros(len(self.cost))
        if self.balanced:
            least[-1] = self.floor
        return least

    @property
    def hint(self) -> FloatArray:
        """The present answer."""
        values = np.isin(self.pairs, self.mine).astype(np.float64)
        if not self.balanced:
            return values
        rows = violations(self.problem, self.chosen).ravel()[self.live.number]
        return np.concatenate([values, rows[self.row], [max(self.floor, float(rows.max(initial=0.0)))]])

    def read(self, values: FloatArray) -> IntArray:
        """The answer that these values of the pairs mean: the largest of each unit."""
        chosen, unit = self.chosen.copy(), self.pair_unit[self.pairs]
        order = np.lexsort((values, unit))  # the last of a unit is written last
        chosen[unit[order]] = self.pairs[order]
        return chosen
