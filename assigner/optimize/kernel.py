"""The inner loop of the local search, compiled by numba.

Simulated annealing (Kirkpatrick et al. 1983) over shifts (a unit goes to another manager) and swaps (two
units change places). A proposal is priced before anything is changed, and most are turned down by their
linear cost alone. Once the hard rules hold they are never broken again; before that their excess is priced.
All that runs in the loop stands here: a compiled file is compiled anew only when it changes itself.
"""

from __future__ import annotations

import numpy as np

from assigner.optimize.compiled import below, fraction, inlined, jit
from assigner.optimize.tables import Tables
from assigner.optimize.walk_state import (
    CLASHES,
    ENERGY,
    EXCESS,
    LIMITS,
    MEAN,
    MOVED,
    PRESSURE,
    ROWS,
    SOFT,
    WORST,
    Moves,
    Walk,
)


@inlined
def violation_at(t: Tables, row: int, load: float) -> float:
    """Violation of one row at this load (model §4)."""
    return float(max(0.0, (load - t.high[row]) * t.inverse[row], (t.low[row] - load) * t.inverse[row]))


@jit
def worst_of(t: Tables, w: Walk) -> float:
    """The worst violation of all rows."""
    top = 0.0
    for row in range(len(w.row_load)):
        top = max(top, violation_at(t, row, w.row_load[row]))
    return top


@inlined
def _note(w: Walk, kind: int, row: int, amount: float) -> None:
    """Add to what a proposal changes in one row or hard limit."""
    place = w.slot[kind, row]
    if place < 0:
        place = w.size[kind]
        w.size[kind] += 1
        w.slot[kind, row] = place
        w.touched[kind, place] = row
        w.change[kind, place] = amount
    else:
        w.change[kind, place] += amount


@inlined
def _note_pair(t: Tables, w: Walk, unit: int, pair: int, sign: float) -> None:
    """Note everything that a unit brings to (sign 1) or takes from (-1) the manager of a pair."""
    manager = t.pair_manager[pair]
    for e in range(t.load_start[unit], t.load_start[unit + 1]):
        _note(w, ROWS, t.load_cell[e] * t.num_managers + manager, sign * t.load[e])
    for e in range(t.extra_start[pair], t.extra_start[pair + 1]):
        _note(w, ROWS, t.extra_cell[e] * t.num_managers + manager, sign * t.extra[e])
    for e in range(t.side_start[pair], t.side_start[pair + 1]):
        _note(w, LIMITS, t.side_row[e], sign * t.side_coef[e])


@inlined
def _over(t: Tables, row: int, load: float) -> float:
    return float(max(0.0, load - t.side_limit[row]) / t.side_scale[row])


@inlined
def _gains(t: Tables, m: Moves, w: Walk) -> tuple[float, float, float]:
    """What the noted changes add to the mean part, to the sum above the aim and to the excess."""
    mean, soft, excess = 0.0, 0.0, 0.0
    for k in range(w.size[ROWS]):
        row = w.touched[ROWS, k]
        old = violation_at(t, row, w.row_load[row])
        new = violation_at(t, row, w.row_load[row] + w.change[ROWS, k])
        mean += t.mean_weight[row] * (new - old)
        above = max(0.0, new - m.worst_aimed) - max(0.0, old - m.worst_aimed)
        soft += w.weight[row] * above
    for k in range(w.size[LIMITS]):
        row = w.touched[LIMITS, k]
        load = w.side_load[row]
        excess += _over(t, row, load + w.change[LIMITS, k]) - _over(t, row, load)
    return mean, soft, excess


@inlined
def _apply(w: Walk, sign: float) -> None:
    """Carry the noted changes out, or back."""
    for k in range(w.size[ROWS]):
        w.row_load[w.touched[ROWS, k]] += sign * w.change[ROWS, k]
    for k in range(w.size[LIMITS]):
        w.side_load[w.touched[LIMITS, k]] += sign * w.change[LIMITS, k]


@inlined
def _forget(w: Walk) -> None:
    """Clear the notes."""
    for kind in range(2):
        for k in range(w.size[kind]):
            w.slot[kind, w.touched[kind, k]] = -1
        w.size[kind] = 0


@inlined
def _clashes(t: Tables, w: Walk, unit: int, manager: int, but: int) -> int:
    """How many units that `unit` must be apart from are with a manager, `but` left out."""
    count = 0
    for e in range(t.apart_start[unit], t.apart_start[unit + 1]):
        other = t.apart_unit[e]
        if other != but and t.pair_manager[w.chosen[other]] == manager:
            count += 1
    return count


@jit
def count_clashes(t: Tables, w: Walk) -> float:
    """Apart pairs that share a manager."""
    count = 0
    for unit in range(len(w.chosen)):
        count += _clashes(t, w, unit, t.pair_manager[w.chosen[unit]], -1)
    return 0.5 * count


@jit
def fill_book(t: Tables, m: Moves, w: Walk) -> None:
    """List the candidates by the manager of their unit and their own (counting sort)."""
    n, start = t.num_managers, w.book_start
    start[:] = 0
    for c in range(len(m.pair)):
        start[t.pair_manager[w.chosen[m.unit[c]]] * n + t.pair_manager[m.pair[c]] + 1] += 1
    for k in range(n * n):
        start[k + 1] += start[k]
    for c in range(len(m.pair) - 1, -1, -1):
        key = t.pair_manager[w.chosen[m.unit[c]]] * n + t.pair_manager[m.pair[c]] + 1
        start[key] -= 1
        w.book[start[key]] = c
    for k in range(n * n):
        start[k] = start[k + 1]
    start[n * n] = len(m.pair)
    w.size[MOVED] = 0


@inlined
def _partner(t: Tables, m: Moves, w: Walk, source: int, target: int) -> int:
    """A random candidate that brings a unit of `target` to `source`, or -1."""
    key = target * t.num_managers + source
    first = w.book_start[key]
    size = w.book_start[key + 1] - first
    if size == 0:
        return -1
    c = w.book[first + below(w.rng, size)]
    return int(c) if t.pair_manager[w.chosen[m.unit[c]]] == target else -1


@jit
def keep_best(t: Tables, m: Moves, w: Walk) -> None:
    """Remember the answer when it keeps every rule and its true score is the best so far."""
    if w.number[EXCESS] > 1e-12 or w.number[CLASHES] > 0:
        return
    if w.number[ENERGY] + t.level_price * w.number[MEAN] >= w.best_number[0] - 1e-11:
        return
    level = w.number[MEAN] + 100.0 * worst_of(t, w)
    energy = w.number[ENERGY] + t.level_price * level
    if level <= m.imbalance_cap and energy < w.best_number[0] - 1e-11:
        w.best_number[0] = energy
        w.best[:] = w.chosen


@inlined
def _capped(t: Tables, m: Moves, w: Walk, mean: float) -> bool:
    """Whether the changes carried out break the cap on the imbalance and make it worse."""
    if m.imbalance_cap == np.inf:
        return False
    worst = worst_of(t, w)
    level = w.number[MEAN] + mean + 100.0 * worst
    if level > m.imbalance_cap and level > w.number[MEAN] + 100.0 * w.number[WORST]:
        return True
    w.number[WORST] = worst
    return False


@inlined
def _price(t: Tables, m: Moves, w: Walk, mean: float, soft: float, broken: float) -> float:
    """Score points of imbalance and of broken hard rules.

    The worst violation gives a walk no direction: one row counts, all others are free up to it. Here *every*
    row pays for what it is above the worst violation aimed at, at a price that rises with the pressure.
    """
    return float(t.level_price * (mean + 100.0 * soft) + m.excess_price * broken)


@inlined
def _weigh(t: Tables, m: Moves, w: Walk, linear: float, limit: float, mended: float) -> bool:
    """Carry the noted changes out when they cost no more than `limit`; whether that was done."""
    mean, soft, excess = _gains(t, m, w)
    if linear + _price(t, m, w, mean, soft, excess - mended) > limit:
        return False
    if w.number[EXCESS] <= 1e-12 and w.number[EXCESS] + excess > 1e-12:
        return False
    _apply(w, 1.0)
    if _capped(t, m, w, mean):
        _apply(w, -1.0)
        return False
    w.number[MEAN] += mean
    w.number[SOFT] += soft
    w.number[EXCESS] = max(0.0, w.number[EXCESS] + excess)
    w.number[ENERGY] += linear
    w.number[CLASHES] -= mended
    return True


@inlined
def _exchange(
    t: Tables, m: Moves, w: Walk, unit: int, pair: int, other: int, back: int, limit: float
) -> None:
    """Give `unit` a pair, and `other` (-1: nobody) the pair `back`, when that costs no more than `limit`."""
    old = w.chosen[unit]
    source, target = t.pair_manager[old], t.pair_manager[pair]
    linear = t.pair_cost[pair] - t.pair_cost[old]
    if other >= 0:
        linear += t.pair_cost[back] - t.pair_cost[w.chosen[other]]
    relief = _price(t, m, w, w.number[MEAN], w.number[SOFT], w.number[EXCESS] + w.number[CLASHES])
    if linear - relief > limit or _clashes(t, w, unit, target, other) > 0:
        return
    mended = _clashes(t, w, unit, source, -1)
    if other >= 0:
        if _clashes(t, w, other, source, unit) > 0:
            return
        mended += _clashes(t, w, other, target, -1)
    for k in range(2 if other < 0 else 4):
        who, come = (unit, pair) if k < 2 else (other, back)
        _note_pair(t, w, who, come if k % 2 else w.chosen[who], 1.0 if k % 2 else -1.0)
    if _weigh(t, m, w, linear, limit, float(mended)):
        w.chosen[unit] = pair
        w.size[MOVED] += 1
        if other >= 0:
            w.chosen[other] = back
    _forget(w)


@inlined
def _step(t: Tables, m: Moves, w: Walk, temperature: float) -> None:
    """One proposal, taken or not (Metropolis: the rise allowed is exponentially distributed)."""
    c = below(w.rng, len(m.pair))
    unit, pair = m.unit[c], m.pair[c]
    old = w.chosen[unit]
    if pair == old:
        return
    other, back = -1, -1
    if fraction(w.rng) < m.swap_share:
        d = _partner(t, m, w, t.pair_manager[old], t.pair_manager[pair])
        if d < 0:
            return
        other, back = m.unit[d], m.pair[d]
    limit = -temperature * np.log(1.0 - fraction(w.rng))
    _exchange(t, m, w, unit, pair, other, back, limit)


@jit
def press(t: Tables, m: Moves, w: Walk, pressure: float) -> None:
    """Let every row pay light^(1 - pressure) of the full price for its violation."""
    w.number[PRESSURE] = pressure
    w.number[SOFT] = 0.0
    for row in range(len(w.row_load)):
        w.weight[row] = m.light[row] ** (1.0 - pressure)
        above = max(0.0, violation_at(t, row, w.row_load[row]) - m.worst_aimed)
        w.number[SOFT] += w.weight[row] * above


@jit
def anneal(
    t: Tables, m: Moves, w: Walk, steps: int, hot: float, cold: float, light: float, heavy: float
) -> None:
    """Walk for `steps` proposals.

    The temperature falls geometrically from `hot` to `cold` (score points); the pressure goes from `light` to
    `heavy`: a soft start lets units pass through cells that are full.
    """
    cooling = (cold / hot) ** (100.0 / max(100, steps))
    temperature = hot
    patience = (len(m.pair) + len(w.book_start)) // 25
    often = max(2000, 10 * len(w.row_load))
    press(t, m, w, light)
    for step in range(steps):
        if step % 100 == 99:
            temperature *= cooling
            if w.size[MOVED] > patience:
                fill_book(t, m, w)
        if step % often == often - 1:
            press(t, m, w, light + (heavy - light) * step / steps)
        _step(t, m, w, temperature)
        if step % m.look == 0:
            keep_best(t, m, w)
    keep_best(t, m, w)
    w.number[WORST] = worst_of(t, w)
