"""Why the hard limits can't all hold: the elastic relaxation (model §9).

Every limit may be broken at the price of its relative excess; what the cheapest way breaks is named with its amount.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from assigner.optimize.relax import side_matrix
from assigner.problem.model import Problem


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One limit that must give way: its row number, and by how much in its own unit."""

    row: int
    amount: float


def elastic(problem: Problem) -> tuple[Shortfall, ...]:
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
    return tuple(Shortfall(int(r), float(excess[r] * scale[r])) for r in rows if excess[r] > 1e-9)


def diagnose(problem: Problem) -> tuple[str, ...]:
    """The conflict in words, one sentence per limit that must give way, managers by position number.

    The engine replaces the position by the manager's name (`{manager}` is a place holder of the form
    `manager #3`).
    """
    broken = elastic(problem)
    if broken:
        return tuple(_sentence(problem, shortfall) for shortfall in broken)
    if len(problem.apart):
        return (
            "apart: no division keeps all the apart rules together with the other limits; drop one of them",
        )
    return (
        "the limits "
        + ", ".join(sorted(set(problem.side.rule)))
        + " can't all hold with whole clients, though they could with fractions of clients; loosen one of them a little",
    )


def _sentence(problem: Problem, shortfall: Shortfall) -> str:
    side, row = problem.side, shortfall.row
    rule, measure, asked = side.rule[row], side.measure[row], float(side.asked[row])
    who = f" of manager #{side.manager[row]}" if side.manager[row] >= 0 else ""
    lower = rule in ("min-load", "loss-cap")
    needed = asked - shortfall.amount if lower else asked + shortfall.amount
    word = "lower" if lower else "raise"
    return f"{rule}{who}: {measure} {asked:,.6g} can't be met; {word} it to {needed:,.6g}"
