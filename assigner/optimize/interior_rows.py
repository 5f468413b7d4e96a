"""The rows of the interior point method: violations, the worst of them, hard limits and the imbalance cap.

Slacks (`primal`) and their prices (`dual`) stand in one vector each, in the blocks of `Blocks`:

    over, under   v - (load - high) >= 0,  v - (low - load) >= 0     price of overload, of underload
    worse, held   t - v >= 0,  v >= 0                                share in the worst, what v doesn't pay
    free, broken  limit - value + broken >= 0,  broken >= 0          price of the limit, what `steep` leaves
    below, above  the same for the imbalance cap, where there is one

Hard limits are elastic at a steep price: then there always is an interior, and what stays broken shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from assigner.portfolio import FloatArray

WORST = 100.0
"""Percent points of imbalance per unit of the worst violation (model §4)."""


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """What the rows ask: loads relative to the target without what is fixed, hard limits scaled."""

    low: FloatArray
    high: FloatArray
    mean: FloatArray  # percent points of imbalance per unit of violation
    side: FloatArray
    weight: float  # score points per percent point of imbalance
    cap: float | None  # of the imbalance, percent points
    steep: float  # price of a broken hard limit, and of a percent point above the cap


class Blocks(NamedTuple):
    """Where each kind of slack stands."""

    over: slice
    under: slice
    worse: slice
    held: slice
    free: slice
    broken: slice
    below: slice
    above: slice

    @classmethod
    def of(cls, limits: Limits) -> Blocks:
        """The blocks, one after the other."""
        sizes = [len(limits.low)] * 4 + [len(limits.side)] * 2 + [int(limits.cap is not None)] * 2
        ends = np.cumsum(sizes).tolist()
        return cls(*(slice(end - size, end) for end, size in zip(ends, sizes, strict=True)))


@dataclass(slots=True, eq=False)
class RowState:
    """Where the rows stand. `y` are the prices (rows, then sides) that the columns know."""

    limits: Limits
    blocks: Blocks
    load: FloatArray  # (rows,)
    side: FloatArray  # (sides,)
    worst: float
    primal: FloatArray
    dual: FloatArray
    y: FloatArray

    @property
    def violation(self) -> FloatArray:
        """Violations, at or above those of the loads."""
        return self.primal[self.blocks.held]

    @property
    def cap_price(self) -> float:
        """Price of the imbalance cap, 0 where there is none."""
        return float(self.dual[self.blocks.below].sum())

    @property
    def named(self) -> FloatArray:
        """Prices (rows, then sides) that the slacks name: equal to `y` once the step is complete."""
        d, b = self.dual, self.blocks
        return np.concatenate([d[b.over] - d[b.under], d[b.free]])

    def load_rest(self) -> tuple[FloatArray, FloatArray]:
        """What the slacks of over- and underload lack of their equations: a run may begin elsewhere."""
        p, b, limits = self.primal, self.blocks, self.limits
        more = self.violation - self.load + limits.high - p[b.over]
        return more, self.violation + self.load - limits.low - p[b.under]

    def primal_rest(self) -> tuple[FloatArray, FloatArray]:
        """What the slacks of limits and cap lack of their equations: float noise."""
        p, b, limits = self.primal, self.blocks, self.limits
        side = limits.side - (self.side - p[b.broken] + p[b.free])
        if limits.cap is None:
            return side, np.zeros(0)
        return side, limits.cap - (self.imbalance() - p[b.above] + p[b.below])

    def imbalance(self) -> float:
        """Imbalance of the violations and the worst as they stand, percent points."""
        return float(self.limits.mean @ self.violation) + WORST * self.worst

    def dual_rest(self) -> tuple[FloatArray, float]:
        """What the prices of each violation, and of the worst one, lack of their equations."""
        d, b, capacity = self.dual, self.blocks, self.limits.weight + self.cap_price
        rows = d[b.over] + d[b.under] + d[b.held] - d[b.worse] - capacity * self.limits.mean
        return rows, float(d[b.worse].sum()) - WORST * capacity

    def value(self) -> tuple[float, float, float]:
        """Score points of the loads (broken limits at their steep price), what is broken, worst violation."""
        limits = self.limits
        violation = np.maximum(0.0, np.maximum(self.load - limits.high, limits.low - self.load))
        worst = float(violation.max(initial=0.0))
        imbalance = float(limits.mean @ violation) + WORST * worst
        broken = float(np.maximum(0.0, self.side - limits.side).sum())
        if limits.cap is not None:
            broken += max(0.0, imbalance - limits.cap)
        return limits.weight * imbalance + limits.steep * broken, broken, worst


def central_rows(limits: Limits, load: FloatArray, side: FloatArray, barrier: float) -> RowState:
    """Slacks and prices whose products are `barrier`, for the loads as they are.

    Their prices are not those of the columns yet, and those of the worst violation don't add up: the first
    steps close both.
    """
    blocks = Blocks.of(limits)
    primal = np.zeros(blocks.above.stop)
    capacity = limits.weight or limits.steep / 100
    violation, worst = _central_violations(limits, load, barrier, capacity)
    primal[blocks.over], primal[blocks.under] = violation - load + limits.high, violation + load - limits.low
    primal[blocks.worse], primal[blocks.held] = worst - violation, violation
    primal[blocks.free], primal[blocks.broken] = _central_slacks(limits.side - side, limits.steep, barrier)
    if limits.cap is not None:
        room = limits.cap - float(limits.mean @ violation) - WORST * worst
        below, above = _central_slacks(np.array([room]), limits.steep, barrier)
        primal[blocks.below], primal[blocks.above] = below, above
    y = np.zeros(len(load) + len(side))
    return RowState(limits, blocks, load, side, worst, primal, barrier / primal, y)


def _central_violations(
    limits: Limits, load: FloatArray, barrier: float, capacity: float
) -> tuple[FloatArray, float]:
    """Violations and the worst one whose slacks times prices are `barrier` (bisection)."""
    least = np.maximum(0.0, np.maximum(load - limits.high, limits.low - load))
    top = float(least.max(initial=0.0))
    span = len(load) * barrier / (WORST * capacity) + 1e-9 * top
    low, high = top, top + span
    while float((barrier / (high - _below(limits, load, barrier, capacity, high))).sum()) > WORST * capacity:
        high += 2 * (high - top)
    for _ in range(20):
        worst = (low + high) / 2
        violation = _below(limits, load, barrier, capacity, worst)
        up = float((barrier / (worst - violation)).sum()) > WORST * capacity
        low, high = (worst, high) if up else (low, worst)
    return _below(limits, load, barrier, capacity, high), high


def _below(limits: Limits, load: FloatArray, barrier: float, capacity: float, worst: float) -> FloatArray:
    """Central violations below a given worst one."""
    over, under = load - limits.high, limits.low - load
    low = np.maximum(0.0, np.maximum(over, under))
    high = np.full(len(load), worst)
    for _ in range(40):
        v = (low + high) / 2
        with np.errstate(divide="ignore"):
            up = barrier / (v - over) + barrier / (v - under) + barrier / v > (
                capacity * limits.mean + barrier / (worst - v)
            )
        low, high = np.where(up, v, low), np.where(up, high, v)
    return np.asarray((low + high) / 2)


def _central_slacks(room: FloatArray, steep: float, barrier: float) -> tuple[FloatArray, FloatArray]:
    """Slack and excess with slack - excess = room and barrier / slack + barrier / excess = steep."""
    root = np.hypot(steep * room, 2 * barrier)
    more = steep * np.abs(room) + root
    less = 4 * barrier**2 / more
    slack, excess = np.where(room > 0, more, less), np.where(room > 0, less, more)
    return (slack + 2 * barrier) / (2 * steep), (excess + 2 * barrier) / (2 * steep)
