"""One step of the rows: everything but the prices y of loads and limits is eliminated.

    (units' part + diagonal) dy = right side + column dt + column dkappa

with t the worst violation and kappa the price of the imbalance cap, each with an equation of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from assigner.optimize.interior_rows import WORST, RowState
from assigner.portfolio import FloatArray


class Elimination(NamedTuple):
    """How prices and violations follow the loads, the worst (column 0) and the cap's price (column 1)."""

    alpha: FloatArray
    beta: FloatArray
    gamma: FloatArray
    total: FloatArray
    stiff: FloatArray  # (rows,) change of price per change of load
    price_by: FloatArray  # (rows, 2) change of price
    violation_by: FloatArray  # (rows, 2) change of violation
    side: FloatArray  # (sides,) how much a limit gives way to its price
    cap: float

    @property
    def diagonal(self) -> FloatArray:
        """What the rows and limits add to the diagonal of the Schur system."""
        return np.concatenate([1 / self.stiff, self.side])


class Wish(NamedTuple):
    """What a step asks for: by complementarity and by what the equations lack."""

    slack: FloatArray  # by slot: complementarity asked
    violation: FloatArray  # (rows,) violation's part
    price: FloatArray  # (rows,) price's part
    side: FloatArray  # (sides,)
    worst: float
    cap: float
    rest: FloatArray  # (rows + sides,) prices that the slacks name, less those the columns know


def eliminate(s: RowState) -> Elimination:
    """Coefficients of a step from here."""
    ratio, b = s.dual / s.primal, s.blocks
    alpha, beta, gamma = ratio[b.over], ratio[b.under], ratio[b.worse]
    total = alpha + beta + gamma + ratio[b.held]
    stiff = (4 * alpha * beta + (alpha + beta) * (gamma + ratio[b.held])) / total
    violation_by = np.stack([gamma, -s.limits.mean], axis=1) / total[:, None]
    return Elimination(
        alpha,
        beta,
        gamma,
        total,
        np.maximum(stiff, 1e-200),
        -(alpha - beta)[:, None] * violation_by,
        violation_by,
        1 / ratio[b.free] + 1 / ratio[b.broken],
        float((1 / ratio[b.below] + 1 / ratio[b.above]).sum()),
    )


def wish(s: RowState, e: Elimination, complementarity: FloatArray) -> Wish:
    """What this complementarity asks of the step."""
    c, b = complementarity, s.blocks
    over, under, worse, held = (c[x] / s.primal[x] for x in (b.over, b.under, b.worse, b.held))
    more, less = s.load_rest()
    over, under = over - e.alpha * more, under - e.beta * less
    rows, worst = s.dual_rest()
    side_rest, cap_rest = s.primal_rest()
    violation = (over + under - worse + held + rows) / e.total
    rest = s.named - s.y
    num = len(e.stiff)
    price = over - under - (e.alpha - e.beta) * violation + rest[:num]
    side = c[b.free] / s.dual[b.free] - side_rest - c[b.broken] / s.dual[b.broken] + e.side * rest[num:]
    cap = c[b.below] / s.dual[b.below] - cap_rest - c[b.above] / s.dual[b.above]
    return Wish(c, violation, price, side, worst + float(worse.sum()), float(cap.sum()), rest)


class Border(NamedTuple):
    """The Schur system solved for the columns of the worst and of the cap's price, and what follows."""

    y: FloatArray  # (rows + sides, 2)
    violation: FloatArray  # (rows, 2)
    matrix: FloatArray  # (2, 2) of the two scalar equations


def border(s: RowState, e: Elimination, solve: Callable[[FloatArray], FloatArray]) -> Border:
    """What the worst and the cap's price do to all other unknowns."""
    rows = len(e.stiff)
    column = np.zeros((rows + len(e.side), 2))
    column[:rows] = e.price_by / e.stiff[:, None]
    y = solve(column)
    violation = _violations(e, (y[:rows] - e.price_by) / e.stiff[:, None]) + e.violation_by
    mean = s.limits.mean
    matrix = np.array(
        [
            [e.gamma @ (1 - violation[:, 0]), WORST - e.gamma @ violation[:, 1]],
            [WORST + mean @ violation[:, 0], mean @ violation[:, 1] - e.cap],
        ]
    )
    return Border(y, violation, matrix)


def _violations(e: Elimination, loads: FloatArray) -> FloatArray:
    """Change of the violations by a change of the loads, (rows, n)."""
    return ((e.alpha - e.beta) / e.total)[:, None] * loads


def price_step(
    s: RowState,
    e: Elimination,
    w: Wish,
    edge: Border,
    pushed: FloatArray,
    solve: Callable[[FloatArray], FloatArray],
) -> tuple[FloatArray, float, float]:
    """Step of y, of the worst violation and of the cap's price; `pushed` is what the columns do alone."""
    rows = len(e.stiff)
    y = solve(pushed + np.concatenate([w.price / e.stiff, w.side]))
    loads = (y[:rows] - w.price) / e.stiff
    violation = w.violation + _violations(e, loads[:, None])[:, 0]
    asked = np.array([w.worst + e.gamma @ violation, -w.cap - s.limits.mean @ violation])
    if rows == 0:
        return y, 0.0, 0.0
    if s.limits.cap is None:
        by = np.array([asked[0] / edge.matrix[0, 0], 0.0])
    else:
        by = np.linalg.solve(edge.matrix, asked)
    return y + edge.y @ by, float(by[0]), float(by[1])


def slack_step(
    s: RowState, e: Elimination, w: Wish, y: FloatArray, loads: FloatArray, scalars: tuple[float, float]
) -> tuple[FloatArray, FloatArray]:
    """Steps of slacks and their prices for steps of y, loads, the worst and the cap's price (`scalars`)."""
    worst, cap = scalars
    load, side = loads[: len(e.stiff)], loads[len(e.stiff) :]
    primal, dual, b = np.zeros_like(s.primal), np.zeros_like(s.dual), s.blocks
    violation = w.violation + _violations(e, load[:, None])[:, 0] + e.violation_by @ np.array([worst, cap])
    more, less = s.load_rest()
    primal[b.over], primal[b.under] = violation - load + more, violation + load + less
    primal[b.worse], primal[b.held] = worst - violation, violation
    soft = slice(0, b.held.stop)
    dual[soft] = (w.slack[soft] - s.dual[soft] * primal[soft]) / s.primal[soft]
    side_rest, cap_rest = s.primal_rest()
    dual[b.free] = y[len(e.stiff) :] - w.rest[len(e.stiff) :]
    dual[b.below] = cap
    value = float(s.limits.mean @ violation) + WORST * worst
    for free, broken, rest in ((b.free, b.broken, side_rest - side), (b.below, b.above, cap_rest - value)):
        dual[broken] = -dual[free]
        primal[broken] = (w.slack[broken] - s.primal[broken] * dual[broken]) / s.dual[broken]
        primal[free] = rest + primal[broken]
    return primal, dual
