"""The bound of one huge instance, its pairs priced in blocks that may be anywhere.

The Lagrangian bound (`relax`) is a sum over units of the cheapest priced pair. So a block of units can be
priced wherever its data is: it is sent there once, then only prices go out, and sums and the pairs worth a
column come back. The LP over the chosen columns stays in one place. See docs/spread.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import Any, NamedTuple, Protocol

import numpy as np

from assigner.optimize.budget import Budget
from assigner.optimize.interior_rounds import interior_rounds
from assigner.optimize.pricing import PairData, mark_cheapest, pair_data, price_all
from assigner.optimize.relax import Master, Prices, Relaxation, RelaxParams, choose_columns
from assigner.optimize.tables import Aim
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem.model import Problem
from assigner.solution import ShouldStop, never_stop

__all__ = ["Block", "HerePricer", "Priced", "Pricer", "Question", "SpreadBound", "cut_blocks", "spread_bound"]


class Block(NamedTuple):
    """Some units in a row with all their pairs, numbered from 0, which is the problem's `first_pair`."""

    first_pair: int
    data: PairData


class Question(NamedTuple):
    """What every block is asked: prices, and which pairs to name.

    `row_price` is by row and unit of counted load, `side_price` by hard limit and unit of coefficient. Named
    are the `most` cheapest pairs of each unit whose reduced cost is at most `limit` score points.
    """

    row_price: FloatArray
    side_price: FloatArray
    limit: float
    most: int


class Priced(NamedTuple):
    """A block's answer: the sum of its units' least priced costs, of their sizes, and the pairs named.

    `pairs` are the problem's numbers, ascending.
    """

    least: float
    size: float
    pairs: IntArray


class Pricer(Protocol):
    """Whoever holds the blocks of a problem and prices them, here or elsewhere."""

    def price(self, question: Question) -> Sequence[Priced]:
        """The answer of every block, in the order of the blocks."""


@dataclass(frozen=True, slots=True)
class HerePricer:
    """Prices all blocks in this process, one after the other."""

    blocks: Sequence[Block]

    def price(self, question: Question) -> list[Priced]:
        """The answer of every block, in the order of the blocks."""
        return [price_block(block, question) for block in self.blocks]


def cut_blocks(problem: Problem, aim: Aim, count: int) -> list[Block]:
    """The problem's units in `count` blocks with about as many pairs each; views, no copies.

    There are fewer where there are fewer units; none is empty.
    """
    wanted = np.linspace(0, problem.num_pairs, min(count, problem.num_units) + 1)
    cuts = np.unique(np.searchsorted(problem.pair_start, wanted))
    data = pair_data(problem, aim)
    return [_cut(data, int(a), int(b)) for a, b in pairwise(cuts)]


def _cut(d: PairData, first: int, last: int) -> Block:
    """Units first to last - 1."""
    low, high = int(d.pair_start[first]), int(d.pair_start[last])
    loads = slice(int(d.load_start[first]), int(d.load_start[last]))
    extras = slice(int(d.extra_start[low]), int(d.extra_start[high]))
    sides = slice(int(d.side_start[low]), int(d.side_start[high]))
    data = d._replace(
        pair_start=d.pair_start[first : last + 1] - d.pair_start[first],
        pair_manager=d.pair_manager[low:high],
        disruption=d.disruption[low:high],
        unfit=d.unfit[low:high],
        load_start=d.load_start[first : last + 1] - d.load_start[first],
        load_cell=d.load_cell[loads],
        load=d.load[loads],
        extra_start=d.extra_start[low : high + 1] - d.extra_start[low],
        extra_cell=d.extra_cell[extras],
        extra=d.extra[extras],
        side_start=d.side_start[low : high + 1] - d.side_start[low],
        side_row=d.side_row[sides],
        side_coef=d.side_coef[sides],
    )
    return Block(low, data)


def price_block(block: Block, question: Question) -> Priced:
    """One block's answer; nothing but the block and the question is needed for it."""
    data = PairData(*(_read_only(part) for part in block.data))
    num_units, num_pairs = len(data.pair_start) - 1, len(data.pair_manager)
    reduced, least, keep = np.empty(num_pairs), np.empty(num_units), np.zeros(num_pairs, dtype=bool)
    everything = np.ones(num_pairs, dtype=bool)
    prices = np.array(question.row_price), np.array(question.side_price)
    price_all(data, everything, *prices, reduced, least)
    if question.most:
        mark_cheapest(data.pair_start, reduced, question.limit, question.most, keep)
    pairs = (block.first_pair + np.flatnonzero(keep)).astype(np.int32)
    return Priced(fsum(least), fsum(np.abs(least)), pairs)


def _read_only(part: Any) -> Any:
    """An array as a problem's own arrays are: one type for the compiled loops, wherever it came from."""
    if not isinstance(part, np.ndarray):
        return part
    view = part.view()
    view.flags.writeable = False
    return view


@dataclass(frozen=True, slots=True, eq=False)
class SpreadBound:
    """A proven lower bound of the aim, the prices that prove it, and how they were found."""

    bound: float
    prices: Prices
    master_value: float  # of the LP over the columns, an upper estimate of the relaxation's value
    detail: str


def spread_bound(
    problem: Problem,
    pricer: Pricer,
    aim: Aim | None = None,
    *,
    params: RelaxParams | None = None,
    seed: int = 0,
    seconds_left: Callable[[], float | None] = lambda: None,
    stop: ShouldStop = never_stop,
    work_left: float = np.inf,
) -> SpreadBound:
    """Bound on the aim (the weighted score by default); `pricer` holds the blocks of this problem and aim.

    The same steps whoever prices: bounds of two pricers differ by float summation only, about 1e-12 of the
    bound. Budget as in `bounding.relax`. Raises RelaxationInfeasible where the LP has no solution.
    """
    params, aim = params or RelaxParams(), aim or Aim.weighted(problem)
    master = SpreadMaster(problem, aim, pricer, params)
    first, budget = _unpriced(master), Budget(seconds_left, stop, work_left)
    columns = choose_columns(master, params, seed)
    found = interior_rounds(master, first, columns, budget, params, seed)
    return SpreadBound(found.bound, found.prices, found.master_value, found.detail)


class SpreadMaster(Master):
    """A master whose pairs are priced in blocks. It knows no reduced costs, only the pairs worth a column."""

    def __init__(self, problem: Problem, aim: Aim, pricer: Pricer, params: RelaxParams) -> None:
        super().__init__(problem, aim)
        self._pricer, self._params = pricer, params
        self._named = np.zeros(0, dtype=np.int32)

    def lagrangian(self, prices: Prices) -> tuple[float, FloatArray]:
        """Bound on the aim; no reduced costs."""
        limit = self._params.threshold * self.unit_cost
        answers = self._pricer.price(Question(*self.raw(prices), limit, self._params.max_new))
        self._named = np.concatenate([one.pairs for one in answers])
        least, size = fsum(one.least for one in answers), fsum(one.size for one in answers)
        return self.bound(prices, least, size), np.zeros(0)

    def cheapest(self, found: Relaxation, limit: float, count: int) -> BoolArray:
        """The pairs that the blocks named when they were last asked."""
        keep = np.zeros(self.problem.num_pairs, dtype=bool)
        keep[self._named] = True
        return keep


def _unpriced(master: SpreadMaster) -> Relaxation:
    """The bound without prices."""
    r, s = len(master.rows.number), len(master.side_limit)
    prices = Prices(np.zeros(r), np.zeros(r), np.zeros(s), 0.0)
    bound, reduced = master.lagrangian(prices)
    return Relaxation(bound, bound, reduced, np.zeros(master.problem.num_pairs), bound, prices)
