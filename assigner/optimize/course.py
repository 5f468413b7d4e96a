"""How a walk cools, presses and narrows: calibrated by the relaxation's reduced costs.

In equilibrium at temperature T a unit takes a pair with reduced cost r with weight exp(-r / T). What the
units then lose together against the relaxation says what T means on this base, whatever its costs are: most
clients cost next to nothing, a few cost a hundred times the mean, so that the mean is no measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.optimize.candidates import bearable, healing_pairs, heavy_units
from assigner.optimize.relax import Relaxation, live_rows
from assigner.optimize.search import Search, mask_of
from assigner.optimize.tables import unit_cost
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem, starts

SAMPLE = 20_000
"""Units whose reduced costs are looked at to find a temperature."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One walk's temperatures (score points), pressure and candidates.

    At temperature T candidates are the pairs of `always` and those with `reduced` <= reach x T that are
    `allowed`. `light` is the share of the full price of violations at the start, for all rows or by row.
    """

    always: BoolArray
    hot: float
    cold: float
    light: FloatArray | float = 1.0
    worst_aimed: float = 0.0
    allowed: BoolArray | None = None
    reduced: FloatArray | None = None
    reach: float = 0.0

    def temperature(self, fraction: float) -> float:
        """Geometric fall from `hot` to `cold`."""
        return float(self.hot * (self.cold / self.hot) ** fraction)

    def candidates(self, temperature: float) -> BoolArray:
        """Pairs worth trying at a temperature."""
        if self.reduced is None or self.allowed is None:
            return self.always
        return self.always | (self.allowed & (self.reduced <= self.reach * temperature))


def plain_course(search: Search, heat: float, light: float = 1.0) -> Course:
    """Over all pairs without a relaxation; `heat` in unit costs."""
    unit, everything = unit_cost(search.problem, search.aim), np.ones(search.problem.num_pairs, dtype=bool)
    return Course(everything, heat * unit, search.params.anneal.cold * unit, light)


def guided_course(search: Search, relaxation: Relaxation, number: int) -> Course:
    """From the rounded relaxation. Walks with an even number begin with prices like the relaxation's own."""
    params = search.params.anneal
    light = _priced(search, relaxation) if number % 2 == 0 else params.light
    return _course(search, relaxation, params.hot_share, light)


def warm_course(search: Search, relaxation: Relaxation, share: float, light: float) -> Course:
    """From the best answer, with the pairs that can heal its worst rows."""
    course = _course(search, relaxation, share, light)
    if search.best is not None and course.allowed is not None:
        above = relaxation.worst + search.params.anneal.too_large
        course.always[:] |= healing_pairs(search.problem, search.best, above) & course.allowed
        course.always[search.best] = True
    return course


def _course(search: Search, relaxation: Relaxation, share: float, light: FloatArray | float) -> Course:
    problem, params = search.problem, search.params.anneal
    allowed = bearable(search, relaxation)
    owned = mask_of(problem, problem.unit_owner[problem.unit_owner >= 0])
    heavy = heavy_units(problem, params.heavy_band)[problem.pair_unit]
    always = (heavy | owned | (relaxation.fraction > 1e-9)) & allowed
    hot, cold = _temperatures(search, relaxation, share)
    return Course(always, hot, cold, light, relaxation.worst, allowed, relaxation.reduced, params.reach)


def _priced(search: Search, relaxation: Relaxation) -> FloatArray:
    """Share of the full price that each row pays at first: some times the relaxation's price."""
    params, rows = search.params.anneal, live_rows(search.problem)
    light = np.full(search.problem.cells.base_load.size, params.priced_light)
    price = relaxation.prices.over + relaxation.prices.under
    full = 100 * max(search.aim.imbalance, 1e-9)
    light[rows.number] = np.clip(params.priced * price / full, params.priced_light, 1.0)
    return light


def _temperatures(search: Search, relaxation: Relaxation, share: float) -> tuple[float, float]:
    """Where the units lose `share` of the answer's linear cost, and where they lose next to nothing."""
    params, unit = search.params.anneal, unit_cost(search.problem, search.aim)
    scale = float(relaxation.fraction @ search.aim.pair_cost(search.problem))
    scale += search.aim.constant(search.problem)
    start, reduced = _sample(search.problem, relaxation.reduced)
    whole = search.problem.num_units / (len(start) - 1)
    hot = temperature_of(start, reduced, share * scale / whole)
    cold = temperature_of(start, reduced, params.cold_share * scale / whole)
    if hot <= 0 or cold <= 0:
        return 0.15 * unit, params.cold * unit
    return hot, min(cold, 0.5 * hot)


def _sample(problem: Problem, reduced: FloatArray) -> tuple[IntArray, FloatArray]:
    """Every so many-th unit's block of reduced costs."""
    units = np.arange(0, problem.num_units, 1 + problem.num_units // SAMPLE)
    width = np.diff(problem.pair_start)[units]
    mask = np.zeros(problem.num_units, dtype=bool)
    mask[units] = True
    return starts(width), reduced[mask[problem.pair_unit]]


def temperature_of(start: IntArray, reduced: FloatArray, loss: float) -> float:
    """The temperature at which units (CSR blocks of reduced costs) lose `loss` together; 0: none."""
    low, high = 1e-12, 1e6
    if loss <= 0 or _loss(start, reduced, high) <= loss:
        return 0.0
    for _ in range(50):
        middle = float(np.sqrt(low * high))
        low, high = (low, middle) if _loss(start, reduced, middle) > loss else (middle, high)
    return low


def _loss(start: IntArray, reduced: FloatArray, temperature: float) -> float:
    finite = np.minimum(reduced, 1e12)
    weight = np.exp(-finite / temperature)
    total = np.add.reduceat(weight, start[:-1])
    return float((np.add.reduceat(weight * finite, start[:-1]) / total).sum())
