"""Which units the next large neighbourhood frees; kinds that gain more per effort are drawn more often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assigner.optimize.relax import Relaxation
from assigner.optimize.search import Search
from assigner.optimize.tables import unit_cost, violations
from assigner.portfolio import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class NeighbourhoodParams:
    """Columns of a neighbourhood: at first, at least, at most; how fast they grow and how fast gains fade."""

    columns: float = 500.0
    least_columns: float = 60.0
    most_columns: float = 3000.0
    growth: float = 1.25
    shrink: float = 0.7
    first_share: float = 0.25  # of all pairs, at most, in the first neighbourhoods
    memory: float = 0.8
    curiosity: float = 0.15  # share of the draws that ignores the gains
    unsettled: float = 1.0  # noise in the order by prices, in unit costs


@dataclass(slots=True)
class Kind:
    """One kind of neighbourhood: how it orders the units, its size, and what it gained."""

    name: str
    order: Callable[[Draw], tuple[FloatArray, BoolArray]]
    columns: float
    tries: int = 0
    gains: int = 0
    rate: float | None = None  # fading mean of score points per unit of work


@dataclass(frozen=True, slots=True, eq=False)
class Draw:
    """What the kinds know: the search, the pairs worth trying, and the units' reluctance to change."""

    search: Search
    relaxation: Relaxation
    candidates: BoolArray  # pairs worth trying
    open: BoolArray  # pairs that a better answer may still use
    rng: np.random.Generator
    params: NeighbourhoodParams

    @property
    def best(self) -> IntArray:
        """The answer to improve."""
        assert self.search.best is not None  # noqa: S101 - polish asked already
        return self.search.best

    def noise(self) -> FloatArray:
        """A random number per unit."""
        return self.rng.random(self.search.problem.num_units)

    def managers_of(self, count: int, first: int | None = None) -> BoolArray:
        """Pairs of `count` random managers, one of them `first`."""
        problem = self.search.problem
        managers = np.unique(problem.pair_manager)
        others = self.rng.permutation(managers if first is None else managers[managers != first])
        drawn = others[:count] if first is None else np.append(others[: count - 1], first)
        mask = np.zeros(problem.num_managers, dtype=bool)
        mask[drawn] = True
        return np.asarray(mask[problem.pair_manager])


def by_prices(draw: Draw) -> tuple[FloatArray, BoolArray]:
    """Units for which the prices see a pair about as good as the present one, or better."""
    problem = draw.search.problem
    others = np.where(draw.candidates, draw.relaxation.reduced, np.inf)
    others[draw.best] = np.inf
    second = np.minimum.reduceat(others, problem.pair_start[:-1])
    scale = draw.params.unsettled * unit_cost(problem, draw.search.aim)
    return second - draw.relaxation.reduced[draw.best] + draw.rng.exponential(scale, len(second)), (
        draw.candidates
    )


def by_cell(draw: Draw) -> tuple[FloatArray, BoolArray]:
    """The units of one cell first, the others at random."""
    problem = draw.search.problem
    key = draw.noise()
    if len(problem.load_cell):
        key[problem.load_unit[problem.load_cell == draw.rng.choice(problem.load_cell)]] -= 1.0
    return key, draw.candidates


def by_managers(draw: Draw) -> tuple[FloatArray, BoolArray]:
    """Who is with a few managers, all the pairs among these."""
    pairs = draw.managers_of(int(draw.rng.integers(2, 5)))
    return draw.noise() + np.where(pairs[draw.best], 0.0, np.inf), draw.open & pairs


def by_blame(draw: Draw) -> tuple[FloatArray, BoolArray]:
    """Like `by_managers`, one of them drawn by how much his cells are violated; his units go first."""
    problem = draw.search.problem
    blame = violations(problem, draw.best).max(axis=0, initial=0.0) ** 2
    if blame.sum() <= 0:
        return by_managers(draw)
    guilty = int(draw.rng.choice(problem.num_managers, p=blame / blame.sum()))
    pairs = draw.managers_of(int(draw.rng.integers(2, 6)), guilty)
    his = np.where(problem.pair_manager[draw.best] == guilty, 0.5, 0.0)
    return draw.noise() - his + np.where(pairs[draw.best], 0.0, np.inf), draw.open & pairs


class Neighbourhoods:
    """Draws kinds by what they gained per work, and adapts their sizes to what the solver can finish."""

    def __init__(self, params: NeighbourhoodParams, num_pairs: int) -> None:
        self.params = params
        orders = (by_blame, by_prices, by_cell, by_managers)
        columns = max(params.least_columns, min(params.columns, params.first_share * num_pairs))
        self.kinds = [Kind(order.__name__, order, columns) for order in orders]

    def draw(self, rng: np.random.Generator) -> Kind:
        """A kind that wasn't tried yet, else one drawn by its gains."""
        fresh = [kind for kind in self.kinds if kind.rate is None]
        if fresh:
            return fresh[0]
        rates = np.array([kind.rate for kind in self.kinds], dtype=np.float64)
        even = np.full(len(rates), 1 / len(rates))
        share = rates / rates.sum() if rates.sum() > 0 else even
        chance = (1 - self.params.curiosity) * share + self.params.curiosity * even
        return self.kinds[int(rng.choice(len(rates), p=chance))]

    def select(self, kind: Kind, draw: Draw) -> tuple[IntArray, BoolArray]:
        """Units in the kind's order until their pairs fill its columns, and the mask of their pairs."""
        problem = draw.search.problem
        key, allowed = kind.order(draw)
        width = np.add.reduceat(allowed.astype(np.int64), problem.pair_start[:-1])
        able = np.flatnonzero(np.isfinite(key) & (width > 1))
        order = able[np.argsort(key[able], kind="stable")]
        return order[np.cumsum(width[order]) <= kind.columns], allowed

    def learn(self, kind: Kind, gain: float, work: float, *, complete: bool) -> None:
        """Note a try: larger neighbourhoods where the solver finished, smaller ones where it did not."""
        params, rate = self.params, gain / max(work, 1e-3)
        kind.tries += 1
        kind.gains += gain > 0
        kind.rate = rate if kind.rate is None else params.memory * kind.rate + (1 - params.memory) * rate
        size = kind.columns * (params.growth if complete else params.shrink)
        kind.columns = float(np.clip(size, params.least_columns, params.most_columns))

    def __str__(self) -> str:
        """Gains and tries by kind."""
        return ", ".join(f"{kind.name[3:]} {kind.gains}/{kind.tries}" for kind in self.kinds if kind.tries)
