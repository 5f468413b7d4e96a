"""Loops over the columns of the interior point method, compiled.

A column is a pair with its share `x` and its reduced cost `d`; the columns of a unit stand together. Loads
are summed per row (cell * num_managers + manager) and per hard limit, both unscaled.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from assigner.optimize.compiled import inlined, jit
from assigner.optimize.pricing import PairData, pair_cost, pair_price
from assigner.portfolio import FloatArray, IntArray


class Columns(NamedTuple):
    """Columns by unit: pair, share, reduced cost, and the step of both.

    `rest` is what the reduced cost lacks of the one that the prices name, times `left[0]`.
    """

    start: IntArray
    pair: IntArray
    x: FloatArray
    d: FloatArray
    dx: FloatArray
    dd: FloatArray
    rest: FloatArray
    left: FloatArray  # (1,)


class Places(NamedTuple):
    """Where rows and hard limits stand in the Schur system, and what one raw load counts there."""

    row: IntArray  # -1: no such row
    row_scale: FloatArray
    side_from: int  # limit k stands at side_from + k
    side_scale: FloatArray
    width: int  # most entries of one column


@jit
def centre(
    d: PairData, c: Columns, row_price: FloatArray, side_price: FloatArray, barrier: float, reach: float
) -> None:
    """Shares that are central for these prices: x * d = barrier, adding up to 1 (Newton from the right).

    The unit's own price is where sum of barrier / (cost - price) is 1: convex in the price.
    """
    for unit in range(len(c.start) - 1):
        first, last = c.start[unit], c.start[unit + 1]
        least = np.inf
        for k in range(first, last):
            c.d[k] = pair_cost(d, k) + pair_price(d, unit, k, row_price, side_price)
            least = min(least, c.d[k])
        below = barrier  # least - price
        for _ in range(100):
            total, slope = 0.0, 0.0
            for k in range(first, last):
                share = barrier / (c.d[k] - least + below)
                total += share
                slope += share * share
            below += (total - 1.0) * barrier / slope
            if total < 1.0 + reach:
                break
        for k in range(first, last):
            c.d[k] += below - least
            c.x[k] = barrier / c.d[k]


@jit
def carry(
    d: PairData,
    old: Columns,
    unit_price: FloatArray,
    c: Columns,
    row_price: FloatArray,
    side_price: FloatArray,
    barrier: float,
    new: float,
) -> None:
    """Begin with other columns where a run was: shares and costs stay, new columns get a small share.

    A new column that is cheaper than its unit's price keeps a `rest`, which the steps then close.
    """
    for unit in range(len(c.start) - 1):
        at, total = old.start[unit], 0.0
        for k in range(c.start[unit], c.start[unit + 1]):
            named = pair_cost(d, k) + pair_price(d, unit, k, row_price, side_price) - unit_price[unit]
            while at < old.start[unit + 1] and old.pair[at] < c.pair[k]:
                at += 1
            if at < old.start[unit + 1] and old.pair[at] == c.pair[k]:
                c.x[k], c.d[k] = old.x[at], old.d[at]
            else:
                c.d[k] = max(named, barrier / new)
                c.x[k] = barrier / c.d[k]
            c.rest[k] = named - c.d[k]
            total += c.x[k]
        for k in range(c.start[unit], c.start[unit + 1]):
            c.x[k] /= total


@jit
def unit_prices(
    d: PairData, c: Columns, row_price: FloatArray, side_price: FloatArray, price: FloatArray
) -> None:
    """The price of each unit that its largest share names."""
    for unit in range(len(price)):
        top = c.start[unit]
        for k in range(c.start[unit], c.start[unit + 1]):
            top = k if c.x[k] > c.x[top] else top
        named = pair_cost(d, top) + pair_price(d, unit, top, row_price, side_price)
        price[unit] = named - c.d[top] - c.rest[top] * c.left[0]


@jit
def add_loads(d: PairData, c: Columns, amount: FloatArray, row: FloatArray, side: FloatArray) -> None:
    """Add `amount` (columns,) of every column to the raw loads of rows and hard limits."""
    for unit in range(len(c.start) - 1):
        for k in range(c.start[unit], c.start[unit + 1]):
            _add_column(d, unit, k, amount[k], row, side)


@inlined
def _add_column(d: PairData, unit: int, pair: int, amount: float, row: FloatArray, side: FloatArray) -> None:
    manager = d.pair_manager[pair]
    for e in range(d.load_start[unit], d.load_start[unit + 1]):
        row[d.load_cell[e] * d.num_managers + manager] += amount * d.load[e]
    for e in range(d.extra_start[pair], d.extra_start[pair + 1]):
        row[d.extra_cell[e] * d.num_managers + manager] += amount * d.extra[e]
    for e in range(d.side_start[pair], d.side_start[pair + 1]):
        side[d.side_row[e]] += amount * d.side_coef[e]


@inlined
def _entries(d: PairData, p: Places, unit: int, pair: int, index: IntArray, value: FloatArray) -> int:
    """Scaled entries of one column in the Schur system; how many."""
    manager, count = d.pair_manager[pair], 0
    for e in range(d.load_start[unit], d.load_start[unit + 1]):
        flat = d.load_cell[e] * d.num_managers + manager
        if p.row[flat] >= 0:
            index[count], value[count] = p.row[flat], d.load[e] * p.row_scale[flat]
            count += 1
    for e in range(d.extra_start[pair], d.extra_start[pair + 1]):
        flat = d.extra_cell[e] * d.num_managers + manager
        if p.row[flat] >= 0:
            index[count], value[count] = p.row[flat], d.extra[e] * p.row_scale[flat]
            count += 1
    for e in range(d.side_start[pair], d.side_start[pair + 1]):
        side = d.side_row[e]
        index[count], value[count] = p.side_from + side, d.side_coef[e] * p.side_scale[side]
        count += 1
    return count


@jit
def assemble(d: PairData, p: Places, c: Columns, most: int, schur: FloatArray) -> None:
    """Add the units' part of the Schur system to its lower triangle: sum of theta a a' less its mean part.

    With theta = x / d and S their sum over a unit, column p with itself has theta (S - theta) / S, columns p
    and q have -theta theta / S; S - theta is summed without theta, as otherwise nothing would be left of it.
    """
    index = np.empty((most, p.width), dtype=np.int64)
    value = np.empty((most, p.width))
    size = np.empty(most, dtype=np.int64)
    theta, others = np.empty(most), np.empty(most)
    for unit in range(len(c.start) - 1):
        first = c.start[unit]
        n = c.start[unit + 1] - first
        if n < 2:
            continue
        total = 0.0
        for a in range(n):
            size[a] = _entries(d, p, unit, first + a, index[a], value[a])
            theta[a] = c.x[first + a] / c.d[first + a]
            others[a] = total
            total += theta[a]
        after = 0.0
        for a in range(n - 1, -1, -1):
            others[a] += after
            after += theta[a]
        for a in range(n):
            for b in range(a + 1):
                factor = theta[a] * (others[a] if a == b else -theta[b]) / total
                _add_block(index[a], value[a], size[a], index[b], value[b], size[b], factor, a == b, schur)


@inlined
def _add_block(
    index: IntArray,
    value: FloatArray,
    size: int,
    other_index: IntArray,
    other_value: FloatArray,
    other_size: int,
    factor: float,
    own: bool,
    schur: FloatArray,
) -> None:
    """Add factor * a b' (and b a' where they differ), lower triangle only."""
    for i in range(size):
        row, amount = index[i], factor * value[i]
        for j in range(other_size):
            column = other_index[j]
            if column < row:
                schur[row, column] += amount * other_value[j]
            elif column == row:
                schur[row, row] += (1.0 if own else 2.0) * amount * other_value[j]
            elif not own:
                schur[column, row] += amount * other_value[j]


@jit
def least_costs(
    d: PairData, c: Columns, row_price: FloatArray, side_price: FloatArray, best: FloatArray
) -> float:
    """Least priced cost of every unit among its columns; returns the unpriced cost of the shares."""
    value = 0.0
    for unit in range(len(c.start) - 1):
        best[unit] = np.inf
        for k in range(c.start[unit], c.start[unit + 1]):
            cost = pair_cost(d, k)
            value += c.x[k] * cost
            best[unit] = min(best[unit], cost + pair_price(d, unit, k, row_price, side_price))
    return value
