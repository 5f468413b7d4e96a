"""Loops over all pairs, compiled: what prices say of each pair, and which pairs become columns.

Nothing here holds more than a few numbers per pair, so that a million units with a dozen pairs each fit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from assigner.optimize.compiled import inlined, jit
from assigner.optimize.tables import Aim
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem, block_entries, starts


class PairData(NamedTuple):
    """The arrays of a problem that price its pairs; rows are numbered cell * num_managers + manager."""

    num_managers: int
    pair_start: IntArray
    pair_manager: IntArray
    disruption: FloatArray  # by pair, percent points
    unfit: FloatArray
    weight_disruption: float
    weight_unfit: float
    load_start: IntArray
    load_cell: IntArray
    load: FloatArray
    extra_start: IntArray
    extra_cell: IntArray
    extra: FloatArray
    side_start: IntArray
    side_row: IntArray
    side_coef: FloatArray


def pair_data(problem: Problem, aim: Aim) -> PairData:
    """The arrays themselves, no copies."""
    return PairData(
        problem.num_managers,
        problem.pair_start,
        problem.pair_manager,
        problem.pair_disruption,
        problem.pair_unfit,
        float(aim.disruption),
        float(aim.fit),
        problem.load_start,
        problem.load_cell,
        problem.load,
        problem.extra_start,
        problem.extra_cell,
        problem.extra,
        problem.side.start,
        problem.side.row,
        problem.side.coef,
    )


def some_pairs(d: PairData, start: IntArray, pair: IntArray) -> PairData:
    """The data of some pairs only, close together in memory; `start` are their blocks by unit."""
    _, side = block_entries(d.side_start, pair)
    _, extra = block_entries(d.extra_start, pair)
    return d._replace(
        pair_start=start,
        pair_manager=d.pair_manager[pair],
        disruption=d.disruption[pair],
        unfit=d.unfit[pair],
        extra_start=starts(d.extra_start[pair + 1] - d.extra_start[pair]),
        extra_cell=d.extra_cell[extra],
        extra=d.extra[extra],
        side_start=starts(d.side_start[pair + 1] - d.side_start[pair]),
        side_row=d.side_row[side],
        side_coef=d.side_coef[side],
    )


@inlined
def pair_cost(d: PairData, pair: int) -> float:
    """Score points of a pair without prices."""
    return float(d.weight_disruption * d.disruption[pair] + d.weight_unfit * d.unfit[pair])


@inlined
def pair_price(d: PairData, unit: int, pair: int, row_price: FloatArray, side_price: FloatArray) -> float:
    """What a pair pays for its loads and its part of the hard limits; prices per raw load and coefficient."""
    manager, total = d.pair_manager[pair], 0.0
    for e in range(d.load_start[unit], d.load_start[unit + 1]):
        total += d.load[e] * row_price[d.load_cell[e] * d.num_managers + manager]
    for e in range(d.extra_start[pair], d.extra_start[pair + 1]):
        total += d.extra[e] * row_price[d.extra_cell[e] * d.num_managers + manager]
    for e in range(d.side_start[pair], d.side_start[pair + 1]):
        total += d.side_coef[e] * side_price[d.side_row[e]]
    return float(total)


@jit
def price_all(
    d: PairData,
    is_open: BoolArray,
    row_price: FloatArray,
    side_price: FloatArray,
    reduced: FloatArray,
    best: FloatArray,
) -> None:
    """Reduced cost of every pair (infinite where closed), least priced cost of every unit."""
    for unit in range(len(best)):
        least = np.inf
        for pair in range(d.pair_start[unit], d.pair_start[unit + 1]):
            if is_open[pair]:
                value = pair_cost(d, pair) + pair_price(d, unit, pair, row_price, side_price)
                reduced[pair] = value
                least = min(least, value)
            else:
                reduced[pair] = np.inf
        best[unit] = least
        for pair in range(d.pair_start[unit], d.pair_start[unit + 1]):
            reduced[pair] -= least if np.isfinite(reduced[pair]) else 0.0


@inlined
def _chance(seed: int, pair: int) -> float:
    """A fraction in [0, 1) that depends on seed and pair only (splitmix64's mixer, Steele et al. 2014)."""
    z = np.uint64(seed) + np.uint64(pair) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return np.float64(z >> np.uint64(11)) * 1.1102230246251565e-16


@jit
def draw_pairs(pair_start: IntArray, is_open: BoolArray, count: int, seed: int, keep: BoolArray) -> None:
    """Mark `count` random open pairs of every unit, all of them where there are no more (Knuth's S)."""
    for unit in range(len(pair_start) - 1):
        left = 0
        for pair in range(pair_start[unit], pair_start[unit + 1]):
            left += is_open[pair]
        wanted = min(count, left)
        for pair in range(pair_start[unit], pair_start[unit + 1]):
            if is_open[pair]:
                if _chance(seed, pair) * left < wanted:
                    keep[pair] = True
                    wanted -= 1
                left -= 1


@jit
def mark_cheapest(
    pair_start: IntArray, reduced: FloatArray, limit: float, count: int, keep: BoolArray
) -> None:
    """Mark the `count` cheapest pairs of each unit whose reduced cost is within the limit."""
    best = np.empty(count, dtype=np.int64)
    for unit in range(len(pair_start) - 1):
        held = 0
        for pair in range(pair_start[unit], pair_start[unit + 1]):
            value = reduced[pair]
            if value > limit or (held == count and value >= reduced[best[held - 1]]):
                continue
            held = min(held + 1, count)
            spot = held - 1
            while spot > 0 and reduced[best[spot - 1]] > value:
                best[spot] = best[spot - 1]
                spot -= 1
            best[spot] = pair
        for k in range(held):
            keep[best[k]] = True


@jit
def alone_all(
    d: PairData, base: FloatArray, high: FloatArray, attainable: FloatArray, alone: FloatArray
) -> None:
    """Largest violation by overload that each pair's unit causes on its own."""
    for unit in range(len(d.pair_start) - 1):
        for pair in range(d.pair_start[unit], d.pair_start[unit + 1]):
            manager, worst = d.pair_manager[pair], 0.0
            for e in range(d.load_start[unit], d.load_start[unit + 1]):
                row, load = d.load_cell[e] * d.num_managers + manager, d.load[e]
                for x in range(d.extra_start[pair], d.extra_start[pair + 1]):
                    load += d.extra[x] if d.extra_cell[x] == d.load_cell[e] else 0.0
                if attainable[row] > 0:
                    worst = max(worst, (base[row] + load - high[row]) / attainable[row])
            for x in range(d.extra_start[pair], d.extra_start[pair + 1]):  # cells with an extra only
                row = d.extra_cell[x] * d.num_managers + manager
                if attainable[row] > 0:
                    worst = max(worst, (base[row] + d.extra[x] - high[row]) / attainable[row])
            alone[pair] = worst
