"""The relaxation over some pairs, solved by HiGHS through SciPy: exact, and its answers are vertices.

Variables: shares of the pairs, relative loads, violations, worst violation.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog

from assigner.optimize.relax import Master, Prices, legal_prices, load_matrix, side_matrix
from assigner.portfolio import FloatArray, IntArray

SOLVED, INFEASIBLE = 0, 2
"""SciPy's status of an LP that is solved, and of one without solution."""


def solve_master(master: Master, columns: IntArray, time_limit: float | None) -> OptimizeResult:
    """Solve over these pairs with HiGHS' interior point method and its crossover."""
    problem, rows, aim = master.problem, master.rows, master.aim
    n, r, units = len(columns), len(rows.number), problem.num_units
    pick = sparse.csr_array((np.ones(n), (problem.pair_unit[columns], np.arange(n))), shape=(units, n))
    loads = load_matrix(problem, rows, columns)
    equal = sparse.block_array([[pick, None, None, None], [loads, -sparse.eye_array(r), None, None]])
    equal.resize(units + r, n + 2 * r + 1)
    below, limits = _below(master, columns)
    cost = aim.disruption * problem.pair_disruption[columns] + aim.fit * problem.pair_unfit[columns]
    return linprog(
        np.r_[cost, np.zeros(r), aim.imbalance * rows.mean_weight, 100 * aim.imbalance],
        below,
        limits,
        equal,
        np.r_[np.ones(units), -rows.base],
        bounds=(0, None),
        method="highs-ipm",
        options={} if time_limit is None else {"time_limit": max(0.1, time_limit)},
    )


def _below(master: Master, columns: IntArray) -> tuple[sparse.csr_array, FloatArray]:
    """Rows that must stay below a limit: over, under, worst, hard limits, imbalance cap."""
    rows, n = master.rows, len(columns)
    r = len(rows.number)
    eye, one = sparse.eye_array(r), sparse.csr_array(np.ones((r, 1)))
    blocks = [[None, eye, -eye, None], [None, -eye, -eye, None], [None, None, eye, -one]]
    limits = [rows.high, -rows.low, np.zeros(r)]
    if len(master.side_limit):
        blocks.append([side_matrix(master.problem, columns)[0], None, None, None])
        limits.append(master.side_limit)
    if master.capped:
        mean = sparse.csr_array(rows.mean_weight[None, :])
        blocks.append([None, None, mean, sparse.csr_array([[100.0]])])
        limits.append(np.array([master.aim.imbalance_cap]))
    return _stack(blocks, (n, r, r, 1)), np.concatenate(limits)


def _stack(blocks: list[list[sparse.sparray | None]], widths: tuple[int, ...]) -> sparse.csr_array:
    """Stack rows of blocks of these widths."""
    stacked = []
    for line in blocks:
        height = next(part.shape[0] for part in line if part is not None)
        filled = [
            sparse.csr_array((height, width)) if part is None else part
            for part, width in zip(line, widths, strict=True)
        ]
        stacked.append(sparse.hstack(filled))
    return sparse.csr_array(sparse.vstack(stacked))


def master_prices(master: Master, result: OptimizeResult) -> Prices:
    """Dual prices of a solved master, made legal."""
    r, s = len(master.rows.number), len(master.side_limit)
    duals = np.maximum(0.0, -np.asarray(result.ineqlin.marginals))
    cap = float(duals[3 * r + s]) if master.capped else 0.0
    mean, weight = master.rows.mean_weight, master.aim.imbalance
    return legal_prices(duals[:r], duals[r : 2 * r], duals[3 * r : 3 * r + s], cap, weight, mean)
