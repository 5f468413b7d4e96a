"""The best vector of shares in small cases: sums of the k smallest, one after the other, in CP-SAT.

An answer is leximin-best when it has the largest smallest share, among those the largest sum of the two
smallest, and so on (Ogryczak and Śliwiński 2006). The sum of the k smallest of r is the largest
k t - sum of max(0, t - r(j)) over t.
"""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from assigner.optimize.cpsat import PROVE_FINE, CpModel
from assigner.optimize.search import Search, cp_limits
from assigner.optimize.tables import Aim, evaluate
from assigner.portfolio import IntArray
from assigner.problem.model import Problem

SHARE_BITS = 32
"""A share of 1 is two to this power."""


class LeximinModel(CpModel):
    """All units, with a variable for each manager's share; `problem` is one of `only_shares`."""

    def __init__(self, problem: Problem, start: IntArray, *, relaxed: bool) -> None:
        units, pairs = np.arange(problem.num_units), np.ones(problem.num_pairs, dtype=bool)
        nothing = Aim(0.0, 0.0, 0.0)
        super().__init__(problem, nothing, start, units, pairs, params=PROVE_FINE, relaxed=relaxed)

    def _minimise(self) -> None:
        """The shares instead of an objective."""
        cells, rest, terms = self.problem.cells, self._rest_loads(), self._terms()
        self.full = 2**SHARE_BITS
        self.share = [
            self._share_of(terms.get(int(row), []), float(rest[row]), float(cells.attainable[0, row]))
            for row in np.flatnonzero(cells.attainable[0] > 0)
        ]

    def _share_of(self, terms: list[tuple[int, float]], rest: float, attainable: float) -> cp_model.IntVar:
        """A variable of at most load / A and at most 1."""
        grain = self.full / attainable
        share = self.model.new_int_var(0, self.full, "")
        coefs = [round(load * grain) for _, load in terms]
        variables = [self.x[p] for p, _ in terms]
        room = round(rest * grain) + len(terms)
        self.model.add(share <= cp_model.LinearExpr.weighted_sum(variables, coefs) + room)
        return share

    def sum_of_smallest(self, k: int) -> cp_model.LinearExpr:
        """An expression whose largest value is the sum of the k smallest shares."""
        level = self.model.new_int_var(0, self.full, "")
        short = [self.model.new_int_var(0, self.full, "") for _ in self.share]
        for lack, share in zip(short, self.share, strict=True):
            self.model.add(lack >= level - share)
        return k * level - sum(short)

    def hint(self, chosen: IntArray) -> None:
        """Begin from an answer."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        unit = self.problem.pair_unit
        for pair, x in self.x.items():
            self.model.add_hint(x, bool(chosen[unit[pair]] == pair))


def leximin(search: Search, start: IntArray, effort: float) -> tuple[IntArray, bool]:
    """The leximin-best answer found from a rule-abiding one, and whether it was proven to be it.

    Limits are first rounded in our favour, so that none that is met exactly is lost, and against us where the
    answer then breaks one.
    """
    for relaxed in (True, False):
        chosen, proven = _climb(search, start, effort / 2, relaxed=relaxed)
        if evaluate(search.problem, chosen).feasible:
            return chosen, proven
    return start, False


def _climb(search: Search, start: IntArray, effort: float, *, relaxed: bool) -> tuple[IntArray, bool]:
    """Sums of the k smallest shares, k = 1, 2, ..., each held from then on."""
    model, chosen = LeximinModel(search.problem, start, relaxed=relaxed), start
    for k in range(1, len(model.share) + 1):
        goal = model.sum_of_smallest(k)
        model.model.maximize(goal)
        model.hint(chosen)
        answer = model.solve(cp_limits(search, effort / 2), search.clock)
        search.clock.work += answer.work
        chosen = answer.chosen if answer.chosen is not None else chosen
        if answer.chosen is None or not answer.complete:
            return chosen, False
        reached = round(answer.bound * model.scale)
        if reached >= k * model.full:
            break
        model.model.add(goal >= reached)
    return chosen, True
