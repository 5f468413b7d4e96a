"""Why the hard limits can't all hold: the elastic relaxation (model §9).

Every limit may be broken at the price of its relative excess; what the cheapest way breaks is named with its
amount.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from assigner.optimize.relax import side_matrix
from assigner.problem.model import Problem
from assigner.problem.preflight import Finding, LimitsConflict


def elastic(problem: Problem) -> tuple[Finding, ...]:
    """Limits broken by the cheapest fractional division, largest relative excess first."""
    n, s = problem.num_pairs, len(problem.side)
    sides, limit = side_matrix(problem, np.arange(n))
    pick = sparse.csr_array((np.ones(n), (problem.pair_unit, np.arange(n))), shape=(problem.num_units, n))
    result = linprog(
        np.r_[np.zeros(n), np.ones(s)],
        sparse.hstack([sides, -sparse.eye_array(s)]),
        limit,
        sparse.hstack([pick, sparse.csr_array((problem.num_units, s))]) if n else None,
        np.ones(problem.num_units) if n else None,
        bounds=(0, None),
        method="highs",
    )
    excess = np.asarray(result.x[n:]) if result.status == 0 else np.zeros(s)
    scale = np.maximum(1.0, np.abs(problem.side.asked))
    rows = np.argsort(-excess, kind="stable")
    return tuple(_finding(problem, int(r), float(excess[r] * scale[r])) for r in rows if excess[r] > 1e-9)


def _finding(problem: Problem, row: int, amount: float) -> Finding:
    side = problem.side
    rule, measure, asked = side.rule[row], side.measure[row], float(side.asked[row])
    lower = rule in ("min-load", "loss-cap")
    needed = asked - amount if lower else asked + amount
    if measure == "count":  # clients are whole
        needed = float(np.floor(needed + 1e-9) if lower else np.ceil(needed - 1e-9))
    return Finding(rule, measure, int(side.manager[row]), asked, needed)


def diagnose(problem: Problem) -> LimitsConflict:
    """The conflict of the hard limits: what must give way, nothing where fractions of clients would fit."""
    rules = sorted(set(problem.side.rule) | ({"apart"} if len(problem.apart) else set()))
    return LimitsConflict(elastic(problem), tuple(rules))
