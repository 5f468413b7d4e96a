"""What the bounds say of the worst violation and of the pairs of any answer better than the present one."""

from __future__ import annotations

import numpy as np

from assigner.optimize.mip import Window
from assigner.optimize.relax import SAFETY, Relaxation
from assigner.optimize.search import Search
from assigner.portfolio import BoolArray


def window(search: Search, relaxation: Relaxation) -> Window:
    """The worst violation that an answer better than the present one can have.

    An answer with the worst violation v scores at least the bound without prices + 100 x weight x v, and also
    at least the priced bound + (100 x weight - what the prices already ask of the worst term) x v.
    """
    if search.aim.imbalance <= 0 or search.best is None:
        return Window(0.0)
    price = 100 * search.aim.imbalance
    most = (search.score - least_cost(search)) / price
    left = unasked_of_worst(search, relaxation)
    if left > 1e-6 * price:
        most = min(most, (search.score - relaxation.priced_bound) / left)
    return Window(min(search.least_worst, most), max(0.0, most))


def least_cost(search: Search) -> float:
    """A bound without any balance or limits: every unit with its cheapest manager."""
    cost = search.aim.pair_cost(search.problem)
    least = np.minimum.reduceat(cost, search.problem.pair_start[:-1])
    whole = float(np.abs(least).sum()) + abs(search.aim.constant(search.problem))
    return float(least.sum()) + search.aim.constant(search.problem) - SAFETY * whole


def unasked_of_worst(search: Search, relaxation: Relaxation) -> float:
    """Part of the worst term's price that the relaxation's row prices leave unused, in score points."""
    cells, prices = search.problem.cells, relaxation.prices
    attainable = cells.attainable.ravel()
    mean = 100 * cells.weight.ravel()[attainable > 0]
    capacity = search.aim.imbalance + prices.cap
    asked = float(np.maximum(0.0, prices.over + prices.under - capacity * mean).sum())
    return max(0.0, 100 * search.aim.imbalance - asked * (1 + SAFETY))


def lifted_bound(search: Search, relaxation: Relaxation) -> float:
    """The priced bound, with the least worst violation at the price that the rows leave unused."""
    return relaxation.priced_bound + unasked_of_worst(search, relaxation) * search.least_worst


def open_pairs(search: Search, relaxation: Relaxation) -> BoolArray:
    """Pairs that the prices don't rule out: price of the whole + reduced cost <= score."""
    room = max(0.0, search.to_beat - lifted_bound(search, relaxation))
    return np.asarray(relaxation.reduced <= room * (1 + 1e-9) + 1e-9)
