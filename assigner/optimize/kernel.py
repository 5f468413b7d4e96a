"""The inner loop of the local search, compiled by numba.

Simulated annealing (Kirkpatrick et al. 1983) over shifts (a unit goes to another manager) and swaps (two
units change places). Once the hard rules hold they are never broken again; before that their excess is
priced. Random numbers are splitmix64, so that a seed gives the same walk on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

from assigner.optimize.tables import Tables
from assigner.portfolio import FloatArray, IntArray

F = TypeVar("F", bound=Callable[..., Any])


def jit(function: F) -> F:
    """Compile, cache on disk, release the interpreter lock."""
    compile_it: Any = njit(cache=True, nogil=True, error_model="numpy")
    return cast("F", compile_it(function))


class Moves(NamedTuple):
    """What may move: free units and their candidate pairs; `pair_at[unit, manager]` is a pair or -1."""

    free: IntArray
    start: IntArray
    pair: IntArray
    pair_at: IntArray
    swap_share: float
    excess_price: float
    imbalance_cap: float  # percent points
    worst_aimed: float  # worst violation that the relaxation promises


class Walk(NamedTuple):
    """The state of a walk; all arrays change in place.

    `number` holds cost (score points), worst violation (fraction), excess of the hard limits, mean part of
    the imbalance (percent), pressure, count of apart clashes, and the sum of what the rows are above the
    worst violation aimed at.
    """

    chosen: IntArray
    row_load: FloatArray
    violation: FloatArray
    side_load: FloatArray
    book: IntArray  # (managers, free units): the free units of each manager
    book_size: IntArray
    spot: IntArray  # place of each unit in its manager's book
    number: FloatArray
    rng: NDArray[np.uint64]
    best: IntArray
    best_number: FloatArray  # best energy


ENERGY, WORST, EXCESS, MEAN, PRESSURE, CLASHES, SOFT = 0, 1, 2, 3, 4, 5, 6


@jit
def _random(rng: NDArray[np.uint64]) -> Any:
    """Next 64 random bits (splitmix64, Steele et al. 2014)."""
    rng[0] += np.uint64(0x9E3779B97F4A7C15)
    z = rng[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@jit
def _below(rng: NDArray[np.uint64], bound: int) -> int:
    """Random integer in 0 .. bound - 1."""
    return int((_random(rng) >> np.uint64(32)) % np.uint64(bound))


@jit
def _fraction(rng: NDArray[np.uint64]) -> float:
    """Random number in [0, 1)."""
    return np.float64(_random(rng) >> np.uint64(11)) * 1.1102230246251565e-16


@jit
def _violation(t: Tables, row: int, load: float) -> float:
    """Violation of one row at this load (model §4)."""
    return float(max(0.0, (load - t.high[row]) * t.inverse[row], (t.low[row] - load) * t.inverse[row]))


@jit
def _top(violation: FloatArray) -> float:
    top = 0.0
    for row in range(len(violation)):
        top = max(top, violation[row])
    return top


@jit
def _add_load(t: Tables, m: Moves, w: Walk, row: int, load: float) -> tuple[float, bool]:
    """Add to one row; its violation afterwards, and whether the worst row may have healed."""
    w.row_load[row] += load
    new = _violation(t, row, w.row_load[row])
    old = w.violation[row]
    if new == old:
        return new, False
    w.violation[row] = new
    w.number[MEAN] += t.mean_weight[row] * (new - old)
    w.number[SOFT] += max(0.0, new - m.worst_aimed) - max(0.0, old - m.worst_aimed)
    return new, old >= w.number[WORST] and new < old


@jit
def _move_load(t: Tables, m: Moves, w: Walk, unit: int, old: int, pair: int) -> None:
    """Take a unit's load from one pair to another; keep violations, their mean and worst up to date."""
    top, stale = w.number[WORST], False
    for side in range(2):
        chosen, sign = (pair, 1.0) if side else (old, -1.0)
        manager = t.pair_manager[chosen]
        for e in range(t.load_start[unit], t.load_start[unit + 1]):
            new, healed = _add_load(t, m, w, t.load_cell[e] * t.num_managers + manager, sign * t.load[e])
            top, stale = max(top, new), stale or healed
        for e in range(t.extra_start[chosen], t.extra_start[chosen + 1]):
            new, healed = _add_load(t, m, w, t.extra_cell[e] * t.num_managers + manager, sign * t.extra[e])
            top, stale = max(top, new), stale or healed
    w.number[WORST] = _top(w.violation) if stale else top


@jit
def _over(t: Tables, row: int, load: float) -> float:
    return float(max(0.0, load - t.side_limit[row]) / t.side_scale[row])


@jit
def _move_side(t: Tables, w: Walk, source: int, target: int) -> None:
    """Replace one pair by another in the hard limits; keep their excess up to date."""
    for side in range(2):
        pair = target if side else source
        for e in range(t.side_start[pair], t.side_start[pair + 1]):
            row = t.side_row[e]
            before = _over(t, row, w.side_load[row])
            w.side_load[row] += t.side_coef[e] if side else -t.side_coef[e]
            w.number[EXCESS] += _over(t, row, w.side_load[row]) - before


@jit
def _move_book(w: Walk, unit: int, source: int, target: int) -> None:
    """Take a unit from one manager's list to another's."""
    last = w.book[source, w.book_size[source] - 1]
    w.book[source, w.spot[unit]] = last
    w.spot[last] = w.spot[unit]
    w.book_size[source] -= 1
    w.book[target, w.book_size[target]] = unit
    w.spot[unit] = w.book_size[target]
    w.book_size[target] += 1


@jit
def _take(t: Tables, m: Moves, w: Walk, unit: int, pair: int) -> None:
    """Give a unit another pair."""
    old = w.chosen[unit]
    source, target = t.pair_manager[old], t.pair_manager[pair]
    _move_load(t, m, w, unit, old, pair)
    _move_side(t, w, old, pair)
    _move_book(w, unit, source, target)
    w.number[ENERGY] += t.pair_cost[pair] - t.pair_cost[old]
    w.chosen[unit] = pair


@jit
def _clashes(t: Tables, w: Walk, unit: int) -> bool:
    """Whether a unit shares its manager with one it must be apart from."""
    manager = t.pair_manager[w.chosen[unit]]
    for e in range(t.apart_start[unit], t.apart_start[unit + 1]):
        if t.pair_manager[w.chosen[t.apart_unit[e]]] == manager:
            return True
    return False


@jit
def count_clashes(t: Tables, w: Walk) -> float:
    """Units that share their manager with one they must be apart from."""
    count = 0.0
    for unit in range(len(w.chosen)):
        if t.apart_start[unit] < t.apart_start[unit + 1] and _clashes(t, w, unit):
            count += 1.0
    return count


@jit
def _energy(t: Tables, m: Moves, w: Walk) -> float:
    """What the walk minimises: as the score, but softer and with broken hard rules priced in.

    The worst violation gives a walk no direction: one row counts, all others are free up to it. Here *every*
    row pays for what it is above the worst violation aimed at, at a price that rises with the pressure.
    """
    level = w.number[MEAN] + 100.0 * w.number[PRESSURE] * w.number[SOFT]
    broken = w.number[EXCESS] + w.number[CLASHES]
    return float(w.number[ENERGY] + t.level_price * level + m.excess_price * broken)


@jit
def _allowed(t: Tables, m: Moves, w: Walk, excess_before: float, level_before: float) -> bool:
    """Hard rules: what holds stays holding."""
    if w.number[EXCESS] > 1e-12 and excess_before <= 1e-12:
        return False
    level = w.number[MEAN] + 100.0 * w.number[WORST]
    return bool(level <= m.imbalance_cap or level <= level_before)


@jit
def _partner(t: Tables, m: Moves, w: Walk, source: int, target: int) -> int:
    """A random unit of `target` that `source` may have, or -1."""
    size = w.book_size[target]
    if size == 0:
        return -1
    unit = w.book[target, _below(w.rng, size)]
    return int(unit) if m.pair_at[unit, source] >= 0 else -1


@jit
def keep_best(t: Tables, m: Moves, w: Walk) -> None:
    """Remember the answer when it keeps every rule and its true score is the best so far."""
    level = w.number[MEAN] + 100.0 * w.number[WORST]
    if w.number[EXCESS] > 1e-12 or w.number[CLASHES] > 0 or level > m.imbalance_cap:
        return
    energy = w.number[ENERGY] + t.level_price * level
    if energy < w.best_number[0] - 1e-11:
        w.best_number[0] = energy
        w.best[:] = w.chosen


@jit
def _step(t: Tables, m: Moves, w: Walk, temperature: float, energy: float) -> float:
    """One proposal, taken or taken back; returns the energy after it."""
    f = _below(w.rng, len(m.free))
    unit = m.free[f]
    pair = m.pair[m.start[f] + _below(w.rng, m.start[f + 1] - m.start[f])]
    old = w.chosen[unit]
    if pair == old:
        return energy
    source, target = t.pair_manager[old], t.pair_manager[pair]
    other = -1
    if _fraction(w.rng) < m.swap_share:
        other = _partner(t, m, w, source, target)
        if other < 0:
            return energy
    excess, level = w.number[EXCESS], w.number[MEAN] + 100.0 * w.number[WORST]
    linear, clashes = w.number[ENERGY], w.number[CLASHES]
    _take(t, m, w, unit, pair)
    back = pair
    if other >= 0:
        back = w.chosen[other]
        _take(t, m, w, other, m.pair_at[other, source])
    clash = _clashes(t, w, unit) or (other >= 0 and _clashes(t, w, other))
    if clashes > 0:
        w.number[CLASHES] = count_clashes(t, w)
    new = _energy(t, m, w)
    if (
        not clash
        and _allowed(t, m, w, excess, level)
        and (new <= energy or _fraction(w.rng) < np.exp((energy - new) / temperature))
    ):
        return new
    if other >= 0:
        _take(t, m, w, other, back)
    _take(t, m, w, unit, old)
    w.number[EXCESS] = excess
    w.number[ENERGY] = linear
    w.number[CLASHES] = clashes
    return energy


@jit
def anneal(
    t: Tables, m: Moves, w: Walk, steps: int, hot: float, cold: float, light: float, heavy: float
) -> None:
    """Walk for `steps` proposals.

    The temperature falls geometrically from `hot` to `cold` (score points); the pressure, a factor on the
    imbalance, goes from `light` to `heavy`: a soft start lets units pass through cells that are full.
    """
    slices = max(1, steps // 100)
    cooling = (cold / hot) ** (1.0 / slices)
    pressing = (heavy / light) ** (1.0 / slices)
    temperature = hot
    w.number[PRESSURE] = light
    energy = _energy(t, m, w)
    for step in range(steps):
        if step % 100 == 99:
            temperature *= cooling
            w.number[PRESSURE] *= pressing
            energy = _energy(t, m, w)
        new = _step(t, m, w, temperature, energy)
        if new != energy:
            keep_best(t, m, w)
        energy = new
