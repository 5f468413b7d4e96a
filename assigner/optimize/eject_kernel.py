"""Ejection chains under hard limits, compiled by numba.

A chain begins with a unit that goes to another manager. Where that overfills a limit, the unit whose
departure helps most is ejected from there to its best place, and so on: shifts, swaps and longer chains
(Yagiura, Ibaraki and Glover 2004, "An ejection chain approach for the generalized assignment problem").
Limits may be broken at a price; the driver moves the prices up and down (strategic oscillation, Glover 1986).
A chain is kept when it ends below a random height above where it began, as in simulated annealing
(Kirkpatrick et al. 1983).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assigner.optimize.compiled import below, fraction, inlined, jit
from assigner.optimize.tables import Tables
from assigner.portfolio import FloatArray, IntArray


class Lists(NamedTuple):
    """What may move: units with more than one candidate pair, and the candidate pairs of every unit."""

    free: IntArray
    start: IntArray  # by unit
    pair: IntArray  # the cheapest first
    least: FloatArray  # (units,) cost of the cheapest candidate
    depth: int  # ejections in one chain
    breadth: int  # units of one manager that are looked at for an ejection


class Chain(NamedTuple):
    """The state of a chain search; all arrays change in place.

    `weight` is the price (score points) of one unit of excess of each hard limit. `number` holds the cost
    (score points), the priced excess, the count of limits that are broken, and statistics.
    """

    chosen: IntArray
    over: FloatArray  # load of each hard limit above it, negative where there is room
    weight: FloatArray
    swing: FloatArray  # by limit: what its price is above the common pressure
    book: IntArray  # (managers, free units): the free units of each manager
    book_size: IntArray
    spot: IntArray  # place of each unit in its manager's book
    number: FloatArray
    trail_unit: IntArray  # units moved by the present chain, in order
    trail_pair: IntArray  # the pairs they had
    rng: NDArray[np.uint64]
    best: IntArray
    best_cost: FloatArray


COST, PENALTY, BROKEN, KEPT, EJECTED = 0, 1, 2, 3, 4

NOISE = 1e-12
"""Relative excess of a limit that is float noise."""


@inlined
def _put(t: Tables, c: Chain, pair: int, sign: float) -> None:
    """Add a pair to the hard limits (sign 1) or take it out (-1); keep price and count up to date."""
    for e in range(t.side_start[pair], t.side_start[pair + 1]):
        row = t.side_row[e]
        noise, before = NOISE * t.side_scale[row], c.over[row]
        after = before + sign * t.side_coef[e]
        c.over[row] = after
        c.number[PENALTY] += c.weight[row] * (max(0.0, after) - max(0.0, before))
        if (after > noise) != (before > noise):
            c.number[BROKEN] += 1.0 if after > noise else -1.0


@inlined
def _shift(t: Tables, c: Chain, unit: int, pair: int) -> None:
    """Give a unit another pair."""
    old = c.chosen[unit]
    source, target = t.pair_manager[old], t.pair_manager[pair]
    _put(t, c, old, -1.0)
    _put(t, c, pair, 1.0)
    c.number[COST] += t.pair_cost[pair] - t.pair_cost[old]
    c.chosen[unit] = pair
    last = c.book[source, c.book_size[source] - 1]
    c.book[source, c.spot[unit]] = last
    c.spot[last] = c.spot[unit]
    c.book_size[source] -= 1
    c.book[target, c.book_size[target]] = unit
    c.spot[unit] = c.book_size[target]
    c.book_size[target] += 1


@inlined
def _clash(t: Tables, c: Chain, unit: int, manager: int) -> bool:
    """Whether somebody whom the unit must be apart from is with this manager."""
    for e in range(t.apart_start[unit], t.apart_start[unit + 1]):
        if t.pair_manager[c.chosen[t.apart_unit[e]]] == manager:
            return True
    return False


@inlined
def _in_trail(c: Chain, unit: int, length: int) -> bool:
    for i in range(length):  # noqa: SIM110 - numba compiles no generators
        if c.trail_unit[i] == unit:
            return True
    return False


@inlined
def _priced(
    row: IntArray, coef: FloatArray, room: FloatArray, weight: FloatArray, first: int, last: int, sign: float
) -> float:
    """What some entries would do to the priced excess when added (sign 1) or taken out (-1)."""
    total = 0.0
    for e in range(first, last):
        before = room[row[e]]
        total += weight[row[e]] * (max(0.0, before + sign * coef[e]) - max(0.0, before))
    return total


@inlined
def _eject(t: Tables, m: Lists, c: Chain, manager: int, length: int, floor: float) -> bool:
    """Move the unit of a manager that helps most (or harms least) to its best place, if below `floor`.

    A limit that old and new pair share is counted as if it were two: the chain's own sums are exact, this
    only chooses. Arrays are taken out of their tuples once: doing that in the loop costs more than the rest.
    """
    size, book, chosen, over, weight = c.book_size[manager], c.book[manager], c.chosen, c.over, c.weight
    first, row, coef, cost = t.side_start, t.side_row, t.side_coef, t.pair_cost
    start, candidate, least = m.start, m.pair, m.least
    at: Any = np.int64(below(c.rng, max(1, size)))
    best_unit: Any = np.int64(-1)
    best_pair: Any = np.int64(-1)
    for _ in range(min(size, m.breadth)):
        unit = book[at]
        at = np.int64(0) if at + 1 >= size else at + 1
        old = chosen[unit]
        gain = _priced(row, coef, over, weight, first[old], first[old + 1], -1.0) - cost[old]
        if gain + least[unit] >= floor or _in_trail(c, unit, length):
            continue
        for k in range(start[unit], start[unit + 1]):
            pair = candidate[k]
            if gain + cost[pair] >= floor:
                break  # the cheapest come first
            change = gain + cost[pair] + _priced(row, coef, over, weight, first[pair], first[pair + 1], 1.0)
            if change < floor and pair != old and not _clash(t, c, unit, t.pair_manager[pair]):
                best_unit, best_pair, floor = np.int64(unit), np.int64(pair), change
    if best_unit < 0:
        return False
    c.trail_unit[length] = best_unit
    c.trail_pair[length] = c.chosen[best_unit]
    _shift(t, c, best_unit, best_pair)
    return True


@jit
def _take_back(t: Tables, c: Chain, length: int) -> None:
    for i in range(length - 1, -1, -1):
        _shift(t, c, c.trail_unit[i], c.trail_pair[i])


@jit
def keep_best(c: Chain) -> None:
    """Remember the answer when it keeps every limit and costs less than the best so far."""
    if c.number[BROKEN] < 0.5 and c.number[COST] < c.best_cost[0] - 1e-9:
        c.best_cost[0] = c.number[COST]
        c.best[:] = c.chosen


@inlined
def _one_chain(t: Tables, m: Lists, c: Chain, temperature: float) -> None:
    """Build one chain; keep or take it back."""
    unit = m.free[below(c.rng, len(m.free))]
    pair = m.pair[m.start[unit] + below(c.rng, m.start[unit + 1] - m.start[unit])]
    old = c.chosen[unit]
    if pair == old or _clash(t, c, unit, t.pair_manager[pair]):
        return
    cost, penalty = c.number[COST], c.number[PENALTY]
    height = cost + penalty - temperature * np.log(fraction(c.rng) + 1e-300)
    c.trail_unit[0], c.trail_pair[0] = unit, old
    _shift(t, c, unit, pair)
    length = 1
    while c.number[COST] + c.number[PENALTY] > height:
        manager = t.pair_manager[c.chosen[c.trail_unit[length - 1]]]
        floor = height - c.number[COST] - c.number[PENALTY] if length == m.depth else np.inf
        if length > m.depth or not _eject(t, m, c, manager, length, floor):
            _take_back(t, c, length)
            c.number[COST], c.number[PENALTY] = cost, penalty
            return
        length += 1
    c.number[KEPT] += 1.0
    c.number[EJECTED] += length - 1.0
    keep_best(c)


@jit
def run_chains(t: Tables, m: Lists, c: Chain, count: int, hot: float, cold: float) -> None:
    """Build `count` chains while the temperature (score points) falls geometrically from hot to cold."""
    slices = max(1, count // 100)
    cooling = (cold / hot) ** (1.0 / slices)
    temperature = hot
    for i in range(count):
        if i % 100 == 99:
            temperature *= cooling
        _one_chain(t, m, c, temperature)
