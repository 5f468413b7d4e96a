"""Figures of fairness over shares, loads and pain (model §8): pure functions of arrays.

A *ratio* is a manager's load over his target; an array of ratios holds the managers with a target only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.fairness.balance import ROUNDING
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray


def coefficient_of_variation(ratio: FloatArray) -> float:
    """Standard deviation over mean: 0 when all are equal; 0 where nothing is shared out.

    sqrt(mean of (r - mean r)²) / mean r (population form; Pearson 1896).
    """
    mean = float(ratio.mean()) if len(ratio) else 0.0
    return float(ratio.std()) / mean if mean > 0 else 0.0


def gini(ratio: FloatArray) -> float:
    """Gini coefficient: 0 when all are equal, (n - 1) / n when one has everything.

    sum over k of (2 k - n - 1) r_(k) / (n x sum r), r sorted upwards, k = 1..n (Gini 1912).
    """
    total, count = float(ratio.sum()), len(ratio)
    if total <= 0:
        return 0.0
    rank = 2 * np.arange(1, count + 1) - count - 1
    return float(rank @ np.sort(ratio)) / (count * total)


def jain(ratio: FloatArray) -> float:
    """Jain's index: 1 when all are equal, 1 / n when one has everything.

    (sum r)² / (n x sum r²) (Jain, Chiu, Hawe 1984).
    """
    squares = float(ratio @ ratio)
    return float(ratio.sum()) ** 2 / (len(ratio) * squares) if squares > 0 else 1.0


def min_max_ratio(ratio: FloatArray) -> float:
    """Smallest over largest: 1 when all are equal, 0 when somebody has nothing."""
    largest = float(ratio.max(initial=0.0))
    return float(ratio.min()) / largest if largest > 0 else 1.0


def worst_ratio(ratio: FloatArray) -> float:
    """The ratio farthest from 1, the larger one on ties; 1 for nobody."""
    if not len(ratio):
        return 1.0
    order = np.sort(ratio)[::-1]
    return float(order[np.argmax(np.abs(order - 1))])


def leximin(ratio: FloatArray) -> FloatArray:
    """Ratios sorted upwards: the fairer of two divisions has the larger first difference (Sen 1970)."""
    return np.sort(ratio)


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """All figures of one set of ratios."""

    coefficient_of_variation: float
    gini: float
    jain: float
    min_max_ratio: float
    worst_ratio: float
    leximin: FloatArray


def spread(load: FloatArray, target: FloatArray) -> Spread:
    """The figures of the ratios load / target of the managers with a positive target (model §8)."""
    has_target = target > 0
    ratio = load[has_target] / target[has_target]
    return Spread(
        coefficient_of_variation=coefficient_of_variation(ratio),
        gini=gini(ratio),
        jain=jain(ratio),
        min_max_ratio=min_max_ratio(ratio),
        worst_ratio=worst_ratio(ratio),
        leximin=leximin(ratio),
    )


@dataclass(frozen=True, slots=True)
class Envy:
    """`envious_idx` would still prefer the book of `envied_idx` by `amount` without its largest client."""

    envious_idx: int
    envied_idx: int
    amount: float


def envy_up_to_one(amount: FloatArray, manager_idx: IntArray, weight: FloatArray) -> tuple[Envy, ...]:
    """Pairs of managers of equal positive weight between whom envy is more than one client (model §8).

    No envy beyond one client: load_j >= load_k - (largest client of k) (EF1; Budish 2011). Listed are the
    pairs for which that fails, in order of positions. `amount` and `manager_idx` are (n,); clients of
    `NOBODY` count for nobody.
    """
    given = manager_idx != NOBODY
    load = np.bincount(manager_idx[given], weights=amount[given], minlength=len(weight))
    largest = np.zeros(len(weight))
    np.maximum.at(largest, manager_idx[given], amount[given])
    excess = (load - largest)[np.newaxis, :] - load[:, np.newaxis]
    equal = (np.abs(weight[:, np.newaxis] - weight) <= ROUNDING * weight) & (weight > 0)
    envious, envied = np.nonzero(equal & (excess > ROUNDING * load.max(initial=0.0)))
    return tuple(Envy(int(j), int(k), float(excess[j, k])) for j, k in zip(envious, envied, strict=True))


def pain_by_manager(pain: FloatArray, moved: BoolArray, owner_idx: IntArray, num_managers: int) -> FloatArray:
    """Pain of the clients that each manager gives away, (num_managers,): how the cost of change is shared.

    g(j) = sum of p(i, x(i)) over moved clients with o(i) = j (model §5, §8). `pain` and `moved` are (n,).
    """
    gone = moved & (owner_idx != NOBODY)
    return np.bincount(owner_idx[gone], weights=pain[gone], minlength=num_managers).astype(np.float64)
