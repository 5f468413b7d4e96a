"""Steps of the columns of the interior point method, compiled: what is asked, what follows, how far."""

from __future__ import annotations

from assigner.optimize.compiled import jit
from assigner.optimize.interior_kernels import Columns
from assigner.optimize.pricing import PairData, pair_price
from assigner.portfolio import FloatArray


@jit
def ask(c: Columns, target: float, second: float, most: float, asked: FloatArray) -> None:
    """Complementarity asked of every column: target - x d - second * dx dd (Mehrotra 1992).

    The last term is kept within `most`: where it is larger it no longer says where a step leads.
    """
    for k in range(len(asked)):
        beyond = min(most, max(-most, second * c.dx[k] * c.dd[k]))
        asked[k] = target - c.x[k] * c.d[k] - beyond


@jit
def ask_more(c: Columns, primal: float, dual: float, target: float, asked: FloatArray) -> None:
    """Ask that products which a longer step would leave far from the target come nearer (Gondzio 1996)."""
    low, high = 0.1 * target, 10.0 * target
    for k in range(len(asked)):
        product = (c.x[k] + primal * c.dx[k]) * (c.d[k] + dual * c.dd[k])
        if product < low:
            asked[k] += min(low - product, high)
        elif product > high:
            asked[k] += max(high - product, -high)


@jit
def push(c: Columns, asked: FloatArray, by: FloatArray, shift: FloatArray) -> None:
    """The columns' part of a step before any price changes: x moves as its complementarity asks.

    What the shares of a unit then lack of 1 is spread by theta = x / d: `shift` (units,) per theta.
    """
    for unit in range(len(c.start) - 1):
        total, theta = 0.0, 0.0
        for k in range(c.start[unit], c.start[unit + 1]):
            by[k] = (asked[k] - c.x[k] * c.rest[k] * c.left[0]) / c.d[k]
            total += by[k] + c.x[k]
            theta += c.x[k] / c.d[k]
        shift[unit] = (1.0 - total) / theta
        for k in range(c.start[unit], c.start[unit + 1]):
            by[k] += c.x[k] / c.d[k] * shift[unit]


@jit
def follow(
    d: PairData, c: Columns, row_price: FloatArray, side_price: FloatArray, by: FloatArray, shift: FloatArray
) -> tuple[float, float]:
    """Steps of all columns for a step of the prices; largest relative decrease of a share and of a cost."""
    primal, dual = 0.0, 0.0
    for unit in range(len(c.start) - 1):
        mean, total = 0.0, 0.0
        for k in range(c.start[unit], c.start[unit + 1]):
            c.dd[k] = pair_price(d, unit, k, row_price, side_price)
            mean += c.x[k] / c.d[k] * c.dd[k]
            total += c.x[k] / c.d[k]
        mean /= total
        for k in range(c.start[unit], c.start[unit + 1]):
            c.dd[k] -= mean
            c.dx[k] = by[k] - c.x[k] / c.d[k] * c.dd[k]
            c.dd[k] += c.rest[k] * c.left[0] - shift[unit]
            primal, dual = max(primal, -c.dx[k] / c.x[k]), max(dual, -c.dd[k] / c.d[k])
    return primal, dual


@jit
def product_after(c: Columns, primal: float, dual: float) -> float:
    """Sum of x * d after steps of these lengths."""
    total = 0.0
    for k in range(len(c.x)):
        total += (c.x[k] + primal * c.dx[k]) * (c.d[k] + dual * c.dd[k])
    return total


@jit
def advance(c: Columns, primal: float, dual: float) -> None:
    """Take a step."""
    for k in range(len(c.x)):
        c.x[k] += primal * c.dx[k]
        c.d[k] += dual * c.dd[k]
    c.left[0] *= 1.0 - dual
